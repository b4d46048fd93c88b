// Speaks y-sync (V1) and awareness with the live server, and counts what is durable there.
//
// Every change made here has a number. It is safe once the server said that it is on its disk
// (message 101 counts our updates of this connection), or once this device keeps it.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as awareness from "y-protocols/awareness";
import * as sync from "y-protocols/sync";
import type * as Y from "yjs";

import type { Shelf } from "./shelf";

const SYNC = 0;
const AWARENESS = 1;
const QUERY_AWARENESS = 3;
const SAVED = 101;
const NOTICE = 102;

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const QUIET = 15_000; // without a word from the server for so long, ask whether it is there
const DEAD = 35_000;
const SLOW = 4_000;
const BAD_PASS = 4401;

export type State =
  | "opening" | "away" | "saving" | "slow" | "saved" | "offline" | "unkept" | "closed" | "reading"; // prettier-ignore

// Why nothing more is tried; 4403 and the like are what the live server closes with.
export type Trouble = "oldEditor" | "noRight" | "tooMuch";
const TROUBLES: Record<number, Trouble> = { 1009: "tooMuch", 4403: "noRight", 4404: "noRight", 4409: "oldEditor" }; // prettier-ignore

export interface Ticket {
  ticket: string;
  level: string;
  name: string;
  colour: string;
}

interface Options {
  doc: Y.Doc;
  awareness: awareness.Awareness;
  shelf: Shelf;
  live: string;
  ticketUrl: string;
  onChange: () => void;
  onTrouble: (trouble: Trouble) => void;
}

export class Provider {
  // Tiptap's CollaborationCaret asks for it under this name.
  readonly awareness: awareness.Awareness;
  synced = false; // what the server has is here
  frozen = false;
  level = "";

  private socket: WebSocket | undefined;
  private stopped: Trouble | undefined;
  private hasFailed = false;
  private answered = false; // the server has been given all that we had
  private made = 0; // changes made here, since this page was opened
  private kept = 0; // of them, those that this device keeps
  private durable = 0; // of them, those that the server keeps
  private owed: boolean; // an earlier visit may have left changes that the server never had
  private frozenAt = 0;
  private sent: number[] = []; // for each update sent on this connection: what `made` was
  private acknowledged = 0;
  private pause = FIRST_PAUSE;
  private timer = 0;
  private heardAt = 0;
  private waitingSince = 0;
  private connecting = false;

  constructor(private readonly options: Options) {
    this.awareness = options.awareness;
    this.owed = options.shelf.owes;
    options.doc.on("update", this.changed);
    options.awareness.on("update", this.moved);
    addEventListener("online", this.hurry);
    addEventListener("pageshow", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    addEventListener("pagehide", () => this.socket?.close());
    setInterval(this.watch, 1000);
  }

  get state(): State {
    if (this.frozen) return "closed";
    if (this.isOpen && this.level && !this.mayWrite) return "reading";
    if (this.isOpen && this.answered && this.isAllDurable) return "saved";
    const isNew = this.made === 0 && !this.owed;
    if (this.isOpen && isNew) return "opening";
    if (this.isOpen && this.answered)
      return Date.now() - this.waitingSince > SLOW ? "slow" : "saving";
    if (!this.hasFailed) return isNew ? "opening" : "saving";
    if (!this.synced && !this.options.shelf.hadWords) return "away";
    return this.isSafe && !this.options.shelf.isFailing ? "offline" : "unkept";
  }

  // False while something typed here would be lost with this page.
  get isSafe(): boolean {
    return Math.max(this.kept, this.durable) >= this.made;
  }

  // Something was typed here that came after the closing, and is in no book.
  get isLate(): boolean {
    const isSettled = Date.now() - this.frozenAt > SLOW;
    return this.frozen && isSettled && (this.owed || this.durable < this.made);
  }

  get mayWrite(): boolean {
    return this.level === "write" || this.level === "manage";
  }

  start(): void {
    void this.connect();
  }

  private get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  private get isAllDurable(): boolean {
    return this.acknowledged >= this.sent.length && this.durable >= this.made;
  }

  // --- connecting ---------------------------------------------------------------------

  private async connect(): Promise<void> {
    if (this.connecting || this.socket || this.stopped) return;
    this.connecting = true;
    clearTimeout(this.timer);
    try {
      const ticket = await this.ticket();
      if (!ticket) return;
      this.open(ticket);
    } catch {
      this.again();
    } finally {
      this.connecting = false;
      this.options.onChange();
    }
  }

  private async ticket(): Promise<Ticket | undefined> {
    const answer = await fetch(this.options.ticketUrl, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status === 403 || answer.status === 404) {
      this.stop("noRight");
      return undefined;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Ticket;
  }

  private open(ticket: Ticket): void {
    const address = new URL(this.options.live, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("ticket", ticket.ticket);
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    this.sent = [];
    this.acknowledged = 0;
    this.answered = false;
    this.heardAt = Date.now();
    socket.onopen = () => this.greet();
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => this.hear(new Uint8Array(event.data));
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private greet(): void {
    this.heardAt = Date.now();
    const encoder = begin(SYNC);
    sync.writeSyncStep1(encoder, this.options.doc);
    this.send(encoder);
    // Said anew with a higher count: others take the same count for what they have heard already.
    this.awareness.setLocalState({ ...this.awareness.getLocalState() });
    this.options.onChange();
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.answered = false;
    this.hasFailed = true;
    const others = [...this.awareness.getStates().keys()].filter(
      (client) => client !== this.options.doc.clientID,
    );
    awareness.removeAwarenessStates(this.awareness, others, this);
    const trouble = TROUBLES[code];
    if (trouble) this.stop(trouble);
    else this.again(code === BAD_PASS ? FIRST_PAUSE : undefined);
    this.options.onChange();
  }

  private again(pause = this.pause): void {
    this.hasFailed = true;
    // A crowd that lost the same server does not come back in one instant.
    const spread = pause * (0.5 + Math.random());
    this.timer = window.setTimeout(() => void this.connect(), spread);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private stop(trouble: Trouble): void {
    this.stopped = trouble;
    this.hasFailed = true;
    this.options.onTrouble(trouble);
  }

  private readonly hurry = (): void => {
    if (document.visibilityState === "hidden" || this.socket || this.connecting) return;
    this.pause = FIRST_PAUSE;
    void this.connect();
  };

  private readonly watch = (): void => {
    const quiet = Date.now() - this.heardAt;
    if (this.isOpen && quiet > DEAD) {
      // The line is dead though nobody said so: do not wait for the system to notice.
      const socket = this.socket;
      socket?.close();
      if (socket) this.closed(socket, 1006);
    } else if (this.isOpen && quiet > QUIET) this.send(begin(QUERY_AWARENESS));
    this.options.onChange();
  };

  // --- in -----------------------------------------------------------------------------

  private hear(message: Uint8Array): void {
    this.heardAt = Date.now();
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
        this.hearSync(decoder);
        break;
      case AWARENESS:
        awareness.applyAwarenessUpdate(
          this.awareness,
          decoding.readVarUint8Array(decoder),
          this,
        );
        break;
      case SAVED:
        this.hearSaved(decoding.readVarUint(decoder));
        break;
      case NOTICE:
        this.hearNotice(JSON.parse(decoding.readVarString(decoder)) as Notice);
        break;
    }
    this.options.onChange();
  }

  private hearSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const data = decoding.readVarUint8Array(decoder);
    if (step === sync.messageYjsSyncStep1) this.answer(data);
    else {
      sync.readUpdate(decoding.createDecoder(block(data)), this.options.doc, this);
      if (step === sync.messageYjsSyncStep2) this.synced = true;
    }
  }

  // All that the server does not have; from now on each change goes to it as it is made.
  private answer(state: Uint8Array): void {
    const encoder = begin(SYNC);
    sync.writeSyncStep2(encoder, this.options.doc, state);
    this.note();
    this.send(encoder);
    this.answered = true;
    this.pause = FIRST_PAUSE;
  }

  private hearSaved(count: number): void {
    this.acknowledged = count;
    this.durable = Math.max(this.durable, this.sent[count - 1] ?? 0);
    if (this.isAllDurable) this.owe(false);
    this.waitingSince = Date.now();
  }

  private hearNotice(notice: Notice): void {
    if (notice.kind === "welcome") {
      this.level = notice.level ?? "";
      this.freeze(notice.frozen ?? false);
      this.pause = FIRST_PAUSE;
      if (!this.frozen && !this.mayWrite) this.options.onTrouble("noRight");
    } else if (notice.kind === "frozen") this.freeze(true);
  }

  private freeze(frozen: boolean): void {
    if (frozen && !this.frozen) this.frozenAt = Date.now();
    this.frozen = frozen;
  }

  // --- out ----------------------------------------------------------------------------

  private owe(yes: boolean): void {
    if (yes !== this.owed) this.options.shelf.owes = yes;
    this.owed = yes;
  }

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    const { shelf } = this.options;
    if (origin === shelf) return;
    const isOwn = origin !== this;
    if (isOwn) {
      this.made += 1;
      this.owe(true);
    }
    const number = this.made;
    void shelf.keep(update, () => {
      this.kept = Math.max(this.kept, isOwn ? number : 0);
      this.options.onChange();
    });
    if (!isOwn) return;
    if (this.isOpen && this.answered && !this.frozen) {
      const encoder = begin(SYNC);
      sync.writeUpdate(encoder, update);
      this.note();
      this.send(encoder);
    }
    this.options.onChange();
  };

  private note(): void {
    if (this.acknowledged >= this.sent.length) this.waitingSince = Date.now();
    this.sent.push(this.made);
  }

  private readonly moved = (changes: Changes, origin: unknown): void => {
    if (origin !== this && this.isOpen)
      this.sayWhere([...changes.added, ...changes.updated, ...changes.removed]);
    this.options.onChange();
  };

  private sayWhere(clients: number[]): void {
    const encoder = begin(AWARENESS);
    encoding.writeVarUint8Array(
      encoder,
      awareness.encodeAwarenessUpdate(this.awareness, clients),
    );
    this.send(encoder);
  }

  private send(encoder: encoding.Encoder): void {
    if (this.isOpen) this.socket?.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  }
}

interface Notice {
  kind: string;
  level?: string;
  frozen?: boolean;
}

interface Changes {
  added: number[];
  updated: number[];
  removed: number[];
}

function begin(kind: number): encoding.Encoder {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  return encoder;
}

function block(data: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint8Array(encoder, data);
  return encoding.toUint8Array(encoder);
}

// Speaks y-sync (V1) and awareness with the live server, and counts what is durable there.
//
// Every change made here has a number. It is safe once the server said that it is on its disk
// (message 101 counts our updates of this connection), or once this device keeps it.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as awareness from "y-protocols/awareness";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

import { type Apart, type Reason, keepApart } from "./apart";
import { Presence } from "./company";
import { Ledger } from "./ledger";
import { Line, type Trouble } from "./line";
import { AWARENESS, NOTICE, type Notice, QUERY_AWARENESS, SAVED, SYNC, begin } from "./messages";
import { inParts } from "./parts";
import { type Known, isSamePast } from "./past";
import type { Shelf } from "./shelf";
import { Tabs } from "./tabs";

export type { Trouble };

const SLOW = 4_000;
const KEEPING = 1_000; // for so long this device may take to keep a change
const RELAY = 1_000; // before another tab's words are given to the server by this one too
const PROBE = 3_000;
const NOTHING = new Uint8Array([0, 0]); // the empty update

export type State =
  | "opening" | "away" | "saving" | "slow" | "saved" | "keeping" | "offline" | "unkept"
  | "conflict" | "apart" | "closed" | "reading"; // prettier-ignore

interface Options {
  doc: Y.Doc;
  awareness: awareness.Awareness;
  shelf: Shelf;
  text: string;
  live: string;
  ticketUrl: string;
  branchUrl: string;
  onChange: () => void;
  beforeNews: () => void; // of what others wrote
  isCommenter: boolean; // sees the text being written, and says something beside it
  onRemarks: () => void; // something was said beside the text
  onTrouble: (trouble: Trouble) => void;
  onApart: (apart: Apart) => void;
}

export class Provider {
  readonly awareness: awareness.Awareness;
  synced = false; // what the server has is here
  frozen = false;
  level = "";

  private readonly line: Line;
  private readonly presence: Presence;
  private tabs: Tabs | undefined;
  private answered = false; // the server has been given all that we had
  private made = 0; // changes made here, or heard from another tab, since this page was opened
  private kept = 0; // of them, those that this device keeps
  private durable = 0; // of them, those that the server keeps
  private madeAt = 0;
  private owed = false; // an earlier visit may have left changes that the server never had
  private frozenAt = 0;
  private parting: Reason | undefined; // this copy is no longer the text's: it goes apart
  private isApart = false;

  // Of this connection:
  private serverState: Uint8Array | undefined;
  private held: Uint8Array[] | undefined; // not merged before it is known whose past it is
  private ledger = new Ledger();
  private relayed: Uint8Array[] = []; // heard from other tabs, not given to the server yet
  private relayedFrom = 0;
  private relayTimer = 0;
  private probeTimer = 0;

  constructor(private readonly options: Options) {
    this.awareness = options.awareness;
    this.line = new Line(options.live, options.ticketUrl, {
      onOpen: () => this.greet(),
      onMessage: (message) => this.hear(message),
      onClose: () => this.lost(),
      onTrouble: (trouble) => this.stop(trouble),
      isWaiting: () => this.answered && !this.isAllDurable && !this.frozen,
      ask: () => this.line.send(encoding.toUint8Array(begin(QUERY_AWARENESS))),
    });
    this.presence = new Presence(options.awareness, (update) => this.sayWhere(update));
    options.doc.on("update", this.changed);
    options.awareness.on("update", options.onChange);
    addEventListener("pagehide", () => void options.shelf.know(options.shelf.known));
    setInterval(this.watch, 1000);
  }

  get state(): State {
    if (this.isApart && this.parting === "other_past") return "apart";
    if (this.parting === "other_past") return this.isKeptHere ? "conflict" : "unkept";
    if (this.frozen) return "closed";
    if (this.isOpen && this.level && !this.mayWrite) return "reading";
    if (this.isOpen && this.answered && this.isAllDurable) return "saved";
    const isNew = this.made === 0 && !this.owed;
    if (this.isOpen && isNew) return "opening";
    if (this.isOpen && this.answered)
      return Date.now() - this.ledger.waitingSince > SLOW ? "slow" : "saving";
    if (!this.line.hasFailed) return isNew ? "opening" : "saving";
    if (!this.synced && !this.options.shelf.hadWords) return "away";
    if (this.isKeptHere) return "offline";
    const isBrief = Date.now() - this.madeAt < KEEPING && !this.options.shelf.isFailing;
    return isBrief ? "keeping" : "unkept";
  }

  // False while something typed here would be lost with this page.
  get isSafe(): boolean {
    return this.isApart || Math.max(this.kept, this.durable) >= this.made;
  }

  // All that was ever typed here is on the server's disk.
  get isAllSaved(): boolean {
    return this.isAllDurable;
  }

  // Something was typed here that came after the closing, and is in no book.
  get isLate(): boolean {
    const isSettled = Date.now() - this.frozenAt > SLOW;
    return this.frozen && isSettled && !this.isApart && !this.isAllDurable;
  }

  // This copy's past is not the text's: nothing more may be written into it.
  get isParting(): boolean {
    return this.parting !== undefined;
  }

  get mayWrite(): boolean {
    return this.level === "write" || this.level === "manage";
  }

  // After the shelf has been loaded.
  start(): void {
    const { doc, shelf, text } = this.options;
    this.owed = shelf.owes;
    this.tabs = new Tabs(text, shelf.generation, doc, {
      onWriting: () => this.presence.withdraw(),
      onParted: () => this.part("other_past"),
    });
    this.presence.start(() => this.tabs?.writing());
    void this.line.connect();
  }

  private get isOpen(): boolean {
    return this.line.isOpen;
  }

  private get isKeptHere(): boolean {
    return this.isSafe && !this.options.shelf.isFailing;
  }

  private get isAllDurable(): boolean {
    const isAnswerDurable = this.answered ? this.ledger.isAnswerSaved : !this.owed;
    return isAnswerDurable && this.durable >= this.made && this.relayed.length === 0;
  }

  // --- the line -----------------------------------------------------------------------

  private greet(): void {
    this.ledger = new Ledger();
    this.answered = false;
    this.serverState = undefined;
    this.held = [];
    const encoder = begin(SYNC);
    sync.writeSyncStep1(encoder, this.options.doc);
    this.send(encoder);
    // Said anew with a higher count: others take the same count for what they have heard already.
    this.awareness.setLocalState(this.awareness.getLocalState() && { ...this.awareness.getLocalState() });
    this.options.onChange();
  }

  private lost(): void {
    this.answered = false;
    this.held = undefined;
    const others = [...this.awareness.getStates().keys()].filter(
      (client) => client !== this.options.doc.clientID,
    );
    awareness.removeAwarenessStates(this.awareness, others, this);
    this.options.onChange();
  }

  private stop(trouble: Trouble): void {
    this.options.onTrouble(trouble);
    this.options.onChange();
  }

  private readonly watch = (): void => {
    this.line.watch();
    if (this.isLate) this.part("too_late");
    this.options.onChange();
  };

  // --- in -----------------------------------------------------------------------------

  private hear(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
        this.hearSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
        break;
      case AWARENESS:
        awareness.applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
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

  private hearSync(step: number, data: Uint8Array): void {
    if (this.parting) return;
    if (step === sync.messageYjsSyncStep1) {
      this.serverState = data;
      if (!this.held) this.answer(data);
    } else if (step === sync.messageYjsSyncStep2) void this.meet(data);
    else if (this.held) this.held.push(data);
    else this.take(data);
  }

  private take(update: Uint8Array): void {
    this.options.beforeNews();
    Y.applyUpdate(this.options.doc, update, this);
  }

  // All that the server has is here, and nothing of it is merged yet: is it the text that we know?
  private async meet(answer: Uint8Array): Promise<void> {
    if (!this.held) {
      this.take(answer);
      return;
    }
    const meeting = this.held;
    const known = await this.options.shelf.look();
    if (this.held !== meeting || this.parting) return; // another connection, meanwhile
    if (this.serverState && !isSamePast(known, this.serverState, answer)) {
      this.part("other_past");
      return;
    }
    this.held = undefined;
    [answer, ...meeting].forEach((update) => this.take(update));
    this.synced = true;
    if (this.serverState) this.answer(this.serverState);
    else this.line.isSound();
    this.options.onChange();
  }

  // All that the server does not have; from now on each change goes to it as it is made.
  private answer(state: Uint8Array): void {
    const { doc } = this.options;
    this.relayed = [];
    this.tell(sync.messageYjsSyncStep2, Y.encodeStateAsUpdate(doc, state), Y.snapshot(doc));
    this.ledger.endAnswer();
    this.answered = true;
  }

  private hearSaved(count: number): void {
    const { shelf } = this.options;
    for (const { made, clock, known } of this.ledger.settle(count)) {
      this.durable = Math.max(this.durable, made);
      shelf.knowMine(this.options.doc.clientID, clock);
      if (known) void shelf.know(known);
    }
    if (this.answered && this.ledger.isAnswerSaved) {
      this.owed = false;
      this.line.isSound();
    }
  }

  private hearNotice(notice: Notice): void {
    if (notice.kind === "welcome") {
      this.level = notice.level ?? "";
      this.freeze(notice.frozen ?? false);
      const isEnough = this.options.isCommenter ? this.level !== "read" : this.mayWrite;
      if (!this.frozen && !isEnough) this.options.onTrouble("noRight");
      this.options.onRemarks(); // those of a time without a line
    } else if (notice.kind === "frozen") this.freeze(true);
    else if (notice.kind === "full") this.options.onTrouble("full");
    else if (notice.kind === "remarks") this.options.onRemarks();
  }

  private freeze(frozen: boolean): void {
    if (frozen && !this.frozen) this.frozenAt = Date.now();
    this.frozen = frozen;
  }

  // --- out ----------------------------------------------------------------------------

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    const { shelf } = this.options;
    const isFromServer = origin === this;
    // What the shelf gives when it is first read is owed or known; later, another tab wrote it.
    if (origin === shelf && !this.tabs) return;
    const isOwn = !isFromServer && origin !== this.tabs && origin !== shelf;
    if (!isFromServer) {
      this.made += 1;
      this.madeAt = Date.now();
    }
    const number = isFromServer ? 0 : this.made;
    if (isOwn) {
      this.tabs?.tell(update);
      this.presence.stir();
      shelf.persist();
    }
    if (!this.isApart)
      shelf.keep(update, () => {
        this.kept = Math.max(this.kept, number);
        this.options.onChange();
      });
    const isAnswered = this.isOpen && this.answered && !this.frozen;
    if (isAnswered) {
      if (isOwn) this.tell(sync.messageYjsUpdate, update);
      else if (!isFromServer) this.relay(update);
      this.probeTimer ||= window.setTimeout(this.probe, PROBE);
    }
    this.options.onChange();
  };

  // In parts, where it is too large for one message.
  private tell(step: number, update: Uint8Array, known?: Known): void {
    const parts = inParts(update);
    const made = this.relayed.length > 0 ? this.relayedFrom - 1 : this.made;
    const clock = Y.getState(this.options.doc.store, this.options.doc.clientID);
    parts.forEach((part, place) => {
      const isLast = place === parts.length - 1;
      const encoder = begin(SYNC);
      encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, part);
      this.ledger.note(isLast ? { made, clock, ...(known && { known }) } : { made: 0, clock: 0 });
      this.send(encoder);
    });
  }

  // The tab in which it was typed says it too: mostly there is nothing new in it by then.
  private relay(update: Uint8Array): void {
    if (this.relayed.length === 0) this.relayedFrom = this.made;
    this.relayed.push(update);
    this.relayTimer ||= window.setTimeout(this.passOn, RELAY);
  }

  private readonly passOn = (): void => {
    this.relayTimer = 0;
    const relayed = this.relayed.splice(0);
    if (relayed.length > 0 && this.isOpen && this.answered && !this.frozen)
      this.tell(sync.messageYjsSyncStep2, Y.mergeUpdates(relayed));
  };

  // An update that says nothing: once it is saved, so is all that the server sent before it.
  private readonly probe = (): void => {
    this.probeTimer = 0;
    this.passOn();
    if (this.isOpen && this.answered && !this.frozen)
      this.tell(sync.messageYjsSyncStep2, NOTHING, Y.snapshot(this.options.doc));
  };

  private sayWhere(update: Uint8Array): void {
    const encoder = begin(AWARENESS);
    encoding.writeVarUint8Array(encoder, update);
    this.send(encoder);
  }

  private send(encoder: encoding.Encoder): void {
    this.line.send(encoding.toUint8Array(encoder));
  }

  // --- apart --------------------------------------------------------------------------

  // The server keeps this copy beside the text, for its author to say what becomes of it.
  private part(reason: Reason): void {
    if (this.parting) return;
    this.parting = reason;
    this.line.stop();
    const { doc, shelf, branchUrl, onApart, onChange } = this.options;
    const state = Y.encodeStateAsUpdate(doc);
    onChange();
    void keepApart(branchUrl, reason, state).then(async (apart) => {
      if (apart.isOpen) {
        // Pens were only held, and are given back.
        this.parting = undefined;
        this.line.resume();
        return;
      }
      if (apart.isKept) {
        await shelf.setApart(apart.branch, state);
        this.isApart = true;
        if (reason === "other_past") this.tabs?.parted();
      }
      onApart(apart);
      onChange();
    });
  }
}

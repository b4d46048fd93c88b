// The line to the live server: a ticket, a WebSocket, and patience when there is none. It finds
// out by itself that a line is dead, and tries again soon when somebody is there to see it.
export type Trouble = "oldEditor" | "noRight" | "tooMuch" | "refused" | "full";

export interface Ticket {
  ticket: string;
  level: string;
  name: string;
  colour: string;
}

interface Ears {
  onOpen: () => void;
  onMessage: (message: Uint8Array) => void;
  onClose: () => void;
  onTrouble: (trouble: Trouble) => void; // nothing more is tried
  isWaiting: () => boolean; // for the server to say that something is saved
  ask: () => void; // anything that the server answers at once
}

// Why nothing more is tried; 4403 and the like are what the live server closes with.
const TROUBLES: Record<number, Trouble> = { 1009: "tooMuch", 4403: "noRight", 4404: "noRight", 4409: "oldEditor" }; // prettier-ignore
const BAD_PASS = 4401;
const BAD_DATA = 1007;
const MOST_REFUSALS = 3;

const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000; // spread over half of it more or less
const LONGEST_PAUSE_UNSEEN = 30_000;
const LEAST_PAUSE = 1_000;
const LEAST_PAUSE_TYPING = 2_500; // however much is typed meanwhile
const TICKET_PATIENCE = 6_000;
const OPENING_PATIENCE = 8_000;
// Without a word from the server for so long: ask whether it is there, then hang up. Sooner while
// something waits to be saved.
const QUIET = 15_000;
const DEAD = 30_000;
const QUIET_WAITING = 4_000;
const DEAD_WAITING = 9_000;
const ASK_AGAIN = 4_000;

export class Line {
  hasFailed = false;

  private socket: WebSocket | undefined;
  private isStopped = false;
  private attempt = 0; // the one going on; an older one is given up
  private isTrying = false;
  private triedAt = 0;
  private pause = FIRST_PAUSE;
  private timer = 0;
  private heardAt = 0;
  private askedAt = 0;
  private refusals = 0;

  constructor(
    private readonly live: string,
    private readonly ticketUrl: string,
    private readonly ears: Ears,
  ) {
    addEventListener("online", () => this.hurry(true));
    addEventListener("pageshow", () => this.hurry(true));
    addEventListener("focus", () => this.hurry());
    for (const name of ["pointerdown", "keydown"])
      addEventListener(name, () => this.hurry(), { passive: true, capture: true });
    document.addEventListener("visibilitychange", () => this.hurry(true));
    document.addEventListener("resume", () => this.hurry(true));
    addEventListener("pagehide", () => this.socket?.close());
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(message: Uint8Array): void {
    if (this.isOpen) this.socket?.send(message as Uint8Array<ArrayBuffer>);
  }

  // The server took all that we had: whatever comes next begins anew.
  isSound(): void {
    this.pause = FIRST_PAUSE;
    this.refusals = 0;
  }

  stop(): void {
    this.isStopped = true;
    this.hasFailed = true;
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  resume(): void {
    this.isStopped = false;
    void this.connect();
  }

  async connect(): Promise<void> {
    if (this.isTrying || this.socket || this.isStopped) return;
    clearTimeout(this.timer);
    this.isTrying = true;
    this.triedAt = Date.now();
    const attempt = (this.attempt += 1);
    try {
      const ticket = await this.ticket();
      if (attempt === this.attempt && ticket && !this.isStopped) this.open(ticket);
    } catch {
      if (attempt === this.attempt) this.again();
    } finally {
      if (attempt === this.attempt) this.isTrying = false;
    }
  }

  // Once a second.
  watch(): void {
    const quiet = Date.now() - this.heardAt;
    if (!this.socket) return;
    if (!this.isOpen) {
      if (quiet > OPENING_PATIENCE) this.hangUp();
      return;
    }
    const isWaiting = this.ears.isWaiting();
    // Nobody said so, but the line is dead: do not wait for the system to notice.
    if (quiet > (isWaiting ? DEAD_WAITING : DEAD)) this.hangUp();
    else if (quiet > (isWaiting ? QUIET_WAITING : QUIET)) this.ask();
  }

  private ask(): void {
    if (Date.now() - this.askedAt < ASK_AGAIN) return;
    this.askedAt = Date.now();
    this.ears.ask();
  }

  private hangUp(): void {
    const socket = this.socket;
    socket?.close();
    if (socket) this.closed(socket, 1006);
  }

  private async ticket(): Promise<Ticket | undefined> {
    const answer = await fetch(this.ticketUrl, {
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(TICKET_PATIENCE),
    });
    if (answer.status === 403 || answer.status === 404) {
      this.give("noRight");
      return undefined;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()) as Ticket;
  }

  private open(ticket: Ticket): void {
    const address = new URL(this.live, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.searchParams.set("ticket", ticket.ticket);
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    this.heardAt = this.askedAt = Date.now();
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.heardAt = Date.now();
      this.ears.onOpen();
    };
    // What still comes on a line that was given up counts for nothing.
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      if (this.socket !== socket) return;
      this.heardAt = Date.now();
      this.ears.onMessage(new Uint8Array(event.data));
    };
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private closed(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.hasFailed = true;
    this.refusals += Number(code === BAD_DATA);
    const trouble = this.refusals >= MOST_REFUSALS ? "refused" : TROUBLES[code];
    if (trouble) this.give(trouble);
    else this.again(code === BAD_PASS ? Math.max(LEAST_PAUSE, this.pause) : undefined);
    this.ears.onClose();
  }

  private give(trouble: Trouble): void {
    this.stop();
    this.ears.onTrouble(trouble);
  }

  private again(pause = this.pause): void {
    this.hasFailed = true;
    // A crowd that lost the same server does not come back in one instant.
    const spread = pause * (0.5 + Math.random());
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.connect(), spread);
    const isSeen = document.visibilityState === "visible";
    this.pause = Math.min(this.pause * 2, isSeen ? LONGEST_PAUSE : LONGEST_PAUSE_UNSEEN);
  }

  // Somebody is there, or (`isNews`) something says that the line may be back.
  private hurry(isNews = false): void {
    if (document.visibilityState === "hidden" || this.isStopped) return;
    if (this.socket) {
      if (isNews && Date.now() - this.heardAt > QUIET_WAITING) this.ask();
      return;
    }
    if (Date.now() - this.triedAt < (isNews ? LEAST_PAUSE : LEAST_PAUSE_TYPING)) return;
    if (isNews) {
      this.pause = FIRST_PAUSE;
      this.isTrying = false; // an attempt that began without a line may hang
    }
    void this.connect();
  }
}

// What was sent on one connection, and how much of it the server said is on its disk.
import type { Known } from "./past";

export interface Sent {
  made: number; // up to this change, all has been sent with it
  clock: number; // how many of this tab's own there were
  known?: Known; // all that was here, at a moment when all of it had been sent
}

export class Ledger {
  waitingSince = 0;
  private waiting: Sent[] = [];
  private saved = 0;
  private answeredWith = 0; // with so many sent the answer was given

  note(sent: Sent): void {
    if (this.waiting.length === 0) this.waitingSince = Date.now();
    this.waiting.push(sent);
  }

  endAnswer(): void {
    this.answeredWith = this.saved + this.waiting.length;
  }

  get isAnswerSaved(): boolean {
    return this.saved >= this.answeredWith;
  }

  // Of all that was sent, the first `count` are saved: gives those that were not before.
  settle(count: number): Sent[] {
    const settled = this.waiting.splice(0, Math.max(0, count - this.saved));
    this.saved = Math.max(this.saved, count);
    this.waitingSince = Date.now();
    return settled;
  }
}

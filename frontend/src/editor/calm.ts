// Where somebody's caret is, told at most ten times a second.
import { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";

const BREATH = 100;

type Local = Record<string, unknown>;

export class CalmAwareness extends Awareness {
  // Undefined until the parent has set its first state, before our own fields are there.
  private readonly waiting: { state: Local | undefined; timer: number; toldAt: number };

  constructor(doc: Doc) {
    super(doc);
    this.waiting = { state: undefined, timer: 0, toldAt: 0 };
  }

  override getLocalState(): Local | null {
    return this.waiting?.state ?? super.getLocalState();
  }

  override setLocalState(state: Local | null): void {
    const { waiting } = this;
    if (!waiting) {
      super.setLocalState(state);
      return;
    }
    const left = waiting.toldAt + BREATH - Date.now();
    if (state && left > 0) {
      waiting.state = state;
      waiting.timer ||= window.setTimeout(this.tell, left);
    } else this.say(state);
  }

  private readonly tell = (): void => {
    const { state } = this.waiting;
    if (state) this.say(state);
  };

  private say(state: Local | null): void {
    clearTimeout(this.waiting.timer);
    Object.assign(this.waiting, { state: undefined, timer: 0, toldAt: Date.now() });
    super.setLocalState(state);
  }
}

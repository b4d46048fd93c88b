// Says where this browser's caret is, in one tab alone: the one in which somebody is.
import * as awareness from "y-protocols/awareness";

const SAY_AGAIN = 2_000;

interface Changes {
  added: number[];
  updated: number[];
  removed: number[];
}

export class Presence {
  private user: unknown; // while another tab shows us
  private isAway = false;
  private stirredAt = 0;
  private tellTabs: () => void = () => {};

  constructor(
    private readonly shared: awareness.Awareness,
    say: (update: Uint8Array) => void,
  ) {
    shared.on("update", ({ added, updated, removed }: Changes, origin: unknown) => {
      // Of others only the server speaks.
      if (origin !== "local") return;
      say(awareness.encodeAwarenessUpdate(shared, [...added, ...updated, ...removed]));
    });
  }

  start(tellTabs: () => void): void {
    this.tellTabs = tellTabs;
    addEventListener("focus", this.stir);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.stir();
    });
    addEventListener("pointerdown", this.stir, { capture: true, passive: true });
    if (document.hasFocus()) this.stir();
  }

  // Somebody is in this tab.
  readonly stir = (): void => {
    if (this.isAway) {
      this.isAway = false;
      this.shared.setLocalState({ user: this.user });
    } else if (Date.now() - this.stirredAt < SAY_AGAIN) return;
    this.stirredAt = Date.now();
    this.tellTabs();
  };

  // They are in another one.
  withdraw(): void {
    const state = this.shared.getLocalState();
    if (this.isAway || !state) return;
    this.user = state["user"];
    this.isAway = true;
    this.shared.setLocalState(null);
  }
}

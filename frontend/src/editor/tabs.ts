// Several tabs of one browser on the same text: each hears at once what is typed in the others,
// with or without a line to the server.
import * as Y from "yjs";

type Said =
  | { kind: "hello"; state: Uint8Array; isAnswer: boolean }
  | { kind: "update"; update: Uint8Array }
  | { kind: "writing" } // somebody is at that one
  | { kind: "parted" }; // the copy of this device was set apart

interface Ears {
  onWriting: () => void;
  onParted: () => void;
}

export class Tabs {
  private readonly channel: BroadcastChannel | undefined;
  private asked = false;

  // The generation keeps apart tabs that hold another past of the same text.
  constructor(
    name: string,
    generation: number,
    private readonly doc: Y.Doc,
    private readonly ears: Ears,
  ) {
    if (!("BroadcastChannel" in window)) return;
    this.channel = new BroadcastChannel(`openweek-text-${name}-${generation}`);
    this.channel.onmessage = (event: MessageEvent<Said>) => this.hear(event.data);
    this.hello(false);
  }

  tell(update: Uint8Array): void {
    this.say({ kind: "update", update });
  }

  writing(): void {
    this.say({ kind: "writing" });
  }

  parted(): void {
    this.say({ kind: "parted" });
    this.channel?.close();
  }

  private hello(isAnswer: boolean): void {
    this.say({ kind: "hello", state: Y.encodeStateVector(this.doc), isAnswer });
  }

  private say(said: Said): void {
    try {
      this.channel?.postMessage(said);
    } catch {
      // Closed already: whoever is left alone says it to the server.
    }
  }

  private hear(said: Said): void {
    switch (said.kind) {
      case "hello":
        this.tell(Y.encodeStateAsUpdate(this.doc, said.state));
        if (!said.isAnswer) this.hello(true);
        break;
      case "update":
        Y.applyUpdate(this.doc, said.update, this);
        this.askForTheRest();
        break;
      case "writing":
        this.ears.onWriting();
        break;
      case "parted":
        this.ears.onParted();
        break;
    }
  }

  // What it builds on may have come to that tab alone, from the server.
  private askForTheRest(): void {
    const lacks = this.doc.store.pendingStructs !== null;
    if (lacks && !this.asked) this.hello(true);
    this.asked = lacks;
  }
}

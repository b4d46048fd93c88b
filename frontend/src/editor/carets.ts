// Where the others write, under their names, which show for a moment when they move.
import { Extension } from "@tiptap/core";
import { yCursorPlugin, yCursorPluginKey } from "@tiptap/y-tiptap";
import type { Awareness } from "y-protocols/awareness";
import type { Transaction } from "yjs";

import { seeCaret } from "./caret";

// The server gives each author one of these (writing/passes.py); writing.css draws it, light or dark.
const INKS = ["#b8321a", "#0b6b70", "#276b43", "#7a2f6b", "#8a5a00", "#1e4f9c"];
const MOMENT = 2500;

export interface Person {
  name?: unknown;
  color?: unknown;
}

export function ink(color: unknown): string {
  const place = typeof color === "string" ? INKS.indexOf(color.toLowerCase()) : -1;
  return `writing-ink-${place < 0 ? 0 : place + 1}`;
}

export function nameOf(person: Person): string {
  return typeof person.name === "string" ? person.name : "";
}

interface Options {
  awareness: Awareness | null;
  user: Record<string, string>;
}

export const Carets = Extension.create<Options>({
  name: "carets",
  priority: 999,
  addOptions: () => ({ awareness: null, user: {} }),
  // Drawn in a moment of its own, in which somebody may be moving.
  dispatchTransaction({ transaction, next }) {
    if (transaction.getMeta(yCursorPluginKey) && !transaction.docChanged) {
      seeCaret();
      const { doc, selection } = this.editor.state;
      if (doc === transaction.doc && !selection.eq(transaction.selection)) transaction.setSelection(selection);
    }
    next(transaction);
  },
  addProseMirrorPlugins() {
    const { awareness, user } = this.options;
    if (!awareness) return [];
    awareness.setLocalStateField("user", user);
    const names = new Names(awareness);
    return [
      yCursorPlugin(awareness, { cursorBuilder: names.caret, selectionBuilder: selection }),
    ];
  },
});

function selection(person: Person): { nodeName: string; class: string } {
  return { nodeName: "span", class: `writing-selection ${ink(person.color)}` };
}

// The editor makes a caret's element anew as it likes, so what was seen of it is kept here.
class Names {
  private readonly places = new Map<number, string>();
  private readonly timers = new Map<number, number>();

  constructor(private readonly awareness: Awareness) {
    awareness.on("change", this.moved);
    awareness.doc.on("afterTransaction", this.wrote);
  }

  readonly caret = (person: Person, client: number): HTMLElement => {
    const line = document.createElement("span");
    line.className = `writing-caret ${ink(person.color)}`;
    line.dataset["client"] = String(client);
    line.classList.toggle("writing-caret-moved", this.timers.has(client));
    const label = document.createElement("span");
    label.className = "writing-caret-name";
    label.textContent = nameOf(person);
    line.append("\u2060", label, "\u2060");
    // Who listens to the text hears the text: names are in the margin.
    line.setAttribute("aria-hidden", "true");
    return line;
  };

  private readonly moved = ({ added, updated, removed }: Changes): void => {
    for (const client of [...added, ...updated]) {
      if (client === this.awareness.clientID) continue;
      const place = JSON.stringify(this.awareness.getStates().get(client)?.["cursor"] ?? null);
      if (this.places.get(client) === place) continue;
      this.places.set(client, place);
      this.show(client);
    }
    for (const client of removed) this.places.delete(client);
  };

  // The caret at the end of a line stays, by its place, where it is while words go in before it.
  private readonly wrote = ({ beforeState, afterState }: Transaction): void => {
    for (const client of this.places.keys())
      if ((afterState.get(client) ?? 0) > (beforeState.get(client) ?? 0)) this.show(client);
  };

  private show(client: number): void {
    clearTimeout(this.timers.get(client));
    this.timers.set(client, window.setTimeout(() => this.rest(client), MOMENT));
    this.mark(client, true);
  }

  private rest(client: number): void {
    this.timers.delete(client);
    this.mark(client, false);
  }

  private mark(client: number, isMoving: boolean): void {
    document
      .querySelectorAll(`.writing-caret[data-client="${client}"]`)
      .forEach((caret) => caret.classList.toggle("writing-caret-moved", isMoving));
  }
}

interface Changes {
  added: number[];
  updated: number[];
  removed: number[];
}

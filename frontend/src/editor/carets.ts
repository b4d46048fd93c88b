// Where the others write, under their names; and the list of who is here.
import type { Awareness } from "y-protocols/awareness";

import { words } from "./words";

// The server gives each author one of these (writing/passes.py); writing.css draws it, light or dark.
const INKS = ["#b8321a", "#0b6b70", "#276b43", "#7a2f6b", "#8a5a00", "#1e4f9c"];

interface Person {
  name?: unknown;
  color?: unknown;
}

function ink(color: unknown): string {
  const place = typeof color === "string" ? INKS.indexOf(color.toLowerCase()) : -1;
  return `writing-ink-${place < 0 ? 0 : place + 1}`;
}

function nameOf(person: Person): string {
  return typeof person.name === "string" ? person.name : "";
}

export function caret(person: Person): HTMLElement {
  const line = document.createElement("span");
  line.className = `writing-caret ${ink(person.color)}`;
  const label = document.createElement("span");
  label.className = "writing-caret-name";
  label.textContent = nameOf(person);
  line.append("\u2060", label, "\u2060");
  // Who listens to the text hears the text: names are in the margin.
  line.setAttribute("aria-hidden", "true");
  return line;
}

export function selection(person: Person): { nodeName: string; class: string } {
  return { nodeName: "span", class: `writing-selection ${ink(person.color)}` };
}

export class People {
  private shown = "";

  constructor(
    private readonly awareness: Awareness,
    private readonly section: HTMLElement,
    private readonly list: HTMLElement,
  ) {}

  show(isHere: boolean): void {
    const here = isHere ? this.here() : [];
    const now = JSON.stringify(here);
    if (now === this.shown) return;
    this.shown = now;
    this.section.hidden = !isHere;
    this.list.replaceChildren(
      ...here.map(({ name, look, isMe }) => {
        const line = document.createElement("li");
        line.className = look;
        line.textContent = isMe ? `${name} (${words("you")})` : name;
        return line;
      }),
    );
    if (here.length === 1) {
      const alone = document.createElement("li");
      alone.className = "writing-alone";
      alone.textContent = words("alone");
      this.list.append(alone);
    }
  }

  // Somebody with two windows is one person.
  private here(): { name: string; look: string; isMe: boolean }[] {
    const found = new Map<string, { name: string; look: string; isMe: boolean }>();
    for (const [client, state] of this.awareness.getStates()) {
      const person = (state as { user?: Person }).user ?? {};
      const name = nameOf(person);
      const isMe = client === this.awareness.clientID;
      if (!name) continue;
      const key = `${name} ${ink(person.color)}`;
      found.set(key, { name, look: ink(person.color), isMe: isMe || (found.get(key)?.isMe ?? false) });
    }
    return [...found.values()].sort(
      (a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name),
    );
  }
}

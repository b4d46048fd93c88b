// Who is here: a list in the margin, and a calm word when somebody comes or goes.
import type { Awareness } from "y-protocols/awareness";

import { ink, nameOf, type Person } from "./carets";
import { words } from "./words";

// Who loses the line for a moment has not gone.
const CALM = 3000;
// Those who were here before are told to us at once.
const ARRIVING = 500;

interface Present {
  name: string;
  look: string;
  isMe: boolean;
}

export class People {
  private shown = "";
  private said: Set<string> | undefined;
  private timer = 0;

  constructor(
    private readonly awareness: Awareness,
    private readonly section: HTMLElement,
    private readonly list: HTMLElement,
    private readonly voice: HTMLElement,
  ) {}

  show(isHere: boolean): void {
    const here = isHere ? this.here() : [];
    const now = JSON.stringify(here);
    if (now === this.shown) return;
    this.shown = now;
    this.section.hidden = !isHere;
    this.list.replaceChildren(...here.map(line));
    if (here.length === 1) this.list.append(line({ name: words("alone"), look: "writing-alone", isMe: false }));
    clearTimeout(this.timer);
    if (isHere) this.timer = window.setTimeout(this.tell, this.said ? CALM : ARRIVING);
  }

  // Whom one finds on arriving is in the list; only who comes and goes later is said.
  private readonly tell = (): void => {
    const now = new Set(this.here().filter(({ isMe }) => !isMe).map(({ name }) => name));
    const before = this.said ?? now;
    this.said = now;
    const came = [...now].filter((name) => !before.has(name));
    const went = [...before].filter((name) => !now.has(name));
    const told = [saying("came", came), saying("went", went)].filter(Boolean).join(" ");
    if (told) this.voice.textContent = told;
  };

  // Somebody with two windows is one person.
  private here(): Present[] {
    const found = new Map<string, Present>();
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

function line({ name, look, isMe }: Present): HTMLElement {
  const made = document.createElement("li");
  made.className = look;
  made.textContent = isMe ? `${name} (${words("you")})` : name;
  return made;
}

function saying(word: "came" | "went", names: string[]): string {
  if (!names.length) return "";
  const listed = new Intl.ListFormat(document.documentElement.lang).format(names);
  return words(names.length === 1 ? word : `${word}Many`, { names: listed });
}

// One line that says in words, truly, where what was typed is; and the notices above the text.
import type { State } from "./provider";
import { find, words } from "./words";

// Who listens is told what lasts, not each word that is saved.
const CALM = 1500;

export class Status {
  private readonly line = document.querySelector<HTMLElement>(".writing-state");
  private readonly shown = document.querySelector<HTMLElement>("[data-state-words]");
  private readonly said = find("[data-said]");
  private readonly notices = find("[data-notices]");
  private state: State = "opening";
  private timer = 0;

  show(state: State): void {
    if (state === this.state) return;
    this.state = state;
    if (this.line) this.line.dataset["state"] = state;
    if (this.shown) this.shown.textContent = words(state);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.said.textContent !== words(state)) this.say(words(state));
    }, CALM);
  }

  say(text: string): void {
    this.said.textContent = text;
  }

  // Once for each name; calm when it is good news.
  notice(name: string, options: { title?: string; kind?: string; link?: HTMLAnchorElement | undefined } = {}): void {
    if (this.notices.querySelector(`[data-notice="${name}"]`)) return;
    const box = document.createElement("div");
    box.className = `notice notice-${options.kind ?? "warning"}`;
    box.dataset["notice"] = name;
    box.setAttribute("role", "status");
    this.notices.append(box);
    box.append(find<HTMLTemplateElement>("[data-notice-icon]").content.cloneNode(true));
    if (options.title) box.append(paragraph(options.title, "notice-title"));
    const text = document.createElement("div");
    text.append(paragraph(words(name)));
    if (options.link) {
      const last = document.createElement("p");
      last.append(options.link);
      text.append(last);
    }
    box.append(text);
  }

  tell(name: string, values: Record<string, string>): void {
    this.withdraw(name);
    this.notice(name);
    const text = this.notices.querySelector(`[data-notice="${name}"] p`);
    if (text) text.textContent = words(name, values);
  }

  withdraw(name: string): void {
    this.notices.querySelector(`[data-notice="${name}"]`)?.remove();
  }
}

function paragraph(text: string, look = ""): HTMLElement {
  const made = document.createElement("p");
  made.className = look;
  made.textContent = text;
  return made;
}

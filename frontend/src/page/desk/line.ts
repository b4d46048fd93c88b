// The line to the server: what was noted is sent until it is answered, in the order of its noting.
import { device, drop, keep, kept, type Entry } from "./shelf";

const AT_ONCE = 50;
const PATIENCE_MS = 8_000;

export type State = "online" | "offline" | "signed-out" | "refused" | "full";
export interface Answer {
  guid: string;
  outcome: string;
  sentence: string;
}

export class Line {
  state: State = "online";
  entries: Entry[] = [];
  private sending: Promise<void> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly changed: () => void,
    private readonly answered: (answers: Answer[]) => Promise<void>,
  ) {}

  // What another window of this browser noted, and perhaps could not send before it was closed.
  async pickUp(): Promise<void> {
    const known = new Set(this.entries.map((entry) => entry.guid));
    const found = (await kept(this.key).catch(() => [])).filter((entry) => !known.has(entry.guid));
    if (!found.length) return;
    this.entries = [...found, ...this.entries].sort((one, other) => one.at - other.at);
    this.changed();
  }

  get key(): string {
    return this.root.dataset["key"] ?? "";
  }

  async note(entry: Entry): Promise<void> {
    this.entries.push(entry);
    try {
      await keep(entry);
    } catch {
      this.set("full"); // it is sent from memory, while this page stays open
    }
    this.changed();
    await this.send();
  }

  async takeBack(guid: string): Promise<void> {
    const gone = this.entries.filter((entry) => entry.guid === guid || entry.of === guid);
    this.entries = this.entries.filter((entry) => !gone.includes(entry));
    await drop(gone.map((entry) => entry.guid)).catch(() => undefined);
    this.changed();
  }

  // One at a time; who asks meanwhile waits for a turn that includes what they noted.
  async send(): Promise<void> {
    while (this.sending) await this.sending;
    if (!this.entries.length) return;
    this.sending = this.turn().finally(() => (this.sending = undefined));
    await this.sending;
  }

  private async turn(): Promise<void> {
    while (this.entries.length) {
      const batch = this.entries.slice(0, AT_ONCE);
      const answers = await this.post(batch);
      if (!answers) return;
      const done = new Set(batch.map((entry) => entry.guid));
      this.entries = this.entries.filter((entry) => !done.has(entry.guid));
      await drop(done).catch(() => undefined);
      this.set("online");
      await this.answered(answers);
      this.changed();
    }
  }

  private async post(batch: Entry[], again = false): Promise<Answer[] | undefined> {
    const body = { desk: device(), sent_at: Date.now(), entries: batch.map(said) };
    let answer: Response;
    try {
      answer = await fetch(this.root.dataset["merge"] ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.ok) return ((await answer.json()) as { entries: Answer[] }).entries;
    } catch {
      this.set("offline");
      return undefined;
    }
    if (answer.status >= 500) this.set("offline");
    else if (answer.status === 403 && !again && (await this.renewToken())) return this.post(batch, true);
    else if (answer.status !== 403) this.set("refused");
    return undefined;
  }

  // Signing in again, also in another window, makes a new token: the page's own is then too old.
  private async renewToken(): Promise<boolean> {
    const page = await this.page();
    const found = page?.querySelector<HTMLInputElement>("#desk-act input[name=csrfmiddlewaretoken]");
    if (!found) return false;
    for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]"))
      field.value = found.value;
    return true;
  }

  // The desk's page as it is now; undefined when it cannot be had, and the state says why.
  async page(query = ""): Promise<Document | undefined> {
    try {
      const answer = await fetch(`${this.root.dataset["page"]}${query}`, {
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.querySelector("[data-desk]")) return page;
      if (answer.status >= 500) this.set("offline");
      else this.set(page.querySelector("form[action$='/sign-out/']") ? "refused" : "signed-out");
    } catch {
      this.set("offline");
    }
    return undefined;
  }

  set(state: State): void {
    if (this.state === state) return;
    this.state = state;
    this.changed();
  }
}

function said(entry: Entry): Record<string, unknown> {
  const { guid, deed, at, number, square, of, people, label } = entry;
  return { guid, deed, at, number, square, of, people, name: deed === "walk-in" ? label : "" };
}

function token(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

// What is said beside the text: the list in the margin, and the two ways to add to it.
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

import { Passages, chosen, find as passageOf, type Chosen } from "./passages";
import type { Status } from "./status";
import { find, words } from "./words";

const PART = { "X-OpenWeek-Part": "remarks" };
const CALM = 300;

type Way = "comment" | "suggest";
const WAYS: Record<string, Way> = { KeyM: "comment", KeyS: "suggest" };

export class Remarks {
  private readonly bar = find("[data-remarks-bar]");
  private readonly dialogs: Record<Way, HTMLDialogElement> = {
    comment: find<HTMLDialogElement>("#comment-dialog"),
    suggest: find<HTMLDialogElement>("#suggest-dialog"),
  };
  private picked: Chosen | undefined;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly editor: Editor,
    private readonly passages: Passages,
    private readonly status: Status,
  ) {
    for (const way of ["comment", "suggest"] as const) {
      const form = find<HTMLFormElement>("form", this.dialogs[way]);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.send(form, way);
      });
      find("[data-cancel]", form).addEventListener("click", () => this.dialogs[way].close());
      const button = find(`[data-${way}]`, this.bar);
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.open(way));
    }
    find("[data-go]", this.bar).addEventListener("click", () => this.goTo(this.here));
    document.addEventListener("submit", this.submitted);
    document.addEventListener("click", this.clicked);
    document.addEventListener("focusin", this.marked);
    editor.on("selectionUpdate", this.offer);
    passages.onChange = () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(this.lookAgain, CALM);
    };
    this.took();
  }

  readonly comment = (): void => this.open("comment");
  readonly suggest = (): void => this.open("suggest");

  // AltGr, with which letters are typed, is Ctrl and Alt at once.
  isKey(event: KeyboardEvent): boolean {
    const way = WAYS[event.code];
    const isOurs = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey;
    if (!way || !isOurs || event.getModifierState("AltGraph")) return false;
    this.open(way);
    return true;
  }

  // Somebody said something, or the text has just come.
  async refresh(): Promise<void> {
    const asked = (this.asked += 1);
    try {
      const answer = await fetch(this.section.dataset["url"] ?? "", { headers: PART });
      if (answer.ok && asked === this.asked) this.show(await answer.text(), true);
    } catch {
      // The line is down; the next change is told when it is back.
    }
  }

  // --- adding -------------------------------------------------------------------------

  private open(way: Way): void {
    this.picked = chosen(this.editor);
    if (!this.picked) {
      this.status.say(words("selectFirst"));
      return;
    }
    if (way === "suggest" && !this.picked.isOneText) {
      this.status.say(words("oneParagraph"));
      this.status.notice("oneParagraph", { kind: "info" });
      return;
    }
    this.status.withdraw("oneParagraph");
    const dialog = this.dialogs[way];
    const form = find<HTMLFormElement>("form", dialog);
    form.reset();
    for (const name of ["start", "end", "quote"] as const)
      find<HTMLInputElement>(`[name=${name}]`, form).value = this.picked[name];
    find<HTMLInputElement>("[name=once]", form).value = token();
    find("[data-quoted]", form).textContent = this.picked.quote;
    this.wrong(form, "");
    const first = find<HTMLTextAreaElement>("[data-first]", form);
    if (way === "suggest") first.value = this.picked.quote;
    dialog.showModal();
    first.focus();
  }

  private async send(form: HTMLFormElement, way: Way): Promise<void> {
    const answer = await this.post(form);
    const page = answer ? parsed(answer.html) : undefined;
    if (answer?.isGood && page) {
      this.dialogs[way].close();
      this.show(answer.html, false);
      this.say(page);
      return;
    }
    const trouble = page?.querySelector(".field-error, [data-trouble] span, .error-summary li");
    this.wrong(form, trouble?.textContent?.trim() || words("remarkFailed"));
    find<HTMLTextAreaElement>("[data-first]", form).focus();
  }

  private wrong(form: HTMLFormElement, word: string): void {
    find("[data-trouble]", form).textContent = word;
    find("[data-first]", form).setAttribute("aria-invalid", String(word !== ""));
  }

  private async post(form: HTMLFormElement): Promise<{ isGood: boolean; html: string } | undefined> {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: PART });
      return { isGood: answer.ok, html: await answer.text() };
    } catch {
      return undefined;
    }
  }

  // --- the list -----------------------------------------------------------------------

  private get section(): HTMLElement {
    return find("[data-remarks]");
  }

  private readonly submitted = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !this.section.contains(form)) return;
    event.preventDefault();
    void this.answer(form);
  };

  private async answer(form: HTMLFormElement): Promise<void> {
    const thread = form.closest<HTMLElement>("[data-thread]")?.id ?? "";
    const answer = await this.post(form);
    if (!answer || !answer.html.includes("data-remarks")) {
      this.status.say(words("remarkFailed"));
      this.status.notice("remarkFailed");
      return;
    }
    this.status.withdraw("remarkFailed");
    if (answer.isGood) form.reset();
    this.show(answer.html, false, answer.isGood ? form : undefined);
    const summary = this.section.querySelector<HTMLElement>("[data-focus-first], .error-summary");
    const home = document.getElementById(thread) ?? this.section;
    (summary ?? home).tabIndex = -1;
    (summary ?? home).focus({ preventScroll: !summary });
    this.say(parsed(answer.html));
  }

  private say(page: HTMLElement | undefined): void {
    const said = page?.dataset["word"] ?? page?.querySelector("[data-trouble]")?.textContent?.trim();
    if (said) this.status.say(said);
  }

  // What somebody is typing there, what they unfolded and where they are, stays.
  private show(html: string, isNews: boolean, done?: HTMLFormElement): void {
    const next = parsed(html);
    if (!next) return;
    const old = this.section;
    const news = isNews ? this.newest(old, next) : "";
    const kept = keep(old, done);
    old.replaceWith(next);
    kept(next);
    this.took();
    if (news) this.status.say(news);
  }

  private newest(old: HTMLElement, next: HTMLElement): string {
    const known = new Set([...old.querySelectorAll<HTMLElement>("[data-remark], [data-thread]")].map((each) => each.id));
    const fresh = [...next.querySelectorAll<HTMLElement>("[data-remark], [data-thread][data-kind=suggestion]")];
    const last = fresh.filter((each) => !known.has(each.id) && each.dataset["own"] === undefined).pop();
    if (!last) return "";
    return words(last.dataset["kind"] ? "suggestionNew" : "commentNew", { name: last.dataset["author"] ?? "" });
  }

  private took(): void {
    this.passages.anchors = [...this.section.querySelectorAll<HTMLElement>("[data-open] [data-thread]")].map(
      ({ dataset }) => ({
        id: dataset["thread"] ?? "",
        start: dataset["start"] ?? "",
        end: dataset["end"] ?? "",
        quote: dataset["quote"] ?? "",
        proposed: dataset["kind"] === "suggestion" ? (dataset["proposed"] ?? "") : undefined,
      }),
    );
    this.passages.draw(this.editor);
    this.tellGone();
    this.sort();
  }

  // In the order of the text; what is said of all of it comes last.
  private sort(): void {
    const list = this.section.querySelector<HTMLElement>("[data-open]");
    if (!list || list.contains(document.activeElement)) return;
    const order = new Map(
      this.passages.anchors.map((anchor) => [anchor.id, passageOf(this.editor.state, anchor)?.from ?? Infinity]),
    );
    const place = (line: Element): number => order.get((line as HTMLElement).dataset["thread"] ?? "") ?? Infinity;
    const lines = [...list.children];
    const sorted = [...lines].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
    if (sorted.some((line, at) => line !== lines[at])) list.append(...sorted);
  }

  private readonly lookAgain = (): void => {
    if (this.passages.anchors.length) this.passages.draw(this.editor);
    this.tellGone();
  };

  private readonly tellGone = (): void => {
    if (this.editor.isDestroyed) return;
    const isHere = !find("[data-editor]").hidden;
    for (const anchor of this.passages.anchors) {
      const line = document.getElementById(`thread-${anchor.id}`);
      if (!line || !anchor.start) continue;
      const isGone = !passageOf(this.editor.state, anchor);
      find("[data-gone]", line).hidden = !isHere || !isGone;
      find("[data-show]", line).hidden = !isHere || isGone;
    }
  };

  // --- between the list and the text --------------------------------------------------

  private get here(): string {
    const { state } = this.editor;
    return (state.selection.empty && this.passages.at(state, state.selection.from)) || "";
  }

  private readonly offer = (): void => {
    const isChosen = chosen(this.editor) !== undefined;
    const here = isChosen ? "" : this.here;
    find("[data-comment]", this.bar).hidden = find("[data-suggest]", this.bar).hidden = !isChosen;
    find("[data-go]", this.bar).hidden = !here;
    this.bar.hidden = !isChosen && !here;
  };

  private goTo(id: string): void {
    const line = document.getElementById(`thread-${id}`);
    if (!line) return;
    line.tabIndex = -1;
    line.focus();
    line.scrollIntoView({ block: "nearest" });
  }

  private readonly clicked = (event: MouseEvent): void => {
    const button = (event.target as Element).closest("[data-show]");
    const id = button?.closest<HTMLElement>("[data-thread]")?.dataset["thread"] ?? "";
    const anchor = this.passages.anchors.find((each) => each.id === id);
    const range = anchor && passageOf(this.editor.state, anchor);
    if (!range) return;
    const { state, view } = this.editor;
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, range.from, range.to)).scrollIntoView());
    view.focus();
  };

  private readonly marked = (event: FocusEvent): void => {
    const line = (event.target as Element).closest<HTMLElement>("[data-open] [data-thread]");
    if (line) this.passages.draw(this.editor, line.dataset["thread"]);
  };
}

function parsed(html: string): HTMLElement | undefined {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector<HTMLElement>("[data-remarks]") ?? undefined;
}

// Gives back what can be put into the list that comes.
function keep(old: HTMLElement, done: HTMLFormElement | undefined): (next: HTMLElement) => void {
  const active = document.activeElement;
  const focused = active && old.contains(active) ? active : undefined;
  const unfolded = [...old.querySelectorAll<HTMLDetailsElement>("details[open]")]
    .filter((each) => !done || !each.contains(done))
    .map(nameOf);
  const typed = [...old.querySelectorAll<HTMLTextAreaElement>("textarea")]
    .filter((each) => each.value && each.form !== done)
    .map((each) => ({ id: each.id, value: each.value, isFocused: each === focused, from: each.selectionStart, to: each.selectionEnd })); // prettier-ignore
  return (next) => {
    for (const details of next.querySelectorAll("details")) if (unfolded.includes(nameOf(details))) details.open = true;
    for (const each of typed) {
      const field = next.querySelector<HTMLTextAreaElement>(`[id="${CSS.escape(each.id)}"]`);
      if (!field || field.value) continue;
      field.value = each.value;
      if (!each.isFocused) continue;
      field.focus({ preventScroll: true });
      field.setSelectionRange(each.from, each.to);
    }
    if (focused?.id && document.activeElement !== document.getElementById(focused.id))
      document.getElementById(focused.id)?.focus({ preventScroll: true });
  };
}

function nameOf(details: HTMLDetailsElement): string {
  const kind = ["answer", "whole", "settled"].find((name) => details.dataset[name] !== undefined);
  return `${kind ?? ""} ${details.closest<HTMLElement>("[data-thread]")?.id ?? ""}`;
}

// Not randomUUID, which a plain http address on a local network lacks.
function token(): string {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

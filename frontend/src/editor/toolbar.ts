// The tools above the text: one stop of the Tab key, arrows between them (as ARIA's toolbar).
import type { Editor } from "@tiptap/core";

import { find } from "./words";

type Tool = (editor: Editor) => unknown;

const TOOLS: Record<string, Tool> = {
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  bulletList: (editor) => editor.chain().focus().toggleBulletList().run(),
  orderedList: (editor) => editor.chain().focus().toggleOrderedList().run(),
  blockquote: (editor) => editor.chain().focus().toggleBlockquote().run(),
  horizontalRule: (editor) => editor.chain().focus().setHorizontalRule().run(),
  undo: (editor) => editor.chain().focus().undo().run(),
  redo: (editor) => editor.chain().focus().redo().run(),
};

export class Toolbar {
  private readonly bar = find("[data-tools]");
  private readonly style = find<HTMLSelectElement>("[data-style]");
  private readonly stops = [...this.bar.querySelectorAll<HTMLElement>("button, select")];

  constructor(
    private readonly editor: Editor,
    more: Record<string, Tool>,
  ) {
    const tools = { ...TOOLS, ...more };
    this.bar.addEventListener("click", (event) => {
      const name = (event.target as Element).closest<HTMLElement>("[data-tool]")?.dataset["tool"];
      if (name) tools[name]?.(editor);
    });
    // A press must not take the selection away from the text.
    this.bar.addEventListener("mousedown", (event) => {
      if ((event.target as Element).closest("button")) event.preventDefault();
    });
    this.bar.addEventListener("keydown", this.move);
    this.bar.addEventListener("focusin", (event) => this.stop(event.target as HTMLElement));
    this.style.addEventListener("change", this.restyle);
    this.stop(this.style);
    editor.on("transaction", this.show);
    editor.on("update", this.show);
    this.show();
  }

  focus(): void {
    this.stops.find((stop) => stop.tabIndex === 0)?.focus();
  }

  private readonly restyle = (): void => {
    const level = Number(this.style.value) as 0 | 2 | 3 | 4;
    const chain = this.editor.chain().focus();
    if (level) chain.setHeading({ level }).run();
    else chain.setParagraph().run();
  };

  private readonly show = (): void => {
    const { editor } = this;
    for (const stop of this.stops) {
      const name = stop.dataset["tool"] ?? "";
      if (stop.hasAttribute("aria-pressed"))
        stop.setAttribute("aria-pressed", String(editor.isActive(name)));
    }
    const level = Number(editor.getAttributes("heading")["level"]);
    // Other writers' clients may know levels that look like the nearest of ours.
    const shown = editor.isActive("heading") ? Math.min(Math.max(level, 2), 4) : 0;
    this.style.value = String(shown);
  };

  private readonly move = (event: KeyboardEvent): void => {
    const here = this.stops.indexOf(document.activeElement as HTMLElement);
    const last = this.stops.length - 1;
    const there: Record<string, number> = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowLeft: here === 0 ? last : here - 1,
      Home: 0,
      End: last,
    };
    const next = this.stops[there[event.key] ?? -1];
    if (next) next.focus();
    else if (event.key === "Escape") this.editor.commands.focus();
    else return;
    event.preventDefault();
  };

  private stop(chosen: HTMLElement): void {
    for (const stop of this.stops) stop.tabIndex = stop === chosen ? 0 : -1;
  }
}

// The tools above the text: one stop of the Tab key, arrows between them (as ARIA's toolbar).
import type { Editor } from "@tiptap/core";

import { seeCaret } from "./caret";
import { blockKind, makeBlock, type BlockKind } from "./kinds";
import { Menu } from "./menu";
import { calloutKind } from "./notes";
import { put } from "./placing";
import { TABLE_TOOLS } from "./tables";
import { find } from "./words";

export type Tool = (editor: Editor) => unknown;

const TOOLS: Record<string, Tool> = {
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  bulletList: (editor) => editor.chain().focus().toggleBulletList().run(),
  orderedList: (editor) => editor.chain().focus().toggleOrderedList().run(),
  taskList: (editor) => editor.chain().focus().toggleTaskList().run(),
  blockquote: (editor) => editor.chain().focus().toggleBlockquote().run(),
  horizontalRule: (editor) => put(editor, editor.schema.nodeFromJSON({ type: "horizontalRule" })),
  callout: (editor) => {
    if (editor.chain().focus().wrapIn("callout").run()) return;
    const made = { type: "callout", content: [{ type: "paragraph" }] };
    put(editor, editor.schema.nodeFromJSON(made), "inside");
  },
  calloutNote: (editor) => editor.chain().focus().updateAttributes("callout", { kind: "note" }).run(),
  calloutTip: (editor) => editor.chain().focus().updateAttributes("callout", { kind: "tip" }).run(),
  calloutWarning: (editor) => editor.chain().focus().updateAttributes("callout", { kind: "warning" }).run(), // prettier-ignore
  calloutOff: (editor) => editor.chain().focus().lift("callout").run(),
  remove: (editor) => editor.chain().focus().deleteSelection().run(),
  undo: (editor) => editor.chain().focus().undo().run(),
  redo: (editor) => editor.chain().focus().redo().run(),
  ...TABLE_TOOLS,
};

export class Toolbar {
  private readonly bar = find("[data-tools]");
  private readonly style = find<HTMLSelectElement>("[data-style]");
  private readonly pressed = [...this.bar.querySelectorAll<HTMLElement>("[aria-pressed]")];
  private readonly contexts = [...this.bar.querySelectorAll<HTMLElement>("[data-context]")];
  private readonly menus: Menu[];
  private byKey = false;

  constructor(
    private readonly editor: Editor,
    more: Record<string, Tool>,
  ) {
    const tools = { ...TOOLS, ...more };
    this.menus = [...this.bar.querySelectorAll<HTMLElement>("[data-menu]")].map(
      (button) => new Menu(button, find(`#${button.getAttribute("aria-controls")}`, this.bar)),
    );
    this.bar.addEventListener("click", (event) => {
      const name = (event.target as Element).closest<HTMLElement>("[data-tool]")?.dataset["tool"];
      if (!name) return;
      seeCaret();
      tools[name]?.(editor);
    });
    // A press must not take the selection away from the text.
    this.bar.addEventListener("mousedown", (event) => {
      if ((event.target as Element).closest("button")) event.preventDefault();
    });
    this.bar.addEventListener("keydown", this.move);
    this.bar.addEventListener("focusin", (event) => this.stop(event.target as HTMLElement));
    this.style.addEventListener("keydown", () => (this.byKey = true));
    this.style.addEventListener("pointerdown", () => (this.byKey = false));
    this.style.addEventListener("change", this.restyle);
    this.stop(this.style);
    editor.on("transaction", this.show);
    editor.on("update", this.show);
    this.show();
  }

  focus(): void {
    const { stops } = this;
    (stops.find((stop) => stop.tabIndex === 0) ?? stops[0])?.focus();
  }

  closeMenus(): void {
    this.menus.forEach((menu) => menu.close());
  }

  // Who goes through the kinds with the arrows stays with them; Escape leads back to the text.
  private readonly restyle = (): void => {
    makeBlock(this.editor, this.style.value as BlockKind);
    if (!this.byKey) this.editor.commands.focus();
  };

  private readonly show = (): void => {
    const { editor } = this;
    for (const button of this.pressed)
      button.setAttribute("aria-pressed", String(editor.isActive(button.dataset["tool"] ?? "")));
    this.style.value = blockKind(editor);
    const context = this.context();
    for (const part of this.contexts) part.hidden = part.dataset["context"] !== context;
    const kind = context === "callout" ? calloutKind(editor.getAttributes("callout")["kind"]) : "";
    for (const choice of this.bar.querySelectorAll<HTMLElement>("[data-callout-kind]"))
      choice.setAttribute("aria-checked", String(choice.dataset["calloutKind"] === kind));
    find("[data-tool=table]", this.bar).setAttribute("aria-disabled", String(editor.isActive("table")));
  };

  // What the caret is in, of which one may want to change something: the innermost.
  private context(): string | undefined {
    const { selection } = this.editor.state;
    const known = (name: string | undefined): boolean =>
      this.contexts.some((part) => part.dataset["context"] === name);
    const chosen = "node" in selection ? (selection.node as { type: { name: string } }).type.name : "";
    if (known(chosen)) return chosen;
    for (let depth = selection.$from.depth; depth > 0; depth--) {
      const { name } = selection.$from.node(depth).type;
      if (known(name)) return name;
    }
    return undefined;
  }

  private get stops(): HTMLElement[] {
    const all = [...this.bar.querySelectorAll<HTMLElement>("button, select")];
    return all.filter((stop) => !stop.closest("[role=menu]") && stop.offsetParent !== null);
  }

  private readonly move = (event: KeyboardEvent): void => {
    const { stops } = this;
    const here = stops.indexOf(document.activeElement as HTMLElement);
    const last = stops.length - 1;
    const there: Record<string, number> = {
      ArrowRight: here === last ? 0 : here + 1,
      ArrowLeft: here === 0 ? last : here - 1,
      Home: 0,
      End: last,
    };
    const next = stops[there[event.key] ?? -1];
    if (next) next.focus();
    else if (event.key === "Escape") this.editor.commands.focus();
    else return;
    event.preventDefault();
  };

  private stop(chosen: HTMLElement): void {
    if (chosen.closest("[role=menu]")) return;
    for (const stop of this.bar.querySelectorAll<HTMLElement>("button, select"))
      stop.tabIndex = stop === chosen ? 0 : -1;
  }
}

// Shortcuts of our own, beside those that come with each kind of block; and the list of them all.
import { Extension, textblockTypeInputRule, type Editor } from "@tiptap/core";

import { blockKind, makeBlock, type BlockKind } from "./kinds";
import { find } from "./words";

const DIGITS: Record<string, BlockKind> = {
  Digit0: "text",
  Digit1: "title",
  Digit2: "subtitle",
  Digit3: "small",
};

// By the key's place: on a French keyboard a digit takes Shift, and AltGr is Ctrl and Alt at once.
export function titleKey(editor: Editor, event: KeyboardEvent): boolean {
  const kind = DIGITS[event.code];
  const isOurs = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey;
  if (!kind || !isOurs || event.getModifierState("AltGraph")) return false;
  makeBlock(editor, kind);
  return true;
}

// Ticks off the line of a list in which one is, or says that it is still to do.
export function tickKey(editor: Editor, event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
  if (blockKind(editor) !== "tasks") return false;
  const isDone = editor.getAttributes("taskItem")["checked"] === true;
  return editor.commands.updateAttributes("taskItem", { checked: !isDone });
}

// « # » alone is how many begin a title; here the highest is written « ## ».
export const OneHash = Extension.create({
  name: "oneHash",
  addInputRules() {
    const type = this.editor.schema.nodes["heading"];
    if (!type) return [];
    return [textblockTypeInputRule({ find: /^#\s$/, type, getAttributes: { level: 2 } })];
  },
});

export function keysDialog(editor: Editor): () => void {
  const dialog = find<HTMLDialogElement>("#keys-dialog");
  if (/mac|iphone|ipad/i.test(navigator.platform))
    dialog.querySelectorAll("[data-ctrl]").forEach((key) => (key.textContent = "⌘"));
  find("[data-cancel]", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => editor.commands.focus());
  return () => dialog.showModal();
}

// Asks what a footnote says.
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";

import { find, words } from "./words";

export function footnoteDialog(editor: Editor): () => void {
  const dialog = find<HTMLDialogElement>("#footnote-dialog");
  const field = find<HTMLTextAreaElement>("[data-text]", dialog);
  const trouble = find("[data-trouble]", dialog);
  const remove = find<HTMLButtonElement>("[data-remove]", dialog);
  const keep = find<HTMLButtonElement>("[data-keep]", dialog);

  const wrong = (word: string): void => {
    trouble.textContent = word;
    field.setAttribute("aria-invalid", String(word !== ""));
  };
  find("form", dialog).addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim().replace(/\s*\n\s*/g, " ");
    if (!text) {
      wrong(words("footnoteMissing"));
      field.focus();
      return;
    }
    dialog.close();
    if (editor.isActive("footnote")) editor.commands.updateAttributes("footnote", { text });
    else editor.commands.insertContentAt(editor.state.selection.to, { type: "footnote", attrs: { text } });
    goBehind(editor);
  });
  remove.addEventListener("click", () => {
    dialog.close();
    editor.commands.deleteSelection();
  });
  find("[data-cancel]", dialog).addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => editor.commands.focus());

  return () => {
    const isThere = editor.isActive("footnote");
    if (!editor.isEditable && !isThere) return;
    field.value = isThere ? String(editor.getAttributes("footnote")["text"] ?? "") : "";
    field.readOnly = !editor.isEditable;
    remove.hidden = !isThere || !editor.isEditable;
    keep.hidden = !editor.isEditable;
    wrong("");
    dialog.showModal();
    field.focus();
  };
}

// The caret goes on behind the mark: what is typed next must not replace it.
function goBehind(editor: Editor): void {
  const { selection } = editor.state;
  if (selection instanceof NodeSelection) editor.commands.setTextSelection(selection.to);
}

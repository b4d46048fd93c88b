// A question beside the text becomes a heading in it, with a line below to answer it.
// The function that comes back shows the buttons to whoever holds a pen.
import type { Editor } from "@tiptap/core";
import { TextSelection } from "@tiptap/pm/state";

const LEVEL = 2;

export function prompts(editor: Editor): () => void {
  const buttons = document.querySelectorAll<HTMLButtonElement>("[data-prompt]");
  buttons.forEach((button) =>
    button.addEventListener("click", () => answer(editor, button.dataset["prompt"] ?? "")),
  );
  return () => buttons.forEach((button) => (button.hidden = !editor.isEditable));
}

// Where it stands already, one goes there.
function answer(editor: Editor, words: string): void {
  const { tr, doc, schema } = editor.state;
  const there = place(editor, words);
  const heading = schema.nodes["heading"];
  const paragraph = schema.nodes["paragraph"];
  if (!heading || !paragraph) return;
  if (there === undefined) {
    const last = doc.lastChild;
    const isBlank = last?.type === paragraph && !last.content.size;
    const at = isBlank ? doc.content.size - last.nodeSize : doc.content.size;
    const line = paragraph.create();
    const title = heading.create({ level: LEVEL }, schema.text(words));
    tr.replaceWith(at, doc.content.size, [title, line]);
    tr.setSelection(TextSelection.create(tr.doc, at + title.nodeSize + 1));
  } else {
    tr.setSelection(TextSelection.create(doc, there));
  }
  editor.view.dispatch(tr.scrollIntoView());
  editor.commands.focus();
}

// Behind the last word of the heading.
function place(editor: Editor, words: string): number | undefined {
  let found: number | undefined;
  editor.state.doc.forEach((block, offset) => {
    if (block.type.name === "heading" && block.textContent.trim() === words.trim())
      found ??= offset + block.nodeSize - 1;
  });
  return found;
}

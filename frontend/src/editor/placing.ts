// Puts a block where somebody writes: in place of an empty line, else below the line.
import type { Editor } from "@tiptap/core";
import type { Node as Block, ResolvedPos } from "@tiptap/pm/model";
import { Selection } from "@tiptap/pm/state";

interface Span {
  from: number;
  to: number;
}

export function put(editor: Editor, block: Block, goOn: "inside" | "below" = "below"): void {
  const { tr, selection, doc, schema } = editor.state;
  const { from, to } = span(doc.resolve(selection.to), block);
  tr.replaceWith(from, to, block);
  const after = from + block.nodeSize;
  // Below the last one there must be a line to go on writing.
  if (after >= tr.doc.content.size) tr.insert(after, schema.nodeFromJSON({ type: "paragraph" }));
  const next = tr.doc.resolve(goOn === "inside" ? from + 1 : after);
  tr.setSelection(Selection.near(next)).scrollIntoView();
  editor.view.dispatch(tr);
  editor.commands.focus();
}

function span($at: ResolvedPos, block: Block): Span {
  if (!$at.parent.isTextblock) return climbed($at, block);
  const index = $at.index(-1);
  const isEmpty = !$at.parent.content.size;
  if (isEmpty && $at.node(-1).canReplaceWith(index, index + 1, block.type))
    return { from: $at.before(), to: $at.after() };
  return climbed($at.doc.resolve($at.after()), block);
}

// Out of what cannot hold such a block.
function climbed($at: ResolvedPos, block: Block): Span {
  const index = $at.index();
  if ($at.depth === 0 || $at.parent.canReplaceWith(index, index, block.type))
    return { from: $at.pos, to: $at.pos };
  return climbed($at.doc.resolve($at.after()), block);
}

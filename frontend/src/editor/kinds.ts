// What kind of paragraph one is in, and how to make it another.
import type { Editor } from "@tiptap/core";

export type BlockKind = "text" | "title" | "subtitle" | "small" | "list" | "numbers" | "tasks" | "quote"; // prettier-ignore

const TITLES: BlockKind[] = ["title", "subtitle", "small"];
const HIGHEST = 2;
const AROUND: Record<string, BlockKind> = {
  bulletList: "list",
  orderedList: "numbers",
  taskList: "tasks",
  blockquote: "quote",
};

export function blockKind(editor: Editor): BlockKind {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    // Other writers' clients may know levels that look like the nearest of ours.
    if (node.type.name === "heading") return TITLES[titleOf(node.attrs["level"])] ?? "small";
    const around = AROUND[node.type.name];
    if (around) return around;
  }
  return "text";
}

function titleOf(level: unknown): number {
  return Math.min(Math.max(Number(level) || HIGHEST, HIGHEST) - HIGHEST, TITLES.length - 1);
}

export function makeBlock(editor: Editor, wanted: BlockKind): void {
  const kind = blockKind(editor);
  if (kind === wanted) return;
  const { commands } = editor;
  // Out of a list or a quotation first; a list becomes another list by itself.
  if (kind === "quote") commands.unsetBlockquote();
  else if (isList(kind) && !isList(wanted)) commands.liftListItem(kind === "tasks" ? "taskItem" : "listItem");
  if (wanted === "list") commands.toggleBulletList();
  else if (wanted === "numbers") commands.toggleOrderedList();
  else if (wanted === "tasks") commands.toggleTaskList();
  else if (wanted === "quote") commands.setBlockquote();
  else if (wanted === "text") commands.setParagraph();
  else commands.setHeading({ level: (HIGHEST + TITLES.indexOf(wanted)) as 2 | 3 | 4 });
}

function isList(kind: BlockKind): boolean {
  return kind === "list" || kind === "numbers" || kind === "tasks";
}

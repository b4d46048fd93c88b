// Tables: rows, columns and titles, and how one gets about in them and out again.
import { Extension, type Editor, type Extensions } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import type { EditorState, Plugin, Transaction } from "@tiptap/pm/state";
import { fixTables, tableEditing } from "@tiptap/pm/tables";

import { put } from "./placing";
import type { Tool } from "./toolbar";

const ROWS = 3;
const COLUMNS = 3;

// Widths and alignment are for the reader's page to choose.
const withoutLooks = { colwidth: { default: null, parseHTML: () => null, rendered: false }, align: { default: null, parseHTML: () => null, rendered: false } }; // prettier-ignore

const Cell = TableCell.extend({
  addAttributes() {
    return { ...this.parent?.(), ...withoutLooks };
  },
});
const Header = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), ...withoutLooks };
  },
});

const PlainTable = Table.extend({
  renderHTML: () => ["div", { class: "writing-table" }, ["table", ["tbody", 0]]],
  addNodeView: () => null as never,
  addProseMirrorPlugins: () => [calmTables()],
});

// Two who add a row and a column at once leave a table that lacks a cell. If each browser mended
// that as soon as it saw it, they would mend one another's mending without end: so only who works
// on the table does, by a tool or a paste, and who merely sees it does not.
function calmTables(): Plugin {
  const plugin = tableEditing();
  const append = plugin.spec.appendTransaction;
  plugin.spec.appendTransaction = (transactions, before, state) => {
    const isMine = transactions.some((tr) => tr.getMeta("paste") || tr.getMeta("tables"));
    return append?.call(plugin, transactions, isMine ? before : state, state);
  };
  return plugin;
}

// Below the table, on a line that is made if there is none.
function leave(editor: Editor): boolean {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name !== "table") continue;
    const after = $from.after(depth);
    const next = editor.state.doc.resolve(after).nodeAfter;
    const chain = editor.chain().focus();
    if (!next?.isTextblock) chain.insertContentAt(after, { type: "paragraph" });
    return chain.setTextSelection(after + 1).scrollIntoView().run();
  }
  return false;
}

const Ways = Extension.create({
  name: "tableWays",
  priority: 200,
  addKeyboardShortcuts: () => ({
    Escape: ({ editor }) => leave(editor),
    "Mod-Enter": ({ editor }) => leave(editor),
  }),
});

export function tables(): Extensions {
  return [PlainTable, TableRow, Header, Cell, Ways];
}

type Step = "addRowBefore" | "addRowAfter" | "addColumnBefore" | "addColumnAfter" | "deleteRow" | "deleteColumn" | "toggleHeaderRow"; // prettier-ignore

function step(name: Step): Tool {
  return (editor) => {
    mend(editor);
    editor.chain().focus()[name]().setMeta("tables", true).run();
  };
}

function mend(editor: Editor): void {
  const mended = (fixTables as (state: EditorState) => Transaction | undefined)(editor.state);
  if (mended?.docChanged) editor.view.dispatch(mended);
}

export const TABLE_TOOLS: Record<string, Tool> = {
  table: (editor) => {
    if (editor.isActive("table")) return;
    const cell = (type: string) => ({ type, content: [{ type: "paragraph" }] });
    const row = (type: string) => ({ type: "tableRow", content: Array(COLUMNS).fill(cell(type)) });
    const rows = [row("tableHeader"), ...Array(ROWS - 1).fill(row("tableCell"))];
    put(editor, editor.schema.nodeFromJSON({ type: "table", content: rows }), "inside");
  },
  rowBefore: step("addRowBefore"),
  rowAfter: step("addRowAfter"),
  columnBefore: step("addColumnBefore"),
  columnAfter: step("addColumnAfter"),
  titles: step("toggleHeaderRow"),
  removeRow: step("deleteRow"),
  removeColumn: step("deleteColumn"),
  removeTable: (editor) => editor.chain().focus().deleteTable().run(),
  leaveTable: leave,
};

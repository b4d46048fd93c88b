// Plain text, as blocks: lines, lists where they are obvious, the cells of a spreadsheet.
import { Fragment, Slice, type Mark, type Node as Block, type NodeType, type Schema } from "@tiptap/pm/model"; // prettier-ignore

const TITLE = /^(#{1,6})\s+(.+)$/;
const TASK = /^\s*[-*•]\s+\[([ xX])\]\s+(.*)$/;
const BULLET = /^\s*[-*•◦▪]\s+(.*)$/;
const NUMBER = /^\s*(\d{1,3})[.)]\s+(.*)$/;
const MARKS = 2;

export function blocksOf(text: string, schema: Schema, marks: readonly Mark[]): Slice | undefined {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  if (lines.length < 2) return undefined;
  const table = cells(lines, schema, marks);
  if (table) return new Slice(Fragment.from(table), 0, 0);
  const writer = new Writer(schema, marks);
  lines.forEach((line) => writer.add(line));
  return writer.slice();
}

function cells(lines: string[], schema: Schema, marks: readonly Mark[]): Block | undefined {
  const rows = lines.filter((line) => line.trim()).map((line) => line.split("\t"));
  const width = rows[0]?.length ?? 0;
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) return undefined;
  const { table, tableRow, tableCell, paragraph } = schema.nodes as Record<string, NodeType>;
  if (!table || !tableRow || !tableCell || !paragraph) return undefined;
  const cell = (words: string): Block =>
    tableCell.create(null, paragraph.create(null, words.trim() ? schema.text(words.trim(), marks) : null));
  return table.create(null, rows.map((row) => tableRow.create(null, row.map(cell))));
}

class Writer {
  private readonly blocks: Block[] = [];
  private list: { name: string; start: number; items: Block[] } | undefined;

  constructor(
    private readonly schema: Schema,
    private readonly marks: readonly Mark[],
  ) {}

  add(line: string): void {
    const [title, task, bullet, number] = [TITLE, TASK, BULLET, NUMBER].map((each) => each.exec(line));
    if (task) this.item("taskList", "taskItem", task[2], { checked: task[1] !== " " });
    else if (bullet) this.item("bulletList", "listItem", bullet[1]);
    else if (number) this.item("orderedList", "listItem", number[2], null, Number(number[1]));
    else if (title) {
      this.end();
      const level = Math.min(Math.max(title[1]?.length ?? MARKS, MARKS), 4);
      this.push("heading", { level }, this.line(title[2] ?? ""));
    } else if (line.trim()) {
      this.end();
      this.push("paragraph", null, this.line(line));
    }
  }

  // Where the words before and after are in lines of the same kind, they join.
  slice(): Slice {
    this.end();
    const open = (block: Block | undefined): number => (block?.type.name === "paragraph" ? 1 : 0);
    return new Slice(Fragment.from(this.blocks), open(this.blocks[0]), open(this.blocks.at(-1)));
  }

  private item(list: string, name: string, words = "", attrs: object | null = null, start = 1): void {
    if (this.list?.name !== list) {
      this.end();
      this.list = { name: list, start, items: [] };
    }
    const paragraph = this.schema.node("paragraph", null, this.line(words));
    this.list.items.push(this.schema.node(name, attrs as never, [paragraph]));
  }

  private end(): void {
    if (!this.list) return;
    const { name, start, items } = this.list;
    this.list = undefined;
    this.push(name, name === "orderedList" ? { start } : null, items);
  }

  private push(name: string, attrs: object | null, content: Block[]): void {
    this.blocks.push(this.schema.node(name, attrs as never, content));
  }

  private line(words: string): Block[] {
    return words.trim() ? [this.schema.text(words.trim(), this.marks)] : [];
  }
}

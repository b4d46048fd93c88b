// Passages of which something is said: kept by their first and last letter, as the server keeps them
// (writing/passages.py), and drawn over the words wherever those are now.
import { Extension, type Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { seeCaret } from "./caret";

export interface Anchor {
  id: string;
  start: string;
  end: string;
  quote: string;
  proposed: string | undefined; // of a suggestion
}

export interface Range {
  from: number;
  to: number;
}

export interface Chosen {
  start: string;
  end: string;
  quote: string;
  isOneText: boolean; // no picture, no end of a paragraph in it
}

interface Block {
  at: number;
  words: string;
}

interface Sync {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Parameters<typeof relativePositionToAbsolutePosition>[3] } | null;
}

const FROM_OTHERS = new PluginKey<DecorationSet>("passages");
const CALM = 300;
const SHORTEST_QUOTE = 8; // shorter ones stand there by chance
const BLOCKS = new WeakMap<Node, Block[]>();
const LOW = /[\udc00-\udfff]/;

function sync(state: EditorState): Sync | undefined {
  const found = ySyncPluginKey.getState(state) as Sync | undefined;
  return found?.binding ? found : undefined;
}

function letterAt(doc: Node, at: number): string {
  return doc.textBetween(at, Math.min(at + 1, doc.content.size), "", "");
}

// Where the words are now; nothing when they are gone.
export function find(state: EditorState, anchor: Anchor): Range | undefined {
  if (!anchor.start || !sync(state)) return undefined;
  return byLetters(state, anchor) ?? byQuote(state.doc, anchor.quote);
}

// Words that were cut and pasted are other letters: where the quote stands, if only once.
function byQuote(doc: Node, quote: string): Range | undefined {
  if (quote.length < SHORTEST_QUOTE) return undefined;
  let found: Range | undefined;
  let count = 0;
  for (const { at, words } of blocks(doc))
    for (let place = words.indexOf(quote); place >= 0; place = words.indexOf(quote, place + 1)) {
      count += 1;
      found = { from: at + place, to: at + place + quote.length };
    }
  return count === 1 ? found : undefined;
}

function blocks(doc: Node): Block[] {
  const known = BLOCKS.get(doc);
  if (known) return known;
  const made: Block[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock) made.push({ at: at + 1, words: node.textBetween(0, node.content.size, "", " ") });
    return !node.isTextblock;
  });
  BLOCKS.set(doc, made);
  return made;
}

function byLetters(state: EditorState, anchor: Anchor): Range | undefined {
  const found = sync(state);
  if (!found?.binding) return undefined;
  const { doc, type, binding } = found;
  const start = Y.decodeRelativePosition(bytes(anchor.start));
  const end = Y.decodeRelativePosition(bytes(anchor.end));
  const first = Y.createAbsolutePositionFromRelativePosition(start, doc);
  const last = Y.createAbsolutePositionFromRelativePosition(end, doc);
  const to = relativePositionToAbsolutePosition(doc, type, end, binding.mapping);
  if (!first || !last || to === null || to > state.doc.content.size) return undefined;
  let from =
    first.type === last.type
      ? to - (last.index - first.index)
      : (relativePositionToAbsolutePosition(doc, type, start, binding.mapping) ??
        state.doc.resolve(to).start());
  // Of a letter of two units the second is named.
  if (from > 0 && LOW.test(letterAt(state.doc, from))) from -= 1;
  return from >= 0 && from < to ? { from, to } : undefined;
}

// The selected words, without blanks around them; nothing when there are none.
export function chosen(editor: Editor): Chosen | undefined {
  const { state } = editor;
  const found = sync(state);
  let { from, to } = state.selection;
  while (from < to && !letterAt(state.doc, from).trim()) from += 1;
  while (from < to && !letterAt(state.doc, to - 1).trim()) to -= 1;
  if (!found?.binding || from >= to) return undefined;
  const quote = state.doc.textBetween(from, to, "\n", " ");
  const width = String.fromCodePoint(quote.codePointAt(0) ?? 0).length;
  const named = (at: number): Y.RelativePosition =>
    absolutePositionToRelativePosition(at, found.type, found.binding?.mapping ?? new Map()) as Y.RelativePosition;
  const first = named(from + width);
  const last = named(to);
  if (!first.item || !last.item) return undefined;
  return {
    start: hex(Y.encodeRelativePosition(new Y.RelativePosition(null, null, first.item, 0))),
    end: hex(Y.encodeRelativePosition(new Y.RelativePosition(null, null, last.item, -1))),
    quote,
    isOneText:
      state.doc.resolve(from).sameParent(state.doc.resolve(to)) &&
      state.doc.textBetween(from, to).length === to - from,
  };
}

export class Passages {
  anchors: Anchor[] = [];
  onChange: (() => void) | undefined;
  private marked = "";

  readonly extension = Extension.create({
    name: "passages",
    addProseMirrorPlugins: () => [
      new Plugin<DecorationSet>({
        key: FROM_OTHERS,
        state: {
          init: () => DecorationSet.empty,
          apply: (change, drawn, _, state) => this.apply(change, drawn, state),
        },
        props: { decorations: (state) => FROM_OTHERS.getState(state) },
        view: () => ({
          update: (view, before) => {
            if (view.state.doc !== before.doc) this.onChange?.();
          },
        }),
      }),
    ],
  });

  // Draw what is in `anchors`, one of them set off from the others.
  draw(editor: Editor, marked = this.marked): void {
    this.marked = marked;
    if (editor.isDestroyed) return;
    // Not under the hands of who composes a letter.
    if (editor.view.composing) {
      window.setTimeout(() => this.draw(editor), CALM);
      return;
    }
    seeCaret();
    editor.view.dispatch(editor.state.tr.setMeta(FROM_OTHERS, true).setMeta("addToHistory", false));
  }

  at(state: EditorState, position: number): string | undefined {
    const found = this.anchors
      .map((anchor) => ({ id: anchor.id, range: find(state, anchor) }))
      .filter(({ range }) => range && range.from <= position && position <= range.to);
    return found[0]?.id;
  }

  private apply(change: Transaction, drawn: DecorationSet, state: EditorState): DecorationSet {
    const isTheirs = (ySyncPluginKey.getState(state) as { isChangeOrigin?: boolean } | undefined)
      ?.isChangeOrigin;
    if (change.getMeta(FROM_OTHERS) || (change.docChanged && isTheirs))
      return DecorationSet.create(state.doc, this.anchors.flatMap((each) => this.drawing(state, each)));
    return change.docChanged ? drawn.map(change.mapping, change.doc) : drawn;
  }

  private drawing(state: EditorState, anchor: Anchor): Decoration[] {
    const range = find(state, anchor);
    if (!range) return [];
    const isSuggestion = anchor.proposed !== undefined;
    const look = `remark-passage${isSuggestion ? " remark-struck" : ""}${anchor.id === this.marked ? " is-marked" : ""}`;
    const words = Decoration.inline(range.from, range.to, { class: look, "data-passage": anchor.id });
    if (!anchor.proposed) return [words];
    const put = anchor.proposed;
    const instead = Decoration.widget(range.to, () => inserted(put), { side: 1, key: `${anchor.id}${put}`, ignoreSelection: true });
    return [words, instead];
  }
}

function inserted(words: string): HTMLElement {
  const made = document.createElement("ins");
  made.className = "remark-inserted";
  made.textContent = words;
  made.contentEditable = "false";
  // Who listens to the text hears the text: what is proposed stands beside it.
  made.setAttribute("aria-hidden", "true");
  return made;
}

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bytes(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

// For who may comment and not write: the caret moves and selects as in any text, and types nothing.
export const Unwritable = Extension.create({
  name: "unwritable",
  priority: 10_000,
  addProseMirrorPlugins: () => [
    new Plugin({
      filterTransaction: (change) => !change.docChanged || change.getMeta(ySyncPluginKey) !== undefined,
      props: {
        handleDOMEvents: {
          beforeinput: (_, event) => (event.preventDefault(), true),
          // Left to the browser: Tab goes on to what follows the text.
          keydown: (_, event) => !event.ctrlKey && !event.metaKey && !/^(Arrow|Home|End|Page)/.test(event.key),
          cut: (_, event) => (event.preventDefault(), true),
          paste: (_, event) => (event.preventDefault(), true),
          drop: (_, event) => (event.preventDefault(), true),
        },
      },
    }),
  ],
});

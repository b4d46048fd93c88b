// Footnotes in the line, and call-outs around what deserves to be seen first.
import { Node, mergeAttributes } from "@tiptap/core";
import type { Node as Block } from "@tiptap/pm/model";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { words } from "./words";

export const CALLOUTS = ["note", "tip", "warning"] as const;

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    text: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-footnote") ?? "",
      renderHTML: ({ text }) => ({ "data-footnote": String(text ?? "") }),
    },
  }),
  parseHTML: () => [{ tag: "sup[data-footnote]" }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes, "*"],
  renderText: ({ node }) => ` (${String(node.attrs["text"] ?? "")})`,
  addNodeView() {
    return ({ node }) => new FootnoteView(node);
  },
});

// The style sheet counts them: what number a note has is nobody's to write.
class FootnoteView implements NodeView {
  readonly dom = document.createElement("sup");
  private readonly said = document.createElement("span");

  constructor(private node: Block) {
    this.dom.className = "writing-footnote";
    this.said.className = "unseen";
    this.dom.append(this.said);
    this.render();
  }

  update(node: Block): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.render();
    return true;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection";
  }

  private render(): void {
    const text = String(this.node.attrs["text"] ?? "");
    this.dom.title = text;
    this.said.textContent = words("footnoteSaid", { text });
  }
}

export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({
    kind: {
      default: "note",
      parseHTML: (element) => calloutKind(element.getAttribute("data-callout")),
      renderHTML: ({ kind }) => ({ "data-callout": calloutKind(kind) }),
    },
  }),
  parseHTML: () => [
    { tag: "div[data-callout]", contentElement: (element) => element.querySelector<HTMLElement>("[data-callout-words]") ?? element as HTMLElement }, // prettier-ignore
  ],
  renderHTML({ node, HTMLAttributes }) {
    const kind = calloutKind(node.attrs["kind"]);
    return [
      "div",
      mergeAttributes(HTMLAttributes, { class: `callout callout-${kind}` }),
      ["p", { class: "callout-kind", contenteditable: "false" }, words(`callout-${kind}`)],
      ["div", { "data-callout-words": "" }, 0],
    ];
  },
});

// Other writers' clients may know kinds that are not ours.
export function calloutKind(kind: unknown): (typeof CALLOUTS)[number] {
  return CALLOUTS.find((known) => known === kind) ?? "note";
}

// Pictures, sounds and films: each a block of its own with the words that stand for it.
//
// It is kept by the number of its media: no address of another site can get in.
import { Node, mergeAttributes } from "@tiptap/core";
import type { Node as Block } from "@tiptap/pm/model";
import type { NodeView, ViewMutationRecord } from "@tiptap/pm/view";

import { words } from "./words";

export type Kind = "image" | "sound" | "film";
export const KINDS: Kind[] = ["image", "sound", "film"];

// The attribute with the words for who does not see or hear it.
export function wordsIn(kind: Kind): "alt" | "words" {
  return kind === "image" ? "alt" : "words";
}

export function kindOf(node: Block | undefined | null): Kind | undefined {
  return KINDS.find((kind) => kind === node?.type.name);
}

export interface FigureOptions {
  mediaUrl: string;
}

function addressOf(mediaUrl: string, media: unknown): string {
  return typeof media === "string" && media ? `${mediaUrl}${encodeURIComponent(media)}/` : "";
}

function said(value: unknown): string {
  return typeof value === "string" ? value : "";
}

// Nothing is lost to who does not see it: it has no words on purpose.
const DECORATIVE = {
  default: null,
  parseHTML: (element: HTMLElement) => element.hasAttribute("data-decorative") || null,
  renderHTML: ({ decorative }: Record<string, unknown>) => (decorative ? { "data-decorative": "true" } : {}),
};

function figure(kind: Kind): Node<FigureOptions> {
  const about = wordsIn(kind);
  return Node.create<FigureOptions>({
    name: kind,
    group: "block",
    atom: true,
    draggable: true,
    addOptions: () => ({ mediaUrl: "" }),
    addAttributes: () => ({
      media: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-media"),
        renderHTML: ({ media }) => ({ "data-media": media as string }),
      },
      [about]: {
        default: "",
        parseHTML: (element) => element.getAttribute("data-words") ?? element.getAttribute("alt"),
        renderHTML: (attributes) => ({ "data-words": said(attributes[about]) }),
      },
      caption: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-caption"),
        renderHTML: ({ caption }) => (caption ? { "data-caption": said(caption) } : {}),
      },
      ...(kind === "image" ? { decorative: DECORATIVE } : {}),
    }),
    parseHTML: () => [
      { tag: `figure[data-figure="${kind}"]` },
      ...(kind === "image" ? [{ tag: "img[data-media]" }] : []),
    ],
    // What is copied from here; on the page it is a FigureView.
    renderHTML({ HTMLAttributes, node }) {
      const src = addressOf(this.options.mediaUrl, node.attrs["media"]);
      const alt = said(node.attrs[about]);
      const shown = kind === "image" ? ["img", { src, alt }] : ["p", alt];
      const caption = said(node.attrs["caption"]);
      const parts = caption ? [shown, ["figcaption", caption]] : [shown];
      return ["figure", mergeAttributes(HTMLAttributes, { "data-figure": kind }), ...parts];
    },
    addNodeView() {
      return ({ node }) => new FigureView(kind, node, this.options.mediaUrl);
    },
  });
}

class FigureView implements NodeView {
  readonly dom = document.createElement("figure");
  private readonly shown: HTMLElement;
  private readonly heard = document.createElement("p");
  private readonly caption = document.createElement("figcaption");

  constructor(
    private readonly kind: Kind,
    private node: Block,
    private readonly mediaUrl: string,
  ) {
    this.dom.className = `writing-figure writing-figure-${kind}`;
    this.dom.dataset["figure"] = kind;
    this.shown = document.createElement({ image: "img", sound: "audio", film: "video" }[kind]);
    if (this.shown instanceof HTMLMediaElement) {
      this.shown.controls = true;
      this.shown.preload = "metadata";
    }
    if (this.shown instanceof HTMLVideoElement) this.shown.playsInline = true;
    this.heard.className = "writing-figure-words";
    this.dom.append(this.shown, this.heard, this.caption);
    this.render();
  }

  update(node: Block): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.render();
    return true;
  }

  // A press on play is for the player, not for the text.
  stopEvent(event: Event): boolean {
    return this.shown instanceof HTMLMediaElement && event.target === this.shown;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    return mutation.type !== "selection";
  }

  private render(): void {
    const about = said(this.node.attrs[wordsIn(this.kind)]);
    const caption = said(this.node.attrs["caption"]);
    const address = addressOf(this.mediaUrl, this.node.attrs["media"]);
    if (this.shown.getAttribute("src") !== address) this.shown.setAttribute("src", address);
    if (this.shown instanceof HTMLImageElement) this.shown.alt = about;
    else this.shown.setAttribute("aria-label", caption || words(this.kind));
    this.heard.textContent = about;
    this.heard.hidden = this.kind === "image";
    const isDecorative = this.node.attrs["decorative"] === true;
    if (isDecorative) this.dom.setAttribute("aria-label", words("decorative"));
    else this.dom.removeAttribute("aria-label");
    this.caption.textContent = caption;
    this.caption.hidden = !caption;
  }
}

export const figures = KINDS.map(figure);

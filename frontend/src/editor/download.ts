// What is on this page only, as a file of plain words that nobody else is needed for.
import * as Y from "yjs";

import { words } from "./words";

export function downloadLink(doc: Y.Doc, field: string, title: string, label: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "go";
  link.textContent = label;
  link.download = `${title.replace(/[^\p{L}\p{N} ’'-]+/gu, " ").trim() || "texte"}.txt`;
  link.href = "#";
  link.addEventListener("click", () => {
    const lines = linesOf(doc.getXmlFragment(field)).join("\n\n");
    const address = URL.createObjectURL(new Blob([lines], { type: "text/plain;charset=utf-8" }));
    link.href = address;
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  });
  return link;
}

export function toBranch(address: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "go";
  link.href = address;
  link.textContent = words("seeBranch");
  return link;
}

function linesOf(parent: Y.XmlFragment): string[] {
  const lines: string[] = [];
  let line = "";
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) line += wordsOf(child);
    else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") line += "\n";
    else if (child instanceof Y.XmlElement) {
      if (line) lines.push(line);
      line = "";
      const alt: unknown = child.getAttribute("alt");
      lines.push(...(typeof alt === "string" ? [`[${alt}]`] : linesOf(child)));
    }
  }
  if (line) lines.push(line);
  return lines;
}

function wordsOf(text: Y.XmlText): string {
  const pieces = text.toDelta() as { insert: unknown }[];
  return pieces.map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
}

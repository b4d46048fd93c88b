// Footnotes: a mark that leads to a note, which leads back to the mark, becomes one of ours.
export function endnotes(body: HTMLElement): void {
  const anchors = [...body.querySelectorAll<HTMLAnchorElement>("a[href*='#']")];
  const ofName = new Map<string, HTMLAnchorElement>();
  for (const each of anchors) for (const name of [each.id, each.name]) if (name) ofName.set(name, each);
  const isTold = new Set<Element>();
  for (const mark of anchors) {
    const note = ofName.get(target(mark));
    if (!note || note === mark || isTold.has(mark) || ![mark.id, mark.name].includes(target(note)))
      continue;
    isTold.add(note);
    const holder = holderOf(note, body);
    if (!holder || holder.contains(mark)) continue;
    note.remove();
    const text = (holder.textContent ?? "").replace(/\s+/g, " ").trim();
    const listed = holder.parentElement;
    holder.remove();
    if (listed && listed !== body && !listed.textContent?.trim()) listed.remove();
    const made = document.createElement("sup");
    made.dataset["footnote"] = text;
    made.textContent = "*";
    const raised = mark.closest("sup") ?? mark;
    if (text) raised.replaceWith(made);
    else raised.remove();
  }
}

function target(anchor: HTMLAnchorElement): string {
  return decodeURIComponent((anchor.getAttribute("href") ?? "").replace(/^[^#]*#/, ""));
}

function holderOf(note: Element, body: Element): Element | null {
  const own = note.closest("[data-look*='mso-element:footnote' i],[data-look*='mso-element:endnote' i],[id^=sdfootnote],[id^=sdendnote],[id^=ftn],[id^=edn]"); // prettier-ignore
  if (own && own !== note && !/-list/.test(own.getAttribute("data-look") ?? "")) return own;
  const block = note.closest("p,li,div");
  return block === body ? null : block;
}

// No-break spaces stay where French wants them; the others were put there by a program.
const NBSP = "\u00a0";
const BEFORE_IT = /[«°]$|\d$|(^|[\s(])(n°|p\.|M\.|MM\.|Mme|Mmes|Mlle|Dr|art\.)$/;
const AFTER_IT = /^[»:;?!%€$°–—]|^\d/;
const UNIT = /^(h|min|s|mn|km|m|cm|mm|kg|g|l|ha|ans?|€|%|°|francs?|euros?|millions?|milliards?)\b/i;
const LINES = "p,li,h2,h3,h4,td,th,div,blockquote,body";

export function spaces(body: HTMLElement): void {
  const lines = new Map<Element, Text[]>();
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const line = text.parentElement?.closest(LINES) ?? body;
    lines.set(line, [...(lines.get(line) ?? []), text]);
  }
  for (const texts of lines.values()) {
    const whole = texts.map((text) => text.data).join("");
    if (!whole.includes(NBSP)) continue;
    const kept = judged(whole);
    let at = 0;
    for (const text of texts) {
      const end = at + text.data.length;
      text.data = kept.slice(at, end).join("");
      at = end;
    }
  }
}

// Each character with what it becomes, so that all go back to where they were.
function judged(whole: string): string[] {
  const kept = whole.split("");
  for (const { 0: run, index } of whole.matchAll(/[\u00a0 \t\r\n]+/g)) {
    if (!run.includes(NBSP)) continue;
    const before = whole.slice(Math.max(0, index - 6), index);
    const after = whole.slice(index + run.length, index + run.length + 12);
    kept.fill("", index, index + run.length);
    kept[index] = isFrench(before, after) ? NBSP : " ";
  }
  return kept;
}

function isFrench(before: string, after: string): boolean {
  if (AFTER_IT.test(after) && !/^\d/.test(after)) return true;
  if (!BEFORE_IT.test(before) || !after) return false;
  return /\d$/.test(before) ? /^\d/.test(after) || UNIT.test(after) : true;
}

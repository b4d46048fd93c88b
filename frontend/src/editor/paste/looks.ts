// How a program wanted things to look, as far as it says what they are: bold, a level, a level's mark.
//
// It is read as words and never applied, even on a page that nobody sees: our policy forbids it.
export function lookless(html: string): string {
  const bare = html.replace(/<style[\s\S]*?<\/style\s*>/gi, "");
  return bare.replace(/(<[a-z][^<>]*?\s)style(?=\s*=)/gi, "$1data-look");
}

export function look(each: Element, name: string): string {
  for (const part of (each.getAttribute("data-look") ?? "").split(";")) {
    const [key, ...value] = part.split(":");
    if (key?.trim().toLowerCase() === name) return value.join(":").trim().toLowerCase();
  }
  return "";
}

export function unlook(within: Element, name: string): void {
  for (const each of [within, ...within.querySelectorAll("[data-look]")]) {
    const parts = (each.getAttribute("data-look") ?? "").split(";");
    const kept = parts.filter((part) => part.split(":")[0]?.trim().toLowerCase() !== name);
    if (each.hasAttribute("data-look")) each.setAttribute("data-look", kept.join(";"));
  }
}

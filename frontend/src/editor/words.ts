// What the editor says comes with the page, in its language.
let known: Record<string, string> | undefined;

export function words(name: string, values: Record<string, string> = {}): string {
  known ??= JSON.parse(document.getElementById("editor-words")?.textContent ?? "{}") as Record<
    string,
    string
  >;
  return (known[name] ?? "").replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

export function figure(count: number): string {
  return new Intl.NumberFormat(document.documentElement.lang).format(count);
}

export function find<Kind extends HTMLElement>(selector: string, inside: ParentNode = document): Kind {
  const found = inside.querySelector<Kind>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}

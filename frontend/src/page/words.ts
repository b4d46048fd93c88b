// What scripts say comes from the server, in the language of the page (openweek/look/words.py).

type Words = Record<string, string>;

let known: Words | undefined;

function all(): Words {
  if (known) return known;
  const block = document.getElementById("page-words");
  known = block?.textContent ? (JSON.parse(block.textContent) as Words) : {};
  return known;
}

export function words(name: string, values: Record<string, string> = {}): string {
  return (all()[name] ?? "").replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

export function figure(count: number): string {
  return new Intl.NumberFormat(document.documentElement.lang).format(count);
}

// One polite live region for the whole page; what it says is also visible where it happens.
export function say(text: string): void {
  let region = document.getElementById("page-said");
  if (!region) {
    region = document.createElement("div");
    region.id = "page-said";
    region.className = "unseen";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

// The script of a book that is read from a folder: one plain file, since a page that no server
// gives may load no module and fetch nothing. The words come from the page, the passages from a
// script of their own, when somebody searches.
import "./book-site.css";

type Block = string;
/** Where it stands in its page ("" at the head), its title ("" if none), then what it says. */
type Section = [anchor: string, title: string, ...blocks: Block[]];
type BookPage = [file: string, title: string, ...sections: Section[]];

declare global {
  interface Window {
    bookPassages?: BookPage[];
  }
}

(() => {
  const root = document.documentElement;
  const THEME = "openweek-theme";
  const MOST_SHOWN = 60;
  const MOST_MARKED = 400;

  // --- Light or dark, before anything is painted -------------------------------------------

  try {
    const chosen = localStorage.getItem(THEME);
    if (chosen === "dark" || chosen === "light") root.dataset["theme"] = chosen;
  } catch {
    // Without storage the page follows the system.
  }

  function themeSwitch(): void {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = (): boolean =>
      root.dataset["theme"] ? root.dataset["theme"] === "dark" : system.matches;
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]")) {
      const word = button.querySelector("[data-theme-word]");
      const name = (): void => {
        if (word) word.textContent = button.dataset[isDark() ? "light" : "dark"] ?? "";
      };
      button.addEventListener("click", () => {
        root.dataset["theme"] = isDark() ? "light" : "dark";
        try {
          localStorage.setItem(THEME, root.dataset["theme"]);
        } catch {
          // It then lasts as long as the page.
        }
        name();
      });
      system.addEventListener("change", name);
      name();
      button.hidden = false;
    }
  }

  function printing(): void {
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
      button.addEventListener("click", () => print());
      button.hidden = false;
    }
    // Paper is light, whatever was chosen for the screen.
    let chosen: string | undefined;
    addEventListener("beforeprint", () => {
      chosen = root.dataset["theme"];
      if (chosen) root.dataset["theme"] = "light";
    });
    addEventListener("afterprint", () => {
      if (chosen) root.dataset["theme"] = chosen;
    });
  }

  // --- Words as one looks for them: without accents, capitals, or the two ways to write œ ----

  const APART: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", ى: "ي", ة: "ه", ـ: "" };
  // Written without spaces, or with what belongs to the word before it: found anywhere.
  const ANYWHERE = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const IN_WORD = /[\p{L}\p{N}]/u;

  function fold(words: string): string {
    return words
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[œæßøłىةـ]/g, (letter) => APART[letter] ?? letter);
  }

  const escaped = (words: string): string => words.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

  /** One pattern for each word that is looked for, to be tried on folded words. */
  function patterns(asked: string): RegExp[] {
    const words = fold(asked).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    return [...new Set(words)].map((word) =>
      new RegExp(ANYWHERE.test(word) ? escaped(word) : `(?<![\\p{L}\\p{N}])${escaped(word)}`, "gu"));
  }

  /** Where in the words as they are written the patterns are found, in order, without overlap. */
  function places(words: string, wanted: RegExp[]): [number, number][] {
    let folded = "";
    const origin: number[] = [];
    let at = 0;
    for (const sign of words) {
      const plain = fold(sign);
      for (let i = 0; i < plain.length; i += 1) origin.push(at);
      folded += plain;
      at += sign.length;
    }
    origin.push(words.length);
    const found: [number, number][] = [];
    for (const pattern of wanted) {
      pattern.lastIndex = 0; // where has() left it
      for (const match of folded.matchAll(pattern)) {
        const start = origin[match.index] ?? 0;
        let end = origin[match.index + match[0].length] ?? words.length;
        if (end === start) end += 1;
        while (end < words.length && /\p{M}/u.test(words.charAt(end))) end += 1;
        found.push([start, end]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    let until = -1;
    return found.filter(([start, end]) => {
      if (start < until) return false;
      until = end;
      return true;
    });
  }

  function put(into: Node, words: string, found: [number, number][]): HTMLElement[] {
    const marks: HTMLElement[] = [];
    let at = 0;
    for (const [start, end] of found) {
      into.appendChild(document.createTextNode(words.slice(at, start)));
      const mark = document.createElement("mark");
      mark.textContent = words.slice(start, end);
      into.appendChild(mark);
      marks.push(mark);
      at = end;
    }
    into.appendChild(document.createTextNode(words.slice(at)));
    return marks;
  }

  // --- Search ------------------------------------------------------------------------------

  interface Found {
    page: BookPage;
    section: Section;
    inTitle: boolean;
  }

  let known: Promise<BookPage[]> | undefined;
  function passages(): Promise<BookPage[]> {
    known ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = "search-index.js";
      script.addEventListener("load", () => resolve(window.bookPassages ?? []));
      script.addEventListener("error", () => reject(new Error("search-index.js is not there")));
      document.head.append(script);
    });
    return known;
  }

  const folds = new WeakMap<Section, { title: string; all: string }>();
  function folded(section: Section): { title: string; all: string } {
    let ready = folds.get(section);
    if (!ready) {
      ready = { title: fold(section[1]), all: fold(section.slice(1).join("\n")) };
      folds.set(section, ready);
    }
    return ready;
  }

  function has(words: string, pattern: RegExp): boolean {
    pattern.lastIndex = 0;
    return pattern.test(words);
  }

  function find(book: BookPage[], wanted: RegExp[]): Found[] {
    const found: Found[] = [];
    for (const page of book) {
      const [, name, ...sections] = page;
      const chapter = fold(name);
      for (const section of sections) {
        const { title, all } = folded(section);
        const head = section[0] === "" ? chapter : title;
        if (wanted.every((pattern) => has(all, pattern) || has(head, pattern))) {
          found.push({ page, section, inTitle: wanted.every((pattern) => has(head, pattern)) });
        }
      }
    }
    return found.sort((one, other) => Number(other.inTitle) - Number(one.inTitle));
  }

  /** A few words around the first that is found, cut between words. */
  function snippet(section: Section, wanted: RegExp[]): HTMLElement {
    const [, , ...blocks] = section;
    const weight = (block: string): number => {
      const plain = fold(block);
      return wanted.filter((pattern) => has(plain, pattern)).length;
    };
    const best = blocks.reduce((chosen, block) =>
      weight(block) > weight(chosen) ? block : chosen, blocks[0] ?? "");
    const first = places(best, wanted)[0]?.[0] ?? 0;
    let from = Math.max(first - 70, 0);
    let to = Math.min(first + 150, best.length);
    while (from > 0 && from > first - 90 && IN_WORD.test(best.charAt(from - 1))) from -= 1;
    while (to < best.length && to < first + 170 && IN_WORD.test(best.charAt(to))) to += 1;
    const words = `${from ? "… " : ""}${best.slice(from, to).trim()}${to < best.length ? " …" : ""}`;
    const line = document.createElement("span");
    line.className = "found-words";
    line.dir = "auto";
    put(line, words, places(words, wanted));
    return line;
  }

  function shown({ page, section }: Found, asked: string, wanted: RegExp[]): HTMLLIElement {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${page[0]}?find=${encodeURIComponent(asked)}${section[0] ? `#${section[0]}` : ""}`;
    const name = document.createElement("span");
    name.className = "found-where";
    name.dir = "auto";
    const title = section[1] && section[1] !== page[1] ? `${page[1]} · ${section[1]}` : page[1];
    put(name, title, places(title, wanted));
    link.append(name, snippet(section, wanted));
    item.append(link);
    return item;
  }

  function answer(number: number): string {
    if (number > MOST_SHOWN) return "most";
    if (number > 1) return "many";
    return number ? "one" : "none";
  }

  function search(): void {
    const sheet = document.querySelector<HTMLDialogElement>("[data-search]");
    const field = sheet?.querySelector("input");
    const list = sheet?.querySelector("ol");
    const state = sheet?.querySelector<HTMLElement>("[role=status]");
    const opener = document.querySelector<HTMLButtonElement>("[data-search-opens]");
    if (!sheet || !field || !list || !state || !opener) return;

    const say = (name: string, number = 0): void => {
      state.textContent = (sheet.dataset[name] ?? "").replace("%d", String(number));
    };
    let turn = 0;
    const look = async (): Promise<void> => {
      const mine = ++turn;
      const asked = field.value.trim();
      const wanted = patterns(asked);
      let book: BookPage[];
      try {
        book = await passages();
      } catch {
        say("lost");
        return;
      }
      if (mine !== turn) return;
      const found = wanted.length ? find(book, wanted) : [];
      list.replaceChildren(...found.slice(0, MOST_SHOWN).map((each) => shown(each, asked, wanted)));
      list.hidden = !found.length;
      if (!wanted.length) state.textContent = "";
      else say(answer(found.length), found.length);
    };
    let pause = 0;
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => void look(), 120);
    });
    opener.addEventListener("click", () => {
      sheet.showModal();
      field.focus();
      field.select();
      void passages().catch(() => say("lost"));
    });
    sheet.querySelector("form")?.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(pause);
      await look();
      list.querySelector("a")?.focus();
    });
    sheet.querySelector("[data-closes]")?.addEventListener("click", () => sheet.close());
    sheet.addEventListener("click", (event) => {
      if (event.target === sheet) sheet.close(); // beside it
      // The same page with other words: the browser loads nothing if only the end changes.
      if ((event.target as Element).closest("ol a")) sheet.close();
    });
    sheet.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const stops: HTMLElement[] = [field, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement as HTMLElement);
      const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (at < 0 || !next) return;
      event.preventDefault();
      next.focus();
    });
    opener.hidden = false;
  }

  // --- Where a search leads, what was looked for is marked -----------------------------------

  function arrive(): void {
    const asked = new URLSearchParams(location.search).get("find") ?? "";
    const wanted = patterns(asked);
    const text = document.querySelector("[data-searched]");
    if (!wanted.length || !text) return;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    const marks: HTMLElement[] = [];
    for (const node of nodes) {
      if (marks.length > MOST_MARKED) break;
      if (node.parentElement?.closest("video, audio")) continue;
      const found = places(node.data, wanted);
      if (!found.length) continue;
      const piece = document.createDocumentFragment();
      marks.push(...put(piece, node.data, found));
      node.replaceWith(piece);
    }
    const anchor = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const isBelow = (mark: HTMLElement): boolean =>
      !anchor || Boolean(anchor.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING)
      || anchor.contains(mark);
    const first = marks.find(isBelow) ?? marks[0];
    if (!first) return;
    const folding = first.closest("details");
    if (folding) folding.open = true;
    // After the browser's own way to the anchor.
    requestAnimationFrame(() => requestAnimationFrame(() => first.scrollIntoView({ block: "center" })));
  }

  document.addEventListener("DOMContentLoaded", () => {
    themeSwitch();
    printing();
    search();
    arrive();
  });
})();

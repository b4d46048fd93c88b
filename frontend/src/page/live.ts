// <section id="who-is-here" data-live="community visits"> is fetched anew when something happened
// whose kind begins with one of these words; data-live-seconds="60" also once in a while, for what
// time alone changes. Where it holds the focus in a field, it waits until that has left.
import { morph } from "./morph";
import { type News, listen } from "./stream";

const GATHER_MS = 120;
const EVERYTHING = "*";

let waiting: Set<string> = new Set();
let timer = 0;
let isAsking = false;

function parts(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-live][id]:not([data-live^="/"])')];
}

function concerns(part: HTMLElement, kinds: Iterable<string>): boolean {
  const words = (part.dataset["live"] ?? "").split(/\s+/).filter(Boolean);
  for (const kind of kinds)
    if (kind === EVERYTHING || words.some((word) => kind === word || kind.startsWith(word)))
      return true;
  return false;
}

function isHeld(part: HTMLElement): boolean {
  const focused = document.activeElement;
  return (
    focused !== null && part.contains(focused) && focused.matches("input, textarea, select, [contenteditable]")
  );
}

async function ask(): Promise<void> {
  const kinds = waiting;
  waiting = new Set();
  const wanted = parts().filter((part) => concerns(part, kinds));
  const held = wanted.filter(isHeld);
  // They are asked for again once nobody writes there.
  for (const part of held) part.dataset["liveLate"] = "";
  if (wanted.length === held.length) return;
  isAsking = true;
  try {
    const answer = await fetch(location.href.replace(/#.*/, ""), {
      headers: { Accept: "text/html" },
      cache: "no-cache",
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of wanted) {
      const next = page.getElementById(part.id);
      if (!next || !part.isConnected) continue;
      if (isHeld(part)) part.dataset["liveLate"] = "";
      else {
        delete part.dataset["liveLate"];
        morph(part, next);
      }
    }
    document.dispatchEvent(new CustomEvent("openweek:live"));
  } catch {
    // Out of reach for a moment: the stream, which ends too, says what was missed.
  } finally {
    isAsking = false;
    if (waiting.size) later(GATHER_MS);
  }
}

function later(wait: number): void {
  if (timer || isAsking || document.hidden) return;
  timer = window.setTimeout(() => {
    timer = 0;
    void ask();
  }, wait);
}

function heard(news: News): void {
  if (!parts().some((part) => concerns(part, news.kinds))) return;
  for (const kind of news.kinds) waiting.add(kind);
  later(GATHER_MS + Math.random() * news.spread);
}

function everyMoment(): void {
  const seconds = parts().map((part) => Number(part.dataset["liveSeconds"])).filter((each) => each > 0);
  if (!seconds.length) return;
  setInterval(() => {
    for (const part of parts()) if (part.dataset["liveSeconds"]) waiting.add(part.dataset["live"] ?? "");
    later(Math.random() * 3000);
  }, Math.min(...seconds) * 1000);
}

export function live(): void {
  const address = document.body.dataset["stream"];
  if (!address || !parts().length) return;
  listen(address, heard);
  everyMoment();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && waiting.size) later(GATHER_MS);
  });
  document.addEventListener("focusout", () => {
    // The next field of the same form may be about to have it.
    setTimeout(() => {
      const late = parts().filter((part) => "liveLate" in part.dataset && !isHeld(part));
      for (const part of late) waiting.add((part.dataset["live"] ?? "").split(/\s+/)[0] ?? EVERYTHING);
      if (late.length) later(GATHER_MS);
    }, 300);
  });
}

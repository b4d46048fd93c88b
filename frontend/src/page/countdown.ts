// <strong data-countdown="7260">: how many seconds the server says are left. The device's own clock
// is never asked, only how much time went by. It is said again each minute, and each second at the
// very end; listeners hear it four times in all.
import { say } from "./words";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const SECONDS_COUNT = 5 * MINUTE;
const SAID_AT = [HOUR, 15 * MINUTE, 5 * MINUTE, MINUTE];
const CALM_STEP = 15;

interface Known {
  told: string;
  // By performance.now(): when what was told was true.
  since: number;
  last: number;
}

const known = new WeakMap<HTMLElement, Known>();

function secondsLeft(element: HTMLElement): number {
  const told = element.dataset["countdown"] ?? "";
  let mine = known.get(element);
  if (mine?.told !== told) {
    const before = mine && Number(mine.told) - (performance.now() - mine.since) / 1000;
    mine = { told, since: mine ? performance.now() : madeAt(), last: Infinity };
    known.set(element, mine);
    if (before !== undefined && Number(told) > before + MINUTE) moved(element);
  }
  return Math.max(0, Math.ceil(Number(told) - (performance.now() - mine.since) / 1000));
}

// There is more time than there was: it says so where it happens, and aloud.
function moved(element: HTMLElement): void {
  const note = element.parentElement?.parentElement?.querySelector<HTMLElement>("[data-countdown-moved]");
  if (!note) return;
  note.hidden = false;
  say(note.textContent?.trim() ?? "");
}

// When the page came from the server, and its seconds with it.
function madeAt(): number {
  const [page] = performance.getEntriesByType("navigation");
  return page instanceof PerformanceNavigationTiming ? page.responseStart : 0;
}

function unit(count: number, name: "day" | "hour" | "minute" | "second"): string {
  const language = document.documentElement.lang;
  return new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(count);
}

// As the server says it (challenges/queries/countdown.py).
export function left(seconds: number): string {
  const [days, hours] = [Math.floor(seconds / DAY), Math.floor((seconds % DAY) / HOUR)];
  const [minutes, rest] = [Math.floor((seconds % HOUR) / MINUTE), seconds % MINUTE];
  let parts: string[];
  if (days) parts = [unit(days, "day"), hours ? unit(hours, "hour") : ""];
  else if (hours) parts = [unit(hours, "hour"), minutes ? unit(minutes, "minute") : ""];
  else if (seconds > SECONDS_COUNT) parts = [unit(minutes, "minute")];
  else parts = [minutes ? unit(minutes, "minute") : "", rest || !minutes ? unit(rest, "second") : ""];
  const list = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
  return list.format(parts.filter(Boolean));
}

function shown(seconds: number): number {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (!isCalm || seconds > SECONDS_COUNT) return seconds;
  return Math.ceil(seconds / CALM_STEP) * CALM_STEP;
}

function tick(element: HTMLElement): void {
  const seconds = secondsLeft(element);
  const words = left(shown(seconds));
  if (element.textContent !== words) element.textContent = words;
  const mine = known.get(element);
  if (!mine) return;
  const passed = SAID_AT.find((mark) => mine.last > mark && seconds <= mark && mine.last !== Infinity);
  mine.last = seconds;
  const sentence = element.dataset["countdownSaid"];
  if (passed && seconds > 0 && sentence) say(sentence.replace("{left}", left(seconds)));
}

export function countdown(): void {
  const all = (): NodeListOf<HTMLElement> => document.querySelectorAll<HTMLElement>("[data-countdown]");
  const turn = (): void => all().forEach(tick);
  // Pages that live may get one later on; where there is none, this costs nothing to speak of.
  if (!all().length && !document.body.dataset["stream"]) return;
  turn();
  setInterval(() => {
    if (!document.hidden) turn();
  }, 1000);
  document.addEventListener("visibilitychange", turn);
  document.addEventListener("openweek:live", turn);
}

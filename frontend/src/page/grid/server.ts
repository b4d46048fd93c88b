// What the server is asked, and the board as it is then.
import { say, words } from "../words";
import { board, grids, prepare } from "./board";
import { letGo } from "./taken";

interface Answer {
  said: string;
  board: string;
  chosen: string;
}

export let isSending = false;

// This page's own address, asked for the board alone.
function look(asked: URLSearchParams, focus: string): void {
  asked.set("part", "board");
  void send(`${board.dataset["address"]}?${asked}`, null, focus);
}

export function lookAgain(): void {
  look(new URLSearchParams(location.search), "");
}

export function choose(key: string, focus = key): void {
  const asked = new URLSearchParams(location.search);
  asked.set("chosen", key);
  look(asked, focus);
}

export async function send(address: string, data: FormData | null, focus: string): Promise<void> {
  if (isSending) return;
  isSending = true;
  board.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, {
      method: data ? "POST" : "GET",
      headers: { Accept: data ? "application/json" : "text/html" },
      ...(data ? { body: data } : {}),
      signal: AbortSignal.timeout(20_000),
    });
    if (!data) {
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text(), focus);
      return;
    }
    if (!(answer.headers.get("content-type") ?? "").includes("json")) throw new Error(String(answer.status));
    const told = (await answer.json()) as Answer;
    show(told.board, answer.ok ? focus || told.chosen : "");
    say(told.said);
  } catch {
    say(words("requestFailed"));
    const line = document.createElement("p");
    line.className = "notice notice-error";
    line.textContent = words("requestFailed");
    board.querySelector(":scope > .notice-error:not([data-refusal])")?.remove();
    board.prepend(line);
  } finally {
    isSending = false;
    board.removeAttribute("aria-busy");
  }
}

// The board as it now is; whoever was on something is on it still.
function show(html: string, focus: string): void {
  letGo();
  const sideways = new Map(grids().map((grid) => [grid.dataset["day"], grid.scrollLeft]));
  board.innerHTML = html;
  for (const grid of grids()) grid.scrollLeft = sideways.get(grid.dataset["day"]) ?? 0;
  prepare();
  const refusal = board.querySelector<HTMLElement>("[data-refusal]");
  const wanted = refusal ?? (focus ? board.querySelector<HTMLElement>(focusSelector(focus)) : null);
  wanted?.focus({ preventScroll: !refusal && isSeen(wanted) });
}

const isSeen = (element: HTMLElement): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

const focusSelector = (focus: string): string =>
  focus.startsWith("[") || focus.startsWith("#") ? focus : `#${CSS.escape(focus)} [data-handle]`;

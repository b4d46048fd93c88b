// The board on which sessions are placed. Without this its links and buttons do the same, a page
// at a time. A day's grid says where it begins, how many rows of five minutes it has and how each
// is called; all words come from the page.
import { say, words } from "./words";

const ROW_MINUTES = 5;
const QUARTER = 3; // rows
const PULL = 6; // pixels until a press is a drag
const EDGE = 70; // pixels from the window's edge at which it scrolls

interface Spot {
  grid: HTMLElement;
  row: number;
  column: number; // an index among the grid's rooms
}

interface Taken {
  item: HTMLElement;
  length: number; // rows
  spot: Spot | null; // null is the tray
  from: Spot | null;
}

interface Answer {
  said: string;
  board: string;
  chosen: string;
}

let board: HTMLElement;
let taken: Taken | null = null;
let isSending = false;

// --- Reading the page -----------------------------------------------------------------------

const all = (selector: string, root: ParentNode = board): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];
const grids = (): HTMLElement[] => all("[data-day]");
const rooms = (grid: HTMLElement): HTMLElement[] => all("[data-room][data-column]", grid);
const rowsOf = (grid: HTMLElement): number => Number(grid.dataset["rows"]);
const firstOf = (grid: HTMLElement): number => Date.parse(grid.dataset["first"] ?? "");
const titleOf = (item: HTMLElement): string => item.dataset["title"] ?? "";
const handleOf = (item: Element | null): HTMLElement | null =>
  item?.querySelector<HTMLElement>("[data-handle]") ?? null;

function word(name: string, values: Record<string, string> = {}): string {
  const template = board.dataset[`word${name}`] ?? "";
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

function spotOf(item: HTMLElement): Spot | null {
  const grid = item.closest<HTMLElement>("[data-day]");
  if (!grid) return null;
  const row = Math.round((Date.parse(item.dataset["starts"] ?? "") - firstOf(grid)) / 60000 / ROW_MINUTES);
  const column = rooms(grid).findIndex((room) => room.dataset["room"] === (item.dataset["room"] ?? ""));
  return { grid, row, column: Math.max(column, 0) };
}

function whereIs(at: Taken): string {
  if (!at.spot) return word("Tray");
  const { grid, row, column } = at.spot;
  const hours = (grid.dataset["hours"] ?? "").split("|");
  const room = rooms(grid)[column]?.querySelector("b")?.textContent ?? "";
  return `${grid.dataset["name"]}, ${hours[row] ?? ""} – ${hours[Math.min(row + at.length, hours.length - 1)] ?? ""}, ${room}`;
}

// --- Where it would go ----------------------------------------------------------------------

function preview(at: Taken, isWrong = false): void {
  all(".grid-drop").forEach((old) => old.remove());
  all(".is-target").forEach((old) => old.classList.remove("is-target"));
  board.querySelector("[data-tray]")?.classList.toggle("is-target", !at.spot && !isWrong);
  if (!at.spot) return;
  const { grid, row, column } = at.spot;
  const drop = document.createElement("div");
  const place = (rooms(grid)[column]?.dataset["column"] ?? "").split(" ")[0] ?? "";
  drop.className = `grid-drop at-${row + 1} for-${Math.max(at.length, 1)} ${place}`;
  drop.setAttribute("aria-hidden", "true");
  const hours = (grid.dataset["hours"] ?? "").split("|");
  const hour = document.createElement("b");
  hour.textContent = hours[row] ?? "";
  drop.append(hour, ` ${titleOf(at.item)}`);
  grid.append(drop);
}

function take(item: HTMLElement): void {
  const from = spotOf(item);
  const length = Math.max(1, Math.round(Number(item.dataset["minutes"]) / ROW_MINUTES));
  taken = { item, from, length, spot: from };
  item.classList.add("is-taken");
  handleOf(item)?.setAttribute("aria-pressed", "true");
}

function letGo(): void {
  if (!taken) return;
  taken.item.classList.remove("is-taken");
  handleOf(taken.item)?.setAttribute("aria-pressed", "false");
  all(".grid-drop").forEach((old) => old.remove());
  all(".is-target").forEach((old) => old.classList.remove("is-target"));
  board.classList.remove("is-dragging");
  taken = null;
}

function giveBack(): void {
  if (!taken) return;
  const title = titleOf(taken.item);
  letGo();
  say(word("Back", { title }));
}

// --- Asking the server ----------------------------------------------------------------------

async function send(address: string, data: FormData | null, focus: string): Promise<void> {
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

function drop(): void {
  if (!taken) return;
  const { item, spot, from, length } = taken;
  const data = new FormData();
  const token = board.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  data.set("csrfmiddlewaretoken", token?.value ?? "");
  data.set("seen", item.dataset["seen"] ?? "");
  data.set("on", new URLSearchParams(location.search).get("day") ?? "");
  if (item.dataset["slot"]) data.set("slot", item.dataset["slot"]);
  if (!spot) {
    if (!from) {
      giveBack();
      return;
    }
    data.set("step", "tray");
  } else {
    const unmoved = from && from.grid === spot.grid && from.row === spot.row && from.column === spot.column;
    if (unmoved && length * ROW_MINUTES === Number(item.dataset["minutes"])) {
      choose(item.id);
      return;
    }
    // What does not begin on a row keeps its minutes, unless it was moved by time.
    const sameHour = from && from.grid === spot.grid && from.row === spot.row;
    const at = sameHour
      ? (item.dataset["starts"] ?? "")
      : new Date(firstOf(spot.grid) + spot.row * ROW_MINUTES * 60000).toISOString();
    const minutes = Number(item.dataset["minutes"]);
    const sameLength = Math.max(1, Math.round(minutes / ROW_MINUTES)) === length;
    data.set("starts_at", at);
    data.set("minutes", String(sameLength ? minutes : length * ROW_MINUTES));
    data.set("room", rooms(spot.grid)[spot.column]?.dataset["room"] ?? "");
  }
  say(word("Sending", { title: titleOf(item) }));
  void send(item.dataset["place"] ?? "", data, "");
}

function choose(key: string): void {
  const asked = new URLSearchParams(location.search);
  asked.set("chosen", key);
  asked.set("part", "board");
  void send(`${board.dataset["address"]}?${asked}`, null, key);
}

// --- By keyboard ----------------------------------------------------------------------------

function begin(item: HTMLElement): void {
  take(item);
  if (!taken) return;
  if (!taken.spot) {
    const grid = grids().find((each) => !("past" in each.dataset)) ?? grids()[0];
    if (grid) taken.spot = { grid, row: Number(grid.dataset["start"]), column: 0 };
  }
  preview(taken);
  say(word("Taken", { title: titleOf(item), where: whereIs(taken) }));
}

function step(rows: number, columns: number, days: number, length: number): void {
  if (!taken) return;
  const spot = taken.spot ?? taken.from;
  if (!spot) return;
  const next = { ...spot };
  const list = grids();
  const day = list.indexOf(spot.grid) + days;
  const grid = list[day];
  if (!grid) {
    say(word("Edge"));
    return;
  }
  if (days) {
    // The same hour on the other day, whose grid may begin earlier or later.
    const hour = (spot.grid.dataset["hours"] ?? "").split("|")[spot.row] ?? "";
    const row = (grid.dataset["hours"] ?? "").split("|").indexOf(hour);
    next.row = row < 0 ? Math.min(spot.row, rowsOf(grid) - taken.length) : row;
    next.grid = grid;
  }
  next.row += rows;
  next.column += columns;
  const longer = taken.length + length;
  if (next.row < 0 || next.row + longer > rowsOf(grid) || longer < 1 || !rooms(grid)[next.column]) {
    say(word("Edge"));
    return;
  }
  taken.spot = next;
  taken.length = longer;
  preview(taken);
  board.querySelector(".grid-drop")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(whereIs(taken));
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const handle = (event.target as Element).closest<HTMLElement>("[data-handle]");
  const item = handle?.closest<HTMLElement>("[data-item]");
  if (!item || isSending) return;
  if (!taken) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      begin(item);
    }
    return;
  }
  const by = event.shiftKey ? 1 : QUARTER;
  const moves: Record<string, () => void> = {
    ArrowUp: () => step(-by, 0, 0, 0),
    ArrowDown: () => step(by, 0, 0, 0),
    ArrowLeft: () => step(0, -1, 0, 0),
    ArrowRight: () => step(0, 1, 0, 0),
    PageUp: () => step(0, 0, -1, 0),
    PageDown: () => step(0, 0, 1, 0),
    "+": () => step(0, 0, 0, QUARTER),
    "=": () => step(0, 0, 0, QUARTER),
    "-": () => step(0, 0, 0, taken && taken.length > QUARTER ? -QUARTER : -1),
    Delete: toTray,
    Backspace: toTray,
    Enter: drop,
    " ": drop,
    Escape: giveBack,
  };
  const move = moves[event.key];
  if (move) {
    event.preventDefault();
    move();
  } else if (event.key === "Tab") giveBack();
}

function toTray(): void {
  if (!taken) return;
  taken.spot = null;
  preview(taken);
  say(word("Tray"));
}

// --- By mouse and finger --------------------------------------------------------------------

interface Press {
  item: HTMLElement;
  id: number;
  x: number;
  y: number;
  above: number; // rows between the session's beginning and where it was caught
  isDrag: boolean;
}

let press: Press | null = null;
let isAfterDrag = false;
let scrolling = 0;
let last = { x: 0, y: 0, isFine: false };

function rowAt(grid: HTMLElement, y: number): number {
  const field = grid.querySelector("[data-field]")?.getBoundingClientRect();
  return field ? ((y - field.top) / field.height) * rowsOf(grid) : 0;
}

function columnAt(grid: HTMLElement, x: number): number {
  const found = rooms(grid).findIndex((room) => x < room.getBoundingClientRect().right);
  return found < 0 ? rooms(grid).length - 1 : found;
}

function aim(): void {
  if (!taken || !press) return;
  const under = document.elementFromPoint(last.x, last.y);
  const grid = under?.closest<HTMLElement>("[data-day]");
  const day = under?.closest<HTMLElement>("[data-day-target]");
  const whole = last.isFine ? 1 : QUARTER;
  if (grid) {
    const row = Math.round((rowAt(grid, last.y) - press.above) / whole) * whole;
    const bound = Math.max(rowsOf(grid) - taken.length, 0);
    taken.spot = { grid, row: Math.min(Math.max(row, 0), bound), column: columnAt(grid, last.x) };
    preview(taken);
  } else if (day) {
    const wanted = grids().find((each) => each.dataset["day"] === day.dataset["dayTarget"]);
    const start = taken.from;
    if (wanted && start) {
      const hour = (start.grid.dataset["hours"] ?? "").split("|")[start.row] ?? "";
      const row = (wanted.dataset["hours"] ?? "").split("|").indexOf(hour);
      taken.spot = { grid: wanted, row: Math.max(row, 0), column: start.column };
      preview(taken);
      day.classList.add("is-target");
    }
  } else if (under?.closest("[data-tray]")) {
    taken.spot = null;
    preview(taken);
  } else {
    taken.spot = taken.from;
    preview(taken, true);
  }
}

function scroll(): void {
  scrolling = 0;
  if (!press?.isDrag) return;
  const up = last.y < EDGE ? last.y - EDGE : last.y > innerHeight - EDGE ? last.y - innerHeight + EDGE : 0;
  if (up) {
    scrollBy(0, up / 4);
    aim();
  }
  scrolling = requestAnimationFrame(scroll);
}

function onPress(event: PointerEvent): void {
  const target = event.target as Element;
  const item = target.closest<HTMLElement>("[data-item]");
  if (!item || event.button !== 0 || isSending || taken || !board.querySelector("[data-field]")) return;
  // A finger that moves over a session scrolls; over its handle it drags.
  if (event.pointerType !== "mouse" && !target.closest("[data-grip]")) return;
  const spot = spotOf(item);
  const above = spot ? rowAt(spot.grid, event.clientY) - spot.row : 0;
  press = { item, id: event.pointerId, x: event.clientX, y: event.clientY, above, isDrag: false };
}

function onPull(event: PointerEvent): void {
  if (!press || event.pointerId !== press.id) return;
  last = { x: event.clientX, y: event.clientY, isFine: event.shiftKey };
  if (!press.isDrag) {
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < PULL) return;
    press.isDrag = true;
    take(press.item);
    board.classList.add("is-dragging");
    board.setPointerCapture(press.id);
    scrolling ||= requestAnimationFrame(scroll);
  }
  aim();
}

function onRelease(event: PointerEvent): void {
  if (!press || event.pointerId !== press.id) return;
  const wasDrag = press.isDrag;
  const isDropped = event.type === "pointerup" && board.querySelector(".grid-drop, .tray.is-target");
  if (wasDrag) {
    isAfterDrag = true;
    setTimeout(() => (isAfterDrag = false), 0);
    aim();
    if (isDropped) drop();
    else giveBack();
  }
  press = null;
  board.classList.remove("is-dragging");
}

function cancelDrag(event: KeyboardEvent): void {
  if (event.key !== "Escape" || !press?.isDrag) return;
  press = null;
  giveBack();
}

// --- Beginning ------------------------------------------------------------------------------

function onClick(event: MouseEvent): void {
  if (isAfterDrag) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const link = (event.target as Element).closest<HTMLAnchorElement>("[data-handle], [data-choose]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const key = new URL(link.href).searchParams.get("chosen") ?? "";
  const asked = new URLSearchParams(location.search);
  asked.set("chosen", key);
  asked.set("part", "board");
  void send(`${board.dataset["address"]}?${asked}`, null, "#chosen");
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!("boardForm" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter as HTMLButtonElement | null;
  const data = new FormData(form, button);
  const step = button?.name === "step" ? `.board-chosen [value="${button.value}"]` : "";
  const undo = button && "undo" in button.dataset ? "[data-undo]" : "";
  const pin = button && "pin" in button.dataset ? "[data-pin]" : "";
  void send(form.action, data, step ? `#chosen ${step.replace(".board-chosen ", "")}` : undo || pin);
}

function prepare(): void {
  for (const handle of all("[data-handle]")) {
    handle.setAttribute("role", "button");
    handle.setAttribute("aria-pressed", "false");
  }
}

export function placing(): void {
  const found = document.querySelector<HTMLElement>("[data-board]");
  if (!found) return;
  board = found;
  prepare();
  board.addEventListener("keydown", onKey);
  board.addEventListener("pointerdown", onPress);
  board.addEventListener("pointermove", onPull);
  board.addEventListener("pointerup", onRelease);
  board.addEventListener("pointercancel", onRelease);
  board.addEventListener("click", onClick, true);
  board.addEventListener("submit", onSubmit);
  board.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", cancelDrag, true);
  document.addEventListener("visibilitychange", () => {
    // Others have moved things while one was away.
    const isIdle = !document.hidden && !taken && !isSending && !board.contains(document.activeElement);
    if (!isIdle) return;
    const asked = new URLSearchParams(location.search);
    asked.set("part", "board");
    void send(`${board.dataset["address"]}?${asked}`, null, "");
  });
}

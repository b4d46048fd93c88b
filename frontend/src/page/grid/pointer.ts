// Placing by mouse and by finger.
import { QUARTER, board, grids, hourAt, rooms, rowAtHour, rowsOf, spotOf } from "./board";
import { drop } from "./drop";
import { isSending } from "./server";
import { giveBack, preview, take, taken } from "./taken";

const PULL = 6; // pixels until a press is a drag
const EDGE = 70; // pixels from the window's edge at which it scrolls

interface Press {
  item: HTMLElement;
  id: number;
  x: number;
  y: number;
  above: number; // rows between the session's beginning and where it was caught
  isDrag: boolean;
}

let press: Press | null = null;
export let isAfterDrag = false;
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
      const row = rowAtHour(wanted, hourAt(start.grid, start.row));
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

export function onPress(event: PointerEvent): void {
  const target = event.target as Element;
  const item = target.closest<HTMLElement>("[data-item]");
  if (!item || event.button !== 0 || isSending || taken || !board.querySelector("[data-field]")) return;
  // A finger that moves over a session scrolls; over its handle it drags.
  if (event.pointerType !== "mouse" && !target.closest("[data-grip]")) return;
  const spot = spotOf(item);
  const above = spot ? rowAt(spot.grid, event.clientY) - spot.row : 0;
  press = { item, id: event.pointerId, x: event.clientX, y: event.clientY, above, isDrag: false };
}

export function onPull(event: PointerEvent): void {
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

export function onRelease(event: PointerEvent): void {
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

export function cancelDrag(event: KeyboardEvent): void {
  if (event.key !== "Escape" || !press?.isDrag) return;
  press = null;
  giveBack();
}

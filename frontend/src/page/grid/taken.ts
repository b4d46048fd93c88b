// The session in somebody's hand, and where it would go.
import { say } from "../words";
import { ROW_MINUTES, all, board, handleOf, rooms, spotOf, titleOf, word } from "./board";
import { type Spot, hourAt, lastHourOf } from "./board";

export interface Taken {
  item: HTMLElement;
  length: number; // rows
  spot: Spot | null; // null is the tray
  from: Spot | null;
}

export let taken: Taken | null = null;

export function take(item: HTMLElement): void {
  const from = spotOf(item);
  const length = Math.max(1, Math.round(Number(item.dataset["minutes"]) / ROW_MINUTES));
  taken = { item, from, length, spot: from };
  item.classList.add("is-taken");
  handleOf(item)?.setAttribute("aria-pressed", "true");
}

export function letGo(): void {
  if (!taken) return;
  taken.item.classList.remove("is-taken");
  handleOf(taken.item)?.setAttribute("aria-pressed", "false");
  clear();
  board.classList.remove("is-dragging");
  taken = null;
}

export function giveBack(): void {
  if (!taken) return;
  const title = titleOf(taken.item);
  letGo();
  say(word("Back", { title }));
}

export function whereIs(at: Taken): string {
  if (!at.spot) return word("Tray");
  const { grid, row, column } = at.spot;
  const room = rooms(grid)[column]?.querySelector("b")?.textContent ?? "";
  const end = hourAt(grid, row + at.length) || lastHourOf(grid);
  return `${grid.dataset["name"]}, ${hourAt(grid, row)} – ${end}, ${room}`;
}

export function preview(at: Taken, isWrong = false): void {
  clear();
  board.querySelector("[data-tray]")?.classList.toggle("is-target", !at.spot && !isWrong);
  if (!at.spot) return;
  const { grid, row, column } = at.spot;
  const drop = document.createElement("div");
  const place = (rooms(grid)[column]?.dataset["column"] ?? "").split(" ")[0] ?? "";
  drop.className = `grid-drop at-${row + 1} for-${Math.max(at.length, 1)} ${place}`;
  drop.setAttribute("aria-hidden", "true");
  const hour = document.createElement("b");
  hour.textContent = hourAt(grid, row);
  drop.append(hour, ` ${titleOf(at.item)}`);
  grid.append(drop);
}

function clear(): void {
  all(".grid-drop").forEach((old) => old.remove());
  all(".is-target").forEach((old) => old.classList.remove("is-target"));
}

// Placing by keyboard.
import { say } from "../words";
import { QUARTER, board, grids, hourAt, rooms, rowAtHour, rowsOf, titleOf, word } from "./board";
import { drop } from "./drop";
import { isSending } from "./server";
import { giveBack, preview, take, taken, whereIs } from "./taken";

export function onKey(event: KeyboardEvent): void {
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
    const row = rowAtHour(grid, hourAt(spot.grid, spot.row));
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

function toTray(): void {
  if (!taken) return;
  taken.spot = null;
  preview(taken);
  say(word("Tray"));
}

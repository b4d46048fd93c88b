// The board as the page gives it: a day's grid says where it begins, how many rows of five minutes
// it has and how each is called; all words come from the page.
export const ROW_MINUTES = 5;
export const QUARTER = 3; // rows

export interface Spot {
  grid: HTMLElement;
  row: number;
  column: number; // an index among the grid's rooms
}

export let board: HTMLElement;

export function workOn(found: HTMLElement): void {
  board = found;
  prepare();
}

// With this script a link to a session is a button that takes it.
export function prepare(): void {
  for (const handle of all("[data-handle]")) {
    handle.setAttribute("role", "button");
    handle.setAttribute("aria-pressed", "false");
  }
}

export const all = (selector: string, root: ParentNode = board): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];
export const grids = (): HTMLElement[] => all("[data-day]");
export const rooms = (grid: HTMLElement): HTMLElement[] => all("[data-room][data-column]", grid);
export const rowsOf = (grid: HTMLElement): number => Number(grid.dataset["rows"]);
export const firstOf = (grid: HTMLElement): number => Date.parse(grid.dataset["first"] ?? "");
export const titleOf = (item: HTMLElement): string => item.dataset["title"] ?? "";
export const handleOf = (item: Element | null): HTMLElement | null =>
  item?.querySelector<HTMLElement>("[data-handle]") ?? null;
const hoursOf = (grid: HTMLElement): string[] => (grid.dataset["hours"] ?? "").split("|");
export const hourAt = (grid: HTMLElement, row: number): string => hoursOf(grid)[row] ?? "";
export const lastHourOf = (grid: HTMLElement): string => hoursOf(grid).at(-1) ?? "";
// Below zero: that day's grid does not have it.
export const rowAtHour = (grid: HTMLElement, hour: string): number => hoursOf(grid).indexOf(hour);

export function word(name: string, values: Record<string, string> = {}): string {
  const template = board.dataset[`word${name}`] ?? "";
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

export function spotOf(item: HTMLElement): Spot | null {
  const grid = item.closest<HTMLElement>("[data-day]");
  if (!grid) return null;
  const row = Math.round((Date.parse(item.dataset["starts"] ?? "") - firstOf(grid)) / 60000 / ROW_MINUTES);
  const column = rooms(grid).findIndex((room) => room.dataset["room"] === (item.dataset["room"] ?? ""));
  return { grid, row, column: Math.max(column, 0) };
}

// Tables: whole rows of equal length, none inside another, none of a single cell.
export function tables(body: HTMLElement): void {
  // Inner ones first.
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows].filter(isReal);
    const cells = rows.flatMap((row) => [...row.cells]);
    const isInside = table.parentElement?.closest("td,th");
    if (isInside || cells.length <= 1) {
      table.replaceWith(...cells.flatMap(words));
      continue;
    }
    const plain = document.createElement("table");
    plain.append(table.caption ? paragraph(table.caption) : "", ...rows);
    table.querySelectorAll("col,colgroup").forEach((each) => each.remove());
    rows.flatMap((row) => [...row.cells]).forEach(fakeSpan);
    even(rows);
    const caption = plain.querySelector(":scope > p");
    table.replaceWith(...(caption ? [caption, plain] : [plain]));
  }
}

// Word ends a table with a row of no height when its columns do not stand under one another.
function isReal(row: HTMLTableRowElement): boolean {
  return row.cells.length > 0 && !(row.getAttribute("height") === "0" && !row.textContent?.trim());
}

// Excel lets long words run over the cells beside, which are there all the same.
function fakeSpan(cell: HTMLTableCellElement): void {
  if (!/mso-ignore:\s*colspan/i.test(cell.getAttribute("data-look") ?? "")) return;
  for (let more = cell.colSpan; more > 1; more--) cell.after(document.createElement("td"));
  cell.removeAttribute("colspan");
}

function even(rows: HTMLTableRowElement[]): void {
  const used = rows.map(() => 0);
  rows.forEach((row, at) => {
    for (const cell of row.cells) {
      cell.rowSpan = Math.min(Math.max(cell.rowSpan, 1), rows.length - at);
      for (let down = 0; down < cell.rowSpan; down++) used[at + down] = (used[at + down] ?? 0) + cell.colSpan; // prettier-ignore
    }
  });
  const wide = Math.max(...used);
  rows.forEach((row, at) => {
    for (let more = used[at] ?? wide; more < wide; more++) row.append(document.createElement("td"));
  });
}

function words(cell: HTMLTableCellElement): Node[] {
  const isBlocks = cell.querySelector("p,div,ul,ol,h1,h2,h3,h4,h5,h6,table") !== null;
  return isBlocks ? [...cell.childNodes] : [paragraph(cell)];
}

function paragraph(from: Element): HTMLElement {
  const made = document.createElement("p");
  made.append(...from.childNodes);
  return made;
}

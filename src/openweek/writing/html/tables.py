"""Where the cells of a table stand, whatever they say of their own width and height."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from openweek.writing.html.nodes import Node, attrs, children, kind, whole

_WIDEST = 50
_TALLEST = 100
_CELLS = {"tableCell", "tableHeader"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``scope`` is what it is the head of, or "" for a cell that is none; ``column`` from 0."""

    content: list[Node]
    scope: str
    column: int
    columns: int
    rows: int

    @property
    def tag(self) -> str:
        return "th" if self.scope else "td"

    @property
    def given(self) -> str:
        return (
            (f' scope="{self.scope}"' if self.scope else "")
            + (f' colspan="{self.columns}"' if self.columns > 1 else "")
            + (f' rowspan="{self.rows}"' if self.rows > 1 else "")
        )


def head_and_body(table: Node) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """The first rows that are made of heads alone, and the others; no cell covers another."""
    rows = [_cells(row) for row in children(table)]
    heads = len(list(takewhile(_are_heads, rows)))
    return _closed_up(_laid_out(rows[:heads]), _laid_out(rows[heads:]))


def _cells(row: Node) -> list[Node]:
    """What stands there and is no cell stands in one."""
    found = children(row) if kind(row) == "tableRow" else [row]
    return [
        cell if kind(cell) in _CELLS else {"type": "tableCell", "content": [cell]} for cell in found
    ]


def _are_heads(row: list[Node]) -> bool:
    return all(kind(cell) == "tableHeader" for cell in row)


def _laid_out(rows: list[list[Node]]) -> list[list[Cell]]:
    """A row in which no cell begins is none; those that reach into it are shorter then."""
    kept = [number for number, row in enumerate(rows) if row]
    taken: dict[int, int] = {}  # for a column, the first row in which it is free again
    return [list(_in_row(rows, kept, number, taken)) for number in kept]


def _closed_up(
    head: list[list[Cell]], body: list[list[Cell]]
) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """A column in which no cell begins is none; those that reach over it are narrower then."""
    begun = sorted({cell.column for row in (*head, *body) for cell in row})

    def narrowed(cell: Cell) -> Cell:
        within = range(cell.column, cell.column + cell.columns)
        column = sum(each < cell.column for each in begun)
        return replace(cell, column=column, columns=sum(each in within for each in begun))

    def closed(rows: list[list[Cell]]) -> list[list[Cell]]:
        return [[narrowed(cell) for cell in row] for row in rows]

    return closed(head), closed(body)


def _in_row(
    rows: list[list[Node]], kept: list[int], number: int, taken: dict[int, int]
) -> Iterator[Cell]:
    row = rows[number]
    is_head = _are_heads(row)
    column = 0
    for cell in row:
        while taken.get(column, 0) > number:
            column += 1
        told = attrs(cell)
        until = number + min(max(whole(told.get("rowspan"), 1), 1), _TALLEST)
        wanted = min(max(whole(told.get("colspan"), 1), 1), _WIDEST)
        columns, begins = 0, column
        while columns < wanted and taken.get(column, 0) <= number:
            taken[column] = until
            columns += 1
            column += 1
        scope = ("col" if is_head else "row") if kind(cell) == "tableHeader" else ""
        height = sum(number <= each < until for each in kept)
        yield Cell(children(cell), scope, begins, columns, height)

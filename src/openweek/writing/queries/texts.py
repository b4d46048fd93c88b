"""Reads of what is written, straight from the live log: the live process need not run."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openweek.writing import plain
from openweek.writing import tree as trees
from openweek.writing.log import reading
from openweek.writing.models import Text


@dataclass(frozen=True)
class Contribution:
    """That somebody wrote in a text, and when first and last."""

    name: str
    person_id: int | None
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class PlainText:
    """For a form: the words, and the mark to send back with them."""

    body: str
    base: str


def tree_of(text: Text, *, at: datetime | None = None) -> dict[str, Any]:
    """The Tiptap document, now or as it was at a moment, from what is durably saved.

    Equal to what the editor's ``getJSON()`` says, but for attributes that are null, the order of
    marks, and whole numbers (which are ``int`` here).
    """
    return trees.tree_of(reading.state_of(text, at=at))


def plain_of(text: Text) -> PlainText:
    mark = reading.mark_of(text)
    return PlainText(plain.plain_of(trees.tree_of(reading.state_of(text, mark=mark))), mark)


def authors_of(text: Text) -> list[Contribution]:
    """Everybody who wrote in it, the earliest first, under the name that they last used."""
    return [
        Contribution(
            name=part.name,
            person_id=int(part.author[2:]) if part.author.startswith("p:") else None,
            first_at=part.first_at,
            last_at=part.last_at,
        )
        for part in reading.parts_of(text)
    ]

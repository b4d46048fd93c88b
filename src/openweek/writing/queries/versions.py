"""Reads of what a text was: its days and versions, any moment of it, and who wrote what."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from openweek.writing.authorship import Claims, claims_of
from openweek.writing.log import reading
from openweek.writing.log.store import Span
from openweek.writing.models import Text, Version
from openweek.writing.tree import Node

SPAN_MS = 15 * 60 * 1000  # every time zone begins its days on one of these
MOST_MOMENTS = 200


@dataclass
class Day:
    """A day of the place on which somebody wrote, or on which a version was kept."""

    day: date
    mark: int | None = None  # the last state of that day
    names: list[str] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)


@dataclass(frozen=True)
class Moment:
    """A state to come to: the end of a while in which somebody wrote."""

    mark: int
    at: datetime


@dataclass(frozen=True)
class Past:
    """A text as it was at a mark; every piece of ``tree`` says who wrote it."""

    mark: int
    at: datetime | None
    tree: Node
    claims: Claims
    names: dict[str, str]


def present_mark(text: Text) -> int:
    return int(reading.mark_of(text))


def days_of(text: Text) -> list[Day]:
    """The newest first. Who only had words put back by somebody did not write on that day."""
    zone = text.place.zone
    names = reading.names()
    found: dict[date, Day] = {}

    def on(moment: datetime) -> Day:
        day = moment.astimezone(zone).date()
        return found.setdefault(day, Day(day))

    for span in _spans(text):
        day = on(span.begins_at)
        day.mark = max(day.mark or 0, span.last)
        name = names.get(span.author, "").strip()
        if not span.author.startswith("=") and name not in day.names:
            day.names.append(name)
    for version in versions_of(text):
        on(version.made_at).versions.append(version)
    return sorted(found.values(), key=lambda each: each.day, reverse=True)


def versions_of(text: Text) -> list[Version]:
    return list(text.versions.all())


def moments_of(text: Text) -> list[Moment]:
    """From the beginning to now, no more of them than one can choose from."""
    last: dict[datetime, int] = defaultdict(int)
    for span in _spans(text):
        last[span.begins_at] = max(last[span.begins_at], span.last)
    marks = sorted(last.values())
    step = -(-len(marks) // MOST_MOMENTS) or 1
    chosen = [*marks[::-1][::step]][::-1]
    times = reading.moments_of(text, chosen)
    begun = [Moment(0, text.created_at)]
    return begun + [Moment(mark, at) for mark, at in zip(chosen, times, strict=True)]


def place_among(moments: list[Moment], mark: int) -> int:
    """Which of the moments is the last one up to that mark."""
    return max(bisect_right([each.mark for each in moments], mark) - 1, 0)


def _spans(text: Text) -> list[Span]:
    return reading.spans_of(text, length_ms=SPAN_MS)


def mark_at(text: Text, moment: datetime) -> int:
    return reading.mark_at(text, moment)


def state_at(text: Text, mark: int) -> bytes:
    """The present, which is at hand, or the past, which is read from the whole log."""
    if mark >= present_mark(text):
        state = reading.state_of(text)
        # Somebody may have written since: that is not what was asked for.
        if mark >= present_mark(text):
            return state
    return reading.state_of(text, mark=str(mark))


def past_of(text: Text, mark: int, *, deleted: bool = False) -> Past:
    """With ``deleted``, its pieces say who took them out later."""
    claims = claims_of(text)
    tree = claims.tree(state_at(text, mark), deleted=deleted)
    return Past(mark, reading.moment_of(text, mark), tree, claims, reading.names())

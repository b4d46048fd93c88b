"""Two people changed the same session: what both did, where they don't touch one another.

Three states are compared: what both began from, what I typed, and what it became meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from openweek.ground.differences import Patience
from openweek.place.models import Room
from openweek.programme import history
from openweek.programme.history import State
from openweek.programme.models import Change, Session, Span

# All of a session's times and rooms, as one field: an hour of the one with the room of the other
# would be what nobody meant.
TIMES = "times"


@dataclass
class Merged:
    """What came of it. In ``conflicts``, which ``values`` leave out, both meant something else."""

    values: State = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


class EditedTogether(Exception):
    """Both changed the same, each in another way; nothing was written."""

    def __init__(self, merged: Merged, theirs: State, newest: int) -> None:
        super().__init__("two people changed the same")
        self.merged = merged
        self.theirs = theirs
        # The change up to which one must have seen, to decide.
        self.newest = newest


def plain(state: State) -> State:
    """A state of :func:`history.state_of`, with its times as one sorted list."""
    values = {key: value for key, value in state.items() if history.slot_pk(key) is None}
    times = [value for key, value in state.items() if history.slot_pk(key) is not None and value]
    values[TIMES] = sorted(
        ([_utc(each["starts_at"]), _utc(each["ends_at"]), each["room"]] for each in times), key=str
    )
    return values


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat()


def plain_times(spans: Iterable[Span]) -> list[list[Any]]:
    """As :func:`plain` keeps them."""
    said = (
        [
            span.starts_at.astimezone(UTC).isoformat(),
            span.ends_at.astimezone(UTC).isoformat(),
            span.room.pk if span.room else None,
        ]
        for span in spans
    )
    return sorted(said, key=str)


def spans_in(times: Iterable[Sequence[Any]]) -> list[Span]:
    """The other way round; a room that is gone is none."""
    listed = list(times)
    rooms = Room.objects.in_bulk([room for _, _, room in listed if room])
    return [
        Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends), rooms.get(room))
        for starts, ends, room in listed
    ]


def typed(given: Mapping[str, Any], spans: Iterable[Span] | None) -> State:
    """What an action is given, under the names of a state; without spans, no times."""
    values = dict(given)
    if "format" in values:
        chosen = values.pop("format")
        values["format_id"] = chosen.pk if chosen is not None else None
    return values if spans is None else {**values, TIMES: plain_times(spans)}


def rewind(session: Session, now: State, seen: int) -> State:
    """What the session was after its change of that number."""
    state = dict(now)
    for change in session.changes.filter(number__gt=seen).order_by("-number"):
        state |= change.before
    return state


def merge(base: State, mine: State, theirs: State) -> Merged:
    """Field by field; only those that ``mine`` names. A description also line by line."""
    merged = Merged()
    for key, wanted in mine.items():
        was, became = base.get(key), theirs.get(key)
        if _is_same(wanted, was) or _is_same(wanted, became):
            merged.values[key] = became
        elif _is_same(became, was):
            merged.values[key] = wanted
        else:
            lines = (
                merge_lines(was or "", wanted or "", became or "") if key == "description" else None
            )
            if lines is None:
                merged.conflicts.append(key)
            else:
                merged.values[key] = lines
    return merged


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one, key=str) == sorted(other, key=str)
    return history.is_same(one, other)


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines ``start`` to ``end`` of the text that both began from became these."""

    start: int
    end: int
    lines: tuple[str, ...]

    def touches(self, other: "Edit") -> bool:
        return self.start <= other.end and other.start <= self.end


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """Both texts in one; None where an edit of the one touches another edit of the other."""
    lines = base.split("\n")
    patience = Patience()
    edits = sorted(
        {*_edits(lines, mine, patience), *_edits(lines, theirs, patience)},
        key=lambda edit: (edit.start, edit.end),
    )
    if any(one.touches(other) for one, other in pairwise(edits)):
        return None
    result, done = [], 0
    for edit in edits:
        result += [*lines[done : edit.start], *edit.lines]
        done = edit.end
    return "\n".join([*result, *lines[done:]])


def _edits(base: list[str], text: str, patience: Patience) -> Iterator[Edit]:
    new = text.split("\n")
    for verb, old_from, old_to, new_from, new_to in patience.opcodes(base, new):
        if verb != "equal":
            yield Edit(old_from, old_to, tuple(new[new_from:new_to]))


def label_of(key: str) -> str:
    return _("When and where") if key == TIMES else history.label_of(key)


def as_slots(state: State) -> State:
    """With its times as a reader of changes expects them, in their order."""
    said = dict(state)
    for place, (starts, ends, room) in enumerate(said.pop(TIMES, None) or []):
        said[history.slot_key(place)] = {"starts_at": starts, "ends_at": ends, "room": room}
    return said


def in_words(reader: history.Reader, key: str, value: Any) -> str:
    """One value, whole; empty for nothing."""
    said = reader.differences(Change(number=2, after=as_slots({key: value})))
    return "; ".join("".join(piece.text for piece in each.pieces) for each in said)

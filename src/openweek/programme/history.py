"""What a session was at a moment, and how two such states differ, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons.models import Format
from openweek.ground.differences import Patience
from openweek.look import dates
from openweek.place.models import Feature, Room
from openweek.programme.models import Change, Kind, Session, Slot
from openweek.week import halves
from openweek.week.models import Week

State = dict[str, Any]

FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("In a few words"),
    "description": gettext_lazy("Description"),
    "facilitator": gettext_lazy("Run by"),
    "format_id": gettext_lazy("Format"),
    "kind": gettext_lazy("What it is"),
    "track": gettext_lazy("Subject"),
    "language": gettext_lazy("Language"),
    "seats": gettext_lazy("Seats"),
    "remote_seats": gettext_lazy("Seats from afar"),
    "remote_url": gettext_lazy("Address to follow from afar"),
    "source_url": gettext_lazy("Page with more"),
    "needs": gettext_lazy("What the room must offer"),
    "minutes": gettext_lazy("Lasts"),
    "availability": gettext_lazy("When whoever runs it can come"),
    "met_by_id": gettext_lazy("Came true in"),
}


def _features(codes: list[str]) -> str:
    return ", ".join(str(Feature(code).label) for code in codes if code in Feature.values)


def _half_days(keys: list[str]) -> str:
    return ", ".join(halves.in_words(half for half in map(halves.parse_half, keys) if half))


def _host(url: str) -> str:
    """Everybody reads the history, and the address is shown only when it is time."""
    return urlsplit(url).hostname or url


# How values that are no words are said.
IN_WORDS: dict[str, Callable[[Any], str]] = {
    "kind": lambda kind: str(Kind(kind).label),
    "needs": _features,
    "minutes": dates.duration,
    "remote_url": _host,
    "availability": _half_days,
    "deleted": lambda out: _("taken out of the programme") if out else _("in the programme"),
    "held": lambda waits: _("waits for a look") if waits else _("can be seen by everybody"),
}
# Longer texts are compared line by line, not word by word.
LONG_TEXT = 4000
# Shorter ones are shown whole: before, then after.
SHORT_TEXT = 80
AROUND = 8


def state_of(session: Session, slots: Iterable[Slot] | None = None) -> State:
    """Everything that a change can touch, in plain values; one query, or none with its slots."""
    state: State = {name: getattr(session, name) for name in FIELDS}
    state["deleted"] = session.deleted_at is not None
    state["held"] = session.held_at is not None
    for slot in Slot.objects.filter(session=session) if slots is None else slots:
        state[slot_key(slot.pk)] = slot_state(slot)
    return state


def is_same(one: Any, other: Any) -> bool:
    """What was left empty is nothing, whether it was kept as such or not kept at all."""
    return (one or None) == (other or None)


def slot_key(pk: int) -> str:
    return f"slot:{pk}"


def slot_pk(key: str) -> int | None:
    return int(key.removeprefix("slot:")) if key.startswith("slot:") else None


def slot_state(slot: Slot) -> State | None:
    if slot.cancelled_at is not None:
        return None
    return {
        "room": slot.room_id,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
    }


def touched(before: State, after: State) -> tuple[State, State]:
    """The two states without what is the same in both."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a difference: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    pieces: tuple[Piece, ...]


class Reader:
    """Says changes in words; the names of rooms and formats are looked up once for all of them."""

    def __init__(self, week: Week, changes: Iterable[Change]) -> None:
        self._zone = week.place.zone
        self._patience = Patience()
        states = [state for change in changes for state in (change.before, change.after)]
        rooms = {slot["room"] for state in states for slot in _slots(state) if slot["room"]}
        formats = {state["format_id"] for state in states if state.get("format_id")}
        self._rooms = dict(Room.objects.filter(pk__in=rooms).values_list("pk", "name"))
        self._formats = dict(Format.objects.filter(pk__in=formats).values_list("pk", "title"))
        met = {state["met_by_id"] for state in states if state.get("met_by_id")}
        # Everybody reads a wish's history: what is out of the programme, or waits, is not named.
        shown = Session.objects.filter(pk__in=met, deleted_at=None, held_at=None)
        self._met = dict(shown.values_list("pk", "title")) if met else {}

    def differences(self, change: Change) -> list[Difference]:
        return [
            Difference(
                label=label_of(key),
                pieces=tuple(
                    compare(
                        self._in_words(key, change.before.get(key)),
                        self._in_words(key, change.after.get(key)),
                        self._patience,
                    )
                ),
            )
            for key in {**change.before, **change.after}
            if _needs_saying(key, change)
        ]

    def _in_words(self, key: str, value: Any) -> str:
        if value is None or value in ("", []):
            return ""
        if slot_pk(key) is not None:
            return self._slot_in_words(value)
        if key == "format_id":
            return self._formats.get(value) or _("a format that is gone")
        if key == "met_by_id":
            return self._met.get(value) or _("a session that is not shown")
        said = IN_WORDS.get(key)
        return said(value) if said else str(value)

    def _slot_in_words(self, value: State) -> str:
        starts, ends = (datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at"))
        day = dates.day(starts.astimezone(self._zone).date())
        when = f"{day}, {dates.hours(starts, ends, self._zone)}"
        room = self._rooms.get(value["room"]) or _("without a room")
        return f"{when}, {room}"


def _needs_saying(key: str, change: Change) -> bool:
    """That something new is a session, and in the programme, goes without saying."""
    if change.number > 1:
        return not is_same(change.before.get(key), change.after.get(key))
    if key == "held":
        return bool(change.after.get(key))
    return key != "deleted" and (key, change.after.get(key)) != ("kind", Kind.SESSION)


def deed_of(change: Change) -> str:
    """In one sentence, when it is more than words that were changed; else nothing."""
    after = change.after
    if change.number == 1:
        return _PROPOSED.get(after.get("kind", ""), _PROPOSED[Kind.SESSION])()
    if "deleted" in after:
        return _("Taken out of the programme.") if after["deleted"] else _("Put back.")
    if after.get("kind") == Kind.SESSION:
        was = change.before.get("kind")
        return _("The wish became a session.") if was == Kind.WISH else _("The offer has its time.")
    if after.get("met_by_id"):
        return _("An offer met this wish.")
    if "held" in after:
        return (
            _("Held until somebody looks at it.") if after["held"] else _("Looked at, and shown.")
        )
    return ""


_PROPOSED: dict[str, Callable[[], str]] = {
    Kind.SESSION: lambda: _("Wrote this session into the programme."),
    Kind.OFFER: lambda: _("Offered this."),
    Kind.WISH: lambda: _("Wished for this."),
}


def label_of(key: str) -> str:
    if key == "deleted":
        return _("Programme")
    if key == "held":
        return _("Shown to everybody")
    return _("When and where") if slot_pk(key) is not None else str(FIELDS.get(key, key))


def _slots(state: Mapping[str, Any]) -> list[State]:
    return [value for key, value in state.items() if slot_pk(key) is not None and value]


def compare(before: str, after: str, patience: Patience) -> Iterator[Piece]:
    """What went, what came, and a little of what stands around it."""
    if max(len(before), len(after)) <= SHORT_TEXT:
        yield from (piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text)
        return
    old, new = _cut(before, after)
    for verb, old_from, old_to, new_from, new_to in patience.opcodes(old, new):
        if verb == "equal":
            yield Piece("same", _shortened(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(new[new_from:new_to]))


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    if max(len(before), len(after)) > LONG_TEXT:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return _words(before), _words(after)


def _words(text: str) -> list[str]:
    """With the spaces that follow them, so that joined they are the text again."""
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        parts = line.split(" ")
        words += [f"{part} " for part in parts[:-1]] + [parts[-1]] * bool(parts[-1])
    return words


def _shortened(words: list[str]) -> str:
    if len(words) <= 2 * AROUND:
        return "".join(words)
    return "".join([*words[:AROUND], "… ", *words[-AROUND:]])

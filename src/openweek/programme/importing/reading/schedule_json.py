"""schedule.json of the c3voc; and how any JSON is read, also when it is damaged."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Programme,
    Unreadable,
    Where,
    without_doubles,
)
from openweek.programme.importing.reading import conference

KIND = "schedule.json"
# A damaged file is searched for whole pieces; a trap has no end of beginnings.
_TRIES = 2000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in a JSON file. Of a damaged one, the pieces that are whole, and what is wrong."""

    value: Any
    damage: str = ""

    @property
    def schedule(self) -> Mapping[str, Any]:
        found = self.value.get("schedule", self.value) if isinstance(self.value, dict) else {}
        return found if isinstance(found, dict) else {}

    @property
    def is_schedule(self) -> bool:
        if self.damage:
            return any("duration" in piece and "slots" not in piece for piece in self.value)
        return isinstance(self.schedule.get("conference"), dict)


def load(text: str) -> Loaded:
    try:
        return Loaded(json.loads(text))
    except RecursionError as trap:
        raise Unreadable(_("This JSON file is nested too deeply to be a programme.")) from trap
    except ValueError as broken:
        pieces = list(_whole_pieces(text))
        if not pieces:
            raise Unreadable(
                _("This JSON file is damaged, and nothing whole is left in it.")
            ) from broken
        return Loaded(pieces, damage=str(broken))


def _whole_pieces(text: str) -> Iterator[dict[str, Any]]:
    """Objects that could be sessions."""
    decoder = json.JSONDecoder()
    place, tries, found = text.find("{"), 0, 0
    while place >= 0 and tries < _TRIES and found <= MOST_EVENTS:
        try:
            value, end = decoder.raw_decode(text, place)
        except ValueError:
            tries, end = tries + 1, place + 1
        except RecursionError:
            return
        else:
            for piece in objects_in(value):
                if piece.get("title") and {"guid", "date", "slots", "duration"} & set(piece):
                    found += 1
                    yield piece
        place = text.find("{", end)


def objects_in(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The outermost objects that have a title."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if "title" in value and ("code" in value or "guid" in value or "slots" in value):
            yield value
            return
        for each in value.values():
            yield from objects_in(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from objects_in(each, depth + 1)


def read(told: Loaded, where: Where) -> Programme:
    schedule = told.schedule
    head = schedule.get("conference") or {}
    generator = told.value.get("generator") if isinstance(told.value, dict) else None
    programme = Programme(
        KIND, conference.source_of(KIND, head), title=words.line(head.get("title")),
        is_ours=isinstance(generator, dict) and generator.get("name") == "OpenWeek",
    )  # fmt: skip
    conference.days_of(programme, head, where)
    if told.damage:
        programme.complain(
            "", "", _("This JSON file is damaged (%(why)s): what was whole in it was read.")
            % {"why": told.damage[:120]},
        )  # fmt: skip
    spot = conference.around(head, where)
    for said, day, room in _events(told):
        here = replace(spot, day=moments.day_of(words.line(day), where), room=words.line(room))
        if not isinstance(said, dict):
            programme.complain("", words.line(said)[:80], _("this is no event."))
        elif not conference.add(programme, _cleaned(said), here):
            programme.complain(
                "", "", _("Only the first %(count)d events were read.") % {"count": MOST_EVENTS}
            )
            break
    without_doubles(programme, _("another event has the same number; both were kept."))
    return programme


def _events(told: Loaded) -> Iterator[tuple[Any, Any, Any]]:
    if told.damage:
        yield from ((piece, "", "") for piece in told.value)
        return
    days = told.schedule["conference"].get("days") or told.schedule.get("days") or []
    for day in days if isinstance(days, list) else []:
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, events in rooms.items() if isinstance(rooms, dict) else []:
            for event in events if isinstance(events, list) else []:
                yield event, day.get("date"), room


def _cleaned(said: Mapping[str, Any]) -> dict[str, Any]:
    """As an XML event would say it."""
    persons = said.get("persons")
    names = None
    if isinstance(persons, list):
        names = words.names([_name(each) for each in persons])
    return {**said, "persons": names}


def _name(person: Any) -> str:
    if isinstance(person, dict):
        found = (person.get(key) for key in ("public_name", "name", "full_public_name"))
        return str(next((each for each in found if each), ""))
    return str(person)

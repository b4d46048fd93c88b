"""Why something is proposed: found as plain values that can be kept, then said in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.place.models import Feature, Room
from openweek.programme.arranging.problem import (
    MISPLACED,
    Place,
    Placements,
    Problem,
    Session,
    overlap,
)
from openweek.week import halves

# A code, and what its sentence needs.
Reason = tuple[str, dict[str, Any]]
# More half-days than this are no constraint worth telling.
FEW_HALVES = 3


class Reasons:
    """Knows a problem and its solution; ``titles`` and ``needs`` are by a session's key."""

    def __init__(
        self,
        problem: Problem,
        placements: Placements,
        rooms: Mapping[int, Room],
        rows: Mapping[int, Any],
    ) -> None:
        self._problem = problem
        self._placements = placements
        self._rooms = rooms
        self._rows = rows

    def of(self, session: Session) -> list[Reason]:
        place = self._placements[session.key]
        if place is None:
            return [self._why_nowhere(session)]
        return [
            *self._about_before(session),
            *self._about_host(session),
            *self._about_people(session, place),
            *self._about_room(session, place),
        ]

    def clashing(self, session: Session, place: Place | None) -> list[tuple[int, int]]:
        """How many would like it and something else that is on then; the most first."""
        if place is None:
            return []
        found = [
            (len(both), other.key)
            for other, there in self._others(session)
            if overlap(session, place, other, there) and (both := session.people & other.people)
        ]
        return sorted(found, reverse=True)

    def _others(self, session: Session) -> Iterator[tuple[Session, Place]]:
        for other in self._problem.sessions:
            there = self._placements[other.key]
            if other.key != session.key and there is not None:
                yield other, there

    def _about_before(self, session: Session) -> Iterator[Reason]:
        if session.now is not None and session.now_cost >= MISPLACED:
            yield "misplaced", {}

    def _about_host(self, session: Session) -> Iterator[Reason]:
        row = self._rows[session.key]
        if row.facilitator and 0 < len(row.availability) <= FEW_HALVES:
            yield "host", {"who": row.facilitator, "halves": sorted(row.availability)}

    def _about_people(self, session: Session, place: Place) -> Iterator[Reason]:
        clashes = self.clashing(session, place)
        if clashes:
            count, key = clashes[0]
            yield "clash", {"count": count, "title": self._title(key)}
        elif session.people:
            yield "free", {"count": len(session.people)}
        related = [
            (len(both), -other.key)
            for other, there in self._others(session)
            if not overlap(session, place, other, there) and (both := session.people & other.people)
        ]
        if related:
            count, key = max(related)
            yield "both", {"count": count, "title": self._title(-key)}

    def _about_room(self, session: Session, place: Place) -> Iterator[Reason]:
        room = self._rooms.get(place.room or 0)
        if room is None:
            return
        needs = [code for code in self._rows[session.key].needs if code in Feature]
        free = [other for other in session.rooms if self._is_free(session, place.start, other)]
        is_only = not [other for other in free if other != place.room]
        if needs:
            yield ("only_room" if is_only else "room"), {"needs": needs}
        elif is_only and len(self._rooms) > 1:
            yield "last_room", {}
        elif room.seats and session.people:
            seats = {"seats": room.seats, "count": len(session.people)}
            yield ("seats" if room.seats >= len(session.people) else "few_seats"), seats

    def _is_free(self, session: Session, start: int, room: int) -> bool:
        return room in self._problem.shared_rooms or not any(
            there.room == room and overlap(session, Place(start, room), other, there)
            for other, there in self._others(session)
        )

    def _why_nowhere(self, session: Session) -> Reason:
        if not session.rooms:
            needs = [code for code in self._rows[session.key].needs if code in Feature]
            return "no_room", {"needs": needs}
        return ("full" if session.starts else "no_time"), {}

    def _title(self, key: int) -> str:
        row = self._rows.get(key)
        return row.title if row else ""


def in_words(code: str, said: Mapping[str, Any]) -> str:
    """The sentence, in the language of whoever reads."""
    plain = _PLAIN.get(code)
    if plain is not None:
        return str(plain())
    if code == "host":
        parsed = (halves.parse_half(key) for key in said["halves"])
        when = halves.list_in_words(half for half in parsed if half)
        return _("%(who)s can only come then: %(when)s.") % {"who": said["who"], "when": when}
    if "needs" in said:
        return _NEEDS[code]() % {"needs": _features(said["needs"])}
    return _counted(code, said) % said


def _features(codes: Iterable[str]) -> str:
    return ", ".join(str(Feature(code).label) for code in codes)


def _counted(code: str, said: Mapping[str, Any]) -> str:
    count = said["count"]
    if code == "clash":
        return ngettext(
            "%(count)d person would also like “%(title)s”, which is on at the same time.",
            "%(count)d people would also like “%(title)s”, which is on at the same time.",
            count,
        )
    if code == "free":
        return ngettext(
            "%(count)d person would like it, and is free then.",
            "%(count)d people would like it, and all are free then.",
            count,
        )
    if code == "both":
        return ngettext(
            "%(count)d person who would also like “%(title)s” can come to both.",
            "%(count)d people who would also like “%(title)s” can come to both.",
            count,
        )
    if code == "seats":
        return ngettext(
            "Its %(seats)d seats are enough for the %(count)d person who would like it.",
            "Its %(seats)d seats are enough for the %(count)d people who would like it.",
            count,
        )
    return ngettext(
        "%(count)d person would like it, and this room has %(seats)d seats.",
        "%(count)d people would like it, and this room has %(seats)d seats.",
        count,
    )


_PLAIN = {
    "misplaced": lambda: _(
        "Where it is today the doors are closed, there is a break, it lacks what it needs, "
        "or whoever runs it cannot come."
    ),
    "last_room": lambda: _("The only room that is free then."),
    "no_time": lambda: _(
        "There is no time for it between the opening hours, the breaks and the half-days "
        "at which whoever runs it can come."
    ),
    "full": lambda: _("Every time and room that would suit it is taken."),
}
_NEEDS = {
    "only_room": lambda: _("The only room that is free then and offers %(needs)s."),
    "room": lambda: _("This room offers what it needs: %(needs)s."),
    "no_room": lambda: _("No room of the week offers what it needs: %(needs)s."),
}

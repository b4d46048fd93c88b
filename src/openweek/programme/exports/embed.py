"""The programme inside somebody else's site: which days, in which inks, in which language."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from openweek.look import dates
from openweek.programme.exports import plain
from openweek.programme.queries.exports import PublicSlot, public_week
from openweek.week.models import Week

THEMES = ("auto", "light", "dark")
INKS = ("vermilion", "duck", "mustard", "leaf", "ink")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the frame asks for; what is not known there is as good as unsaid."""

    theme: str
    ink: str
    language: str
    day: date | None
    room: str
    today: date

    @classmethod
    def of(cls, query: Mapping[str, str], week: Week) -> "Asked":
        days = {day.isoformat(): day for day in week.days} | {"today": week.today}
        languages = [code for code, _name in settings.LANGUAGES]
        return cls(
            theme=_one_of(query.get("theme", ""), THEMES),
            ink=_one_of(query.get("ink", ""), INKS),
            language=_one_of(query.get("language", ""), (week.place.language, *languages)),
            day=days.get(query.get("day", "")),
            room=query.get("room", ""),
            today=week.today,
        )

    def name(self, tag: str) -> str:
        """Another one whenever the page would be."""
        return hashlib.sha256(f"{tag} {self!r}".encode()).hexdigest()[:32]


def _one_of(asked: str, known: tuple[str, ...]) -> str:
    return asked if asked in known else known[0]


@dataclass(frozen=True, slots=True)
class EmbeddedSession:
    hours: str
    starts_at: str
    title: str
    people: str
    room: str
    url: str


@dataclass(frozen=True, slots=True)
class EmbeddedDay:
    date: date
    name: str
    is_today: bool
    sessions: tuple[EmbeddedSession, ...]


def days_of(week: Week, asked: Asked) -> list[EmbeddedDay]:
    """In the language that is active. Days on which nothing happens are left out."""
    zone = week.place.zone
    public = public_week(week)
    rooms = {room.slug for room in public.rooms}
    by_day: dict[date, list[PublicSlot]] = defaultdict(list)
    for slot in public.slots:
        here = slot.room is not None and slot.room.slug == asked.room
        if here or asked.room not in rooms:
            by_day[slot.starts_at.astimezone(zone).date()].append(slot)
    return [
        EmbeddedDay(
            day, dates.day(day), day == asked.today, tuple(_shown(slot, zone) for slot in found)
        )
        for day, found in sorted(by_day.items())
        if asked.day in {None, day}
    ]


def _shown(slot: PublicSlot, zone: ZoneInfo) -> EmbeddedSession:
    return EmbeddedSession(
        hours=dates.hours(slot.starts_at, slot.ends_at, zone),
        starts_at=slot.starts_at.astimezone(zone).isoformat(),
        title=plain.title_of(slot.session),
        people=", ".join(plain.people_of(slot.session)),
        room=plain.room_name(slot),
        url=plain.address(slot.session.url),
    )

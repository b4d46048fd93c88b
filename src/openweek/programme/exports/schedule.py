"""What schedule.xml and schedule.json have in common: days, rooms and events, fit for both schemas.

Both are those of the c3voc, which apps on people's telephones read. Their acronym, their slugs and
their times are narrower than ours; whatever was typed comes out valid.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from openweek.ground.hours import exists_at, to_utc
from openweek.ground.text import safe_slug
from openweek.programme.exports import plain
from openweek.programme.queries.exports import PublicSession, PublicSlot, PublicWeek
from openweek.week.models import Week

VERSION = version("openweek")
# Until this hour, what happens is still of the day before.
DAY_CHANGES_AT = time(4)
SLOT_MINUTES = 15
_SHORTEST_WORD = 4
_LONGEST_HOURS = 99
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class ScheduleRoom:
    """``name`` is unlike that of any other room."""

    guid: str
    name: str
    slug: str
    seats: int | None


@dataclass(frozen=True, slots=True)
class ScheduleEvent:
    """A session at one of its times; ``starts_at`` and ``ends_at`` are in the place's hours."""

    number: int
    guid: str
    slug: str
    url: str
    room: str
    starts_at: datetime
    ends_at: datetime
    duration: str
    session: PublicSession
    title: str
    type: str
    people: tuple[str, ...]
    source_url: str


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[tuple[ScheduleRoom, tuple[ScheduleEvent, ...]], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    week: Week
    version: str
    acronym: str
    title: str
    days: tuple[ScheduleDay, ...]
    rooms: tuple[ScheduleRoom, ...]
    # Name and slug.
    tracks: tuple[tuple[str, str], ...]


def schedule_of(public: PublicWeek) -> Schedule:
    week = public.week
    acronym = acronym_of(week)
    rooms = _rooms(public)
    by_day: dict[date, dict[int | None, list[ScheduleEvent]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for slot in public.slots:
        key = None if slot.room is None else slot.room.pk
        event = _event(slot, rooms[key], acronym, week.place.zone)
        by_day[_day_of(event.starts_at, week)][key].append(event)
    dates = sorted({*week.days, *by_day})
    return Schedule(
        week=week,
        version=public.revision,
        acronym=acronym,
        title=plain.line(week.title) or acronym,
        days=tuple(_day(n, day, by_day[day], rooms, week) for n, day in enumerate(dates, start=1)),
        rooms=tuple(rooms.values()),
        tracks=_tracks(public.slots),
    )


def acronym_of(week: Week) -> str:
    """A word that both schemas take: small letters, digits and low lines, four at least."""
    word = re.sub(r"[^a-z0-9]+", "_", f"{week.place.slug}_{week.slug}".lower()).strip("_")
    return word if len(word) >= _SHORTEST_WORD else f"openweek_{word}"


def _rooms(public: PublicWeek) -> dict[int | None, ScheduleRoom]:
    """Each with a name of its own; what has no room is in one that is nowhere."""
    taken: set[str] = set()
    slugs: set[str] = set()
    found: dict[int | None, ScheduleRoom] = {}
    for room in public.rooms:
        name = _unlike(plain.line(room.name) or room.slug, room.slug, taken)
        slug = safe_slug(room.slug, taken=slugs, default="room")
        slugs.add(slug)
        found[room.pk] = ScheduleRoom(str(room.guid), name, _long_enough(slug), room.seats)
    if any(slot.room is None for slot in public.slots):
        name = _unlike(plain.elsewhere(), "-", taken)
        slug = safe_slug("elsewhere", taken=slugs)
        found[None] = ScheduleRoom(str(public.elsewhere), name, slug, None)
    return found


def _unlike(name: str, more: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        candidate = f"{name} ({more})" if number == 1 else f"{name} ({more} {number})"
        number += 1
    taken.add(candidate)
    return candidate


def _event(slot: PublicSlot, room: ScheduleRoom, acronym: str, zone: ZoneInfo) -> ScheduleEvent:
    session = slot.session
    word = _long_enough(safe_slug(session.slug, default="moment"))
    return ScheduleEvent(
        number=slot.pk,
        guid=str(slot.guid),
        slug=f"{acronym}-{slot.pk}-{word}",
        url=plain.address(session.url),
        room=room.name,
        starts_at=slot.starts_at.astimezone(zone),
        ends_at=slot.ends_at.astimezone(zone),
        duration=_duration(slot.ends_at - slot.starts_at),
        session=session,
        title=plain.title_of(session),
        type=plain.line(session.format) or _OTHER,
        people=tuple(plain.people_of(session)),
        source_url=plain.web_address(session.source_url),
    )


def _long_enough(slug: str) -> str:
    return slug if len(slug) >= _SHORTEST_WORD else f"moment-{slug}"


def _duration(length: timedelta) -> str:
    minutes = max(-(-length // timedelta(minutes=1)), 1)
    hours, rest = divmod(minutes, 60)
    return f"{hours:02d}:{rest:02d}" if hours <= _LONGEST_HOURS else f"{_LONGEST_HOURS}:59"


def _day_of(local: datetime, week: Week) -> date:
    """The day that it belongs to; the week has no day before its first."""
    day = local.date()
    early = local.time() < DAY_CHANGES_AT and day != week.starts_on
    return day - timedelta(days=1) if early else day


def _day(
    index: int,
    day: date,
    events: dict[int | None, list[ScheduleEvent]],
    rooms: dict[int | None, ScheduleRoom],
    week: Week,
) -> ScheduleDay:
    zone = week.place.zone
    starts_at = _at(day, DAY_CHANGES_AT, zone)
    earliest = min((event.starts_at for found in events.values() for event in found), default=None)
    if earliest is not None and earliest.astimezone(UTC) < starts_at.astimezone(UTC):
        starts_at = _at(day, time(0), zone)
    return ScheduleDay(
        index=index,
        date=day,
        starts_at=starts_at,
        ends_at=_at(day + timedelta(days=1), DAY_CHANGES_AT, zone),
        rooms=tuple((room, tuple(events[key])) for key, room in rooms.items() if events.get(key)),
    )


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """That hour there, or the next one that exists."""
    while not exists_at(day, hour, zone):
        hour = time(hour.hour + 1)
    return to_utc(day, hour, zone).astimezone(zone)


def _tracks(slots: Iterable[PublicSlot]) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(plain.line(slot.session.track) for slot in slots)
    found: dict[str, str] = {}
    for name in names:
        if name:
            slug = safe_slug(f"t-{name}" if not name[0].isalpha() else name, default="track")
            word = slug if slug[0].isalpha() and len(slug) > 1 else f"t-{slug}"
            found[name] = safe_slug(word, taken=set(found.values()))
    return tuple(found.items())

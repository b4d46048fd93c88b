"""What schedule.xml and schedule.json have in common: an event in the words of the c3voc."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from openweek.ground.text import safe_slug
from openweek.programme.exports import plain
from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Incoming,
    Programme,
    Where,
    key_for,
    uuid_in,
)

_DAY_CHANGE = time(4)
LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an event: its day, its room, the clocks of its conference."""

    day: date | None
    room: str
    zone: ZoneInfo
    day_change: time


def source_of(kind: str, conference: Mapping[str, Any]) -> str:
    """The same for each file of one conference."""
    named = words.line(conference.get("acronym")) or words.line(conference.get("title"))
    return safe_slug(named, default=kind)


def around(conference: Mapping[str, Any], where: Where) -> Around:
    zone = where.zone
    named = words.line(conference.get("time_zone_name"))
    if named:
        try:
            zone = ZoneInfo(named)
        except (ValueError, OSError, KeyError):
            zone = where.zone
    changes = moments.hours_in(words.line(conference.get("day_change")))
    return Around(None, "", zone, changes[0] if changes else _DAY_CHANGE)


def days_of(programme: Programme, conference: Mapping[str, Any], where: Where) -> None:
    """First and last day, if it says them and they make sense."""
    first, last = (
        moments.day_of(words.line(conference.get(name)), where) for name in ("start", "end")
    )
    if first and last and first <= last:
        programme.first, programme.last = first, last


def add(programme: Programme, said: Mapping[str, Any], spot: Around) -> bool:
    """One event; False when there are more than anybody has."""
    if len(programme.rows) >= MOST_EVENTS:
        return False
    number = words.line(said.get("id")) or str(len(programme.rows) + 1)
    name = _("event %(number)s") % {"number": number[:40]}
    title = words.line(said.get("title"))
    if not title:
        title = words.line(said.get("subtitle")) or words.line(said.get("slug"))
        if not title:
            programme.complain(name, "", _("it has no title, so it was left out."))
            return True
        programme.complain(name, title, _("it has no title; another of its names stands for it."))
    start, end = _times(programme, said, spot, name, title)
    guid = uuid_in(str(said.get("guid") or ""))
    identity = str(guid) if guid else words.line(said.get("guid")) or words.line(said.get("id"))
    identity = identity or words.line(said.get("slug")) or f"{title}/{start or ''}"
    programme.rows.append(
        Incoming(
            key=key_for(programme.source, identity),
            title=title,
            where=name,
            guid=guid,
            start=start,
            end=end,
            room=_room(programme, said, spot),
            track=_optional(programme, said, "track", words.line),
            language=_optional(programme, said, "language", words.language),
            persons=said.get("persons"),
            format=_format(said),
            **_texts(programme, said),
            **_links(programme, said),
        )
    )
    return True


def _optional(programme: Programme, said: Mapping[str, Any], name: str, clean: Any) -> str | None:
    if said.get(name) is None:
        # We leave out what is empty; others leave out what they do not keep.
        return "" if programme.is_ours else None
    found = said[name]
    if isinstance(found, Mapping):
        found = found.get("name") or found.get("en") or found.get("fr")
    return str(clean(found))


def _texts(programme: Programme, said: Mapping[str, Any]) -> dict[str, Any]:
    """Ours says a summary as its abstract; others say more than one line there."""
    if programme.is_ours:
        return {
            "subtitle": words.line(said.get("abstract")),
            "description": words.prose(said.get("description"), is_ours=True),
        }
    subtitle = None if said.get("subtitle") is None else words.line(said["subtitle"])
    parts = [words.prose(said[name]) for name in ("abstract", "description") if said.get(name)]
    silent = said.get("abstract") is None and said.get("description") is None
    distinct = list(dict.fromkeys(part for part in parts if part))
    return {"subtitle": subtitle, "description": None if silent else "\n\n".join(distinct)}


def _links(programme: Programme, said: Mapping[str, Any]) -> dict[str, Any]:
    page = words.link(said.get("url"))
    if not programme.is_ours:
        silent = said.get("url") is None
        return {
            "url": None if silent else page,
            "series": f"{page} {said.get('title')}" if page else "",
        }
    first = words.link(said.get("origin_url"))
    # A page of our own is no source of itself.
    is_here = page.startswith(f"{settings.OPENWEEK_URL}/")
    return {"url": first or ("" if is_here else page), "series": page}


def _format(said: Mapping[str, Any]) -> str | None:
    found = said.get("type")
    if isinstance(found, Mapping):
        found = found.get("en") or found.get("fr")
    named = words.line(found)
    return named if named and named != "other" else None


def _room(programme: Programme, said: Mapping[str, Any], spot: Around) -> str:
    room = words.line(said.get("room")) or spot.room
    return "" if programme.is_ours and is_nowhere(room) else room


def is_nowhere(room: str) -> bool:
    """What our exports say instead of a room, in any of our languages."""
    for language in LANGUAGES:
        with override(language):
            if room.removesuffix(" (-)") in {plain.elsewhere(), plain.from_afar()}:
                return True
    return False


def _times(
    programme: Programme, said: Mapping[str, Any], spot: Around, name: str, title: str
) -> tuple[datetime | None, datetime | None]:
    try:
        start = _start(said, spot)
    except moments.Skipped as skipped:
        programme.complain(
            name, title, _("the clocks skip its hour that night: it begins when they go on.")
        )
        start = skipped.instead
    if start is None:
        programme.complain(name, title, _("its day or hour cannot be read: kept without a time."))
        return None, None
    minutes = moments.clock_length(words.line(said.get("duration")))
    end = None
    if not minutes and said.get("end"):
        end = moments.iso_moment(words.line(said["end"]), spot.zone)
    if minutes:
        end = start + timedelta(minutes=min(minutes, 60_000))
    if end is None:
        programme.complain(
            name, title, _("it does not say how long it lasts: kept without a time.")
        )
        return None, None
    return start, end


def _start(said: Mapping[str, Any], spot: Around) -> datetime | None:
    whole = moments.iso_moment(words.line(said.get("date")), spot.zone)
    if whole is not None:
        return whole
    where = Where(spot.zone, spot.day or date(2000, 1, 1), spot.day or date(2000, 1, 1))
    day = moments.day_of(words.line(said.get("date")), where) or spot.day
    hours = moments.hours_in(words.line(said.get("start")))
    if day is None or not hours:
        return None
    if hours[0] < spot.day_change and day == spot.day:
        # The small hours belong to the night before.
        day += timedelta(days=1)
    return moments.moment(day, hours[0], spot.zone)

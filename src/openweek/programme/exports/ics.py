"""The programme as a calendar (RFC 5545, 5546, 7986).

A time keeps its UID whatever becomes of it. SEQUENCE and DTSTAMP come from its session's last
change and only ever grow: a calendar takes an event for newer by the first, then by the second.
What is cancelled stays in the feed, as such, so that those who have it already learn of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from openweek.programme.exports import plain, zones
from openweek.programme.queries.exports import PublicSlot, PublicWeek, public_week
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODID = "-//OpenWeek//Programme//FR"
# How often it is worth asking again; that nothing changed costs next to nothing.
REFRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Told:
    """An event in the words of its calendar; the same one is written once."""

    uid: str
    sequence: int
    created_at: datetime
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    location: str
    description: str
    url: str
    categories: tuple[str, ...]
    is_cancelled: bool
    is_busy: bool


def render(week: Week, *, room: str = "", format_slug: str = "") -> bytes:
    """The whole week, or what happens in one room, or in one format; by their slugs."""
    public = public_week(week)
    name = plain.line(week.title) or week.slug
    slots: Iterable[PublicSlot] = public.all_slots
    if room:
        slots = [slot for slot in slots if slot.room is not None and slot.room.slug == room]
        names = [each.name for each in public.rooms if each.slug == room]
        name = f"{name} · {plain.line(names[0]) if names else room}"
    if format_slug:
        slots = [slot for slot in slots if slot.session.format_slug == format_slug]
        name = f"{name} · {slots[0].session.format if slots else format_slug}"
    return _calendar(public, slots, name=name)


def render_session(week: Week, session_id: int) -> bytes:
    """One session, at all its times."""
    public = public_week(week)
    slots = [slot for slot in public.all_slots if slot.session.pk == session_id]
    titles = [plain.line(slot.session.title) for slot in slots]
    return _calendar(public, slots, name=(titles and titles[0]) or week.title)


def render_choices(week: Week, slot_ids: Collection[int], *, name: str) -> bytes:
    """The times that somebody chose, in their own calendar; these make them busy."""
    public = public_week(week)
    chosen = [slot for slot in public.all_slots if slot.pk in slot_ids]
    return _calendar(public, chosen, name=name, is_busy=True)


def _calendar(
    public: PublicWeek, slots: Iterable[PublicSlot], *, name: str, is_busy: bool = False
) -> bytes:
    week = public.week
    zone = week.place.zone
    with translation.override(week.place.language):
        events = [_event(_told(slot, zone, week, is_busy=is_busy)) for slot in slots]
        calendar = _head(week, plain.line(name))
    years = [slot.starts_at.year for slot in public.all_slots]
    calendar.add_component(zones.timezone_of(zone, min([week.starts_on.year, *years])))
    end = b"END:VCALENDAR\r\n"
    head: bytes = calendar.to_ical()
    return head.removesuffix(end) + b"".join(events) + end


def _head(week: Week, name: str) -> Calendar:
    calendar = Calendar()
    for key, value in {
        "prodid": PRODID,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "x-wr-calname": name,
        "x-wr-timezone": week.place.timezone,
        "x-published-ttl": "PT30M",
        "url": plain.address(programme_url(week)),
    }.items():
        calendar.add(key, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    about = plain.line(week.tagline)
    if about:
        calendar.add("x-wr-caldesc", about)
    return calendar


def _told(slot: PublicSlot, zone: ZoneInfo, week: Week, *, is_busy: bool) -> _Told:
    session = slot.session
    removed = session.is_removed
    url = "" if removed else plain.address(session.url)
    where = f"{plain.room_name(slot)}, {plain.where_place_is(week.place)}"
    if slot.room is None:
        where = plain.room_name(slot)
    return _Told(
        uid=f"{slot.guid}@openweek",
        sequence=session.changed,
        created_at=session.created_at,
        changed_at=session.changed_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=zone.key,
        title=pgettext("instead of a title", "Cancelled") if removed else plain.title_of(session),
        location="" if removed else where,
        description="" if removed else _description(slot, url),
        url=url,
        categories=tuple(
            filter(None, (plain.line(session.format), plain.line(session.track)))
        ),
        is_cancelled=slot.is_cancelled,
        is_busy=is_busy,
    )  # fmt: skip


def _description(slot: PublicSlot, url: str) -> str:
    session = slot.session
    people = ", ".join(plain.people_of(session))
    parts = [
        plain.prose(session.summary),
        _("with %(name)s") % {"name": people} if people else "",
        plain.prose(session.description),
        url,
    ]
    return "\n\n".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def _event(told: _Told) -> bytes:
    event = Event()
    event.add("uid", told.uid)
    event.add("dtstamp", told.changed_at)
    event.add("created", told.created_at)
    event.add("last-modified", told.changed_at)
    event.add("sequence", told.sequence)
    starts_at, ends_at = _as_clocks_show(told)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", told.title)
    event.add("status", "CANCELLED" if told.is_cancelled else "CONFIRMED")
    # A programme that one only reads should not make its reader look busy all week.
    event.add("transp", "OPAQUE" if told.is_busy and not told.is_cancelled else "TRANSPARENT")
    for key in ("location", "description", "url"):
        value = getattr(told, key)
        if value:
            event.add(key, value)
    if told.categories:
        event.add("categories", list(told.categories))
    written: bytes = event.to_ical()
    return written


def _as_clocks_show(told: _Told) -> tuple[datetime, datetime]:
    """In the place's hours; in UTC when one is the second of an hour that comes twice.

    Local time can't say which of the two it is, and is read as the first.
    """
    zone = ZoneInfo(told.zone)
    local = told.starts_at.astimezone(zone), told.ends_at.astimezone(zone)
    if any(moment.fold for moment in local):
        return told.starts_at.astimezone(UTC), told.ends_at.astimezone(UTC)
    return local

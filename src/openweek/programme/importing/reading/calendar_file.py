"""iCalendar, as calendars and conferences write it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from openweek.ground.text import safe_slug
from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Incoming,
    Programme,
    Spot,
    Where,
    key_for,
    uuid_in,
    without_doubles,
)
from openweek.programme.importing.reading import recurring
from openweek.programme.importing.reading.calendar_lines import (
    Clocks,
    Component,
    components,
    in_utc,
    length,
)
from openweek.programme.importing.reading.conference import LANGUAGES, is_nowhere

KIND = "calendar"
Times = tuple[datetime, datetime]


def read(text: str, where: Where) -> Programme:
    calendar, events, zones = components(text)
    title = words.line(calendar.text("X-WR-CALNAME")) or words.line(calendar.text("NAME"))
    maker = calendar.text("PRODID")
    programme = Programme(
        KIND, safe_slug(title or maker, default=KIND), title=title,
        is_ours=maker.startswith("-//OpenWeek//"),
    )  # fmt: skip
    clocks = Clocks(where.zone, zones)
    exceptions = {_key(programme, event, clocks) for event in events if event.get("RECURRENCE-ID")}
    for event in events[:MOST_EVENTS]:
        if len(programme.rows) < MOST_EVENTS:
            rows = _rows(programme, event, clocks, where)
            is_exception = event.get("RECURRENCE-ID") is not None
            programme.rows += [row for row in rows if is_exception or row.key not in exceptions]
    if len(events) > MOST_EVENTS or len(programme.rows) >= MOST_EVENTS:
        programme.complain(
            "", "", _("Only the first %(count)d events were read.") % {"count": MOST_EVENTS}
        )
    for name in sorted(clocks.unknown):
        said = _("The time zone “%(name)s” is unknown: its hours were read as those of the place.")
        programme.complain("", "", said % {"name": name})
    _without_the_place(programme, where)
    without_doubles(programme, _("another event has the same UID; both were kept."))
    return programme


def _rows(
    programme: Programme, event: Component, clocks: Clocks, where: Where
) -> Iterator[Incoming]:
    title = words.line(event.text("SUMMARY"))
    spot = Spot(programme, _("event %(number)s") % {"number": event.number}, title)
    if not title:
        spot.complain(_("it has no title, so it was left out."))
        return
    base = Incoming(
        key=_key(programme, event, clocks),
        title=title,
        where=spot.where,
        guid=uuid_in(event.text("UID")),
        cancelled=event.text("STATUS").upper() == "CANCELLED",
        room=_room(programme, event),
        **_words(programme, event),
    )
    times = list(_times(event, clocks, where, spot))
    if not times and event.get("RRULE") is None:
        yield base
    for number, (start, end) in enumerate(times):
        key = base.key if not event.get("RRULE") else f"{base.key}/{start:%Y%m%dT%H%M}"
        guid = base.guid if number == 0 else None
        series = event.text("UID") if event.get("RRULE") or event.get("RECURRENCE-ID") else ""
        yield replace(base, key=key, guid=guid, start=start, end=end, series=series or base.series)


def _key(programme: Programme, event: Component, clocks: Clocks) -> str:
    uid = words.line(event.text("UID")) or words.line(event.text("SUMMARY"))
    key = key_for(programme.source, uid)
    which = clocks.local(event.get("RECURRENCE-ID"))
    if not isinstance(which, datetime):
        return key
    try:
        return f"{key}/{in_utc(which):%Y%m%dT%H%M}"
    except moments.Skipped:
        return key


def _times(event: Component, clocks: Clocks, where: Where, spot: Spot) -> Iterator[Times]:
    local, lasts = clocks.local(event.get("DTSTART")), length(event.get("DURATION"))
    if local is None:
        spot.complain(_("its day or hour cannot be read: kept without a time."))
    elif not isinstance(local, datetime):
        spot.complain(_("it takes the whole day, without an hour: kept without a time."))
    else:
        end = clocks.local(event.get("DTEND"))
        if isinstance(end, datetime):
            lasts = end - local if end.tzinfo == local.tzinfo else _between(local, end)
        if not lasts or lasts <= timedelta(0):
            spot.complain(_("it does not say how long it lasts: kept without a time."))
            return
        for start in _starts(event, local, clocks, where, spot):
            begins = _begins(start, spot)
            yield begins, begins + lasts


def _begins(start: datetime, spot: Spot) -> datetime:
    try:
        return in_utc(start)
    except moments.Skipped as skipped:
        spot.complain(_("the clocks skip its hour that night: it begins when they go on."))
        return skipped.instead


def _between(start: datetime, end: datetime) -> timedelta | None:
    try:
        return in_utc(end) - in_utc(start)
    except moments.Skipped:
        return None


def _starts(
    event: Component, first: datetime, clocks: Clocks, where: Where, spot: Spot
) -> list[datetime]:
    rule = event.get("RRULE")
    if rule is None or event.get("RECURRENCE-ID") is not None:
        return [first]
    try:
        found = recurring.days_of(rule.value, first, where.last)
    except recurring.NotUnderstood:
        spot.complain(_("we do not understand how it repeats: only its first time was taken."))
        return [first]
    left_out = {
        clocks.local(replace(each, value=part))
        for each in event.properties.get("EXDATE", [])
        for part in each.value.split(",")
    }
    kept = [start for start in found if start not in left_out and start.date() >= where.first]
    if not kept:
        spot.complain(_("none of its times is during the week."))
    return kept


def _words(programme: Programme, event: Component) -> dict[str, Any]:
    page = words.link(event.text("URL"))
    subjects = event.get("CATEGORIES")
    names = [words.line(each) for each in subjects.texts if each] if subjects else []
    if programme.is_ours:
        return {
            "series": page,
            "url": "" if page.startswith(f"{settings.OPENWEEK_URL}/") else page,
            "format": names[0] if names else None,
            "track": names[-1] if names else "",
            **_taken_apart(event.text("DESCRIPTION"), page),
        }
    organiser = event.get("ORGANIZER")
    named = organiser.parameters.get("CN", "") if organiser else ""
    described = event.get("DESCRIPTION")
    return {
        "description": None if described is None else words.prose(described.text),
        "track": names[0] if names else None,
        "url": page or None,
        "persons": words.names([named]) if named and "@" not in named else None,
    }


def _taken_apart(description: str, page: str) -> dict[str, Any]:
    """What our calendars say in one text: in a few words, with whom, the rest, the address."""
    text = description.strip().removesuffix(page).strip() if page else description.strip()
    before, after = text, ""
    people: tuple[str, ...] = ()
    for language in LANGUAGES:
        with override(language):
            start, end = (_("with %(name)s") % {"name": "\0"}).split("\0")
        parts = text.split("\n\n")
        for number in (0, 1):
            part = parts[number] if number < len(parts) else ""
            if start.strip() and not people and part.startswith(start) and part.endswith(end):
                people = words.names(part.removeprefix(start).removesuffix(end or "\0").split(","))
                before = parts[0] if number else ""
                after = "\n\n".join(parts[number + 1 :])
    if not people:
        # Which of the two a first paragraph was, the calendar does not say.
        return {"subtitle": None, "description": words.prose(text, is_ours=True), "persons": ()}
    return {
        "subtitle": words.line(before), "persons": people,
        "description": words.prose(after, is_ours=True),
    }  # fmt: skip


def _room(programme: Programme, event: Component) -> str | None:
    if event.get("LOCATION") is None:
        return "" if programme.is_ours else None
    room = words.line(event.text("LOCATION"))
    return "" if programme.is_ours and is_nowhere(room) else room


def _without_the_place(programme: Programme, where: Where) -> None:
    """« Cuisine, Le Préau, 3 rue de la Paix »: the room is what stands before the place."""
    rooms = {row.room for row in programme.rows if row.room}
    ending = f", {where.place}" if where.place else "\0"
    if programme.is_ours and not any(room.endswith(ending) for room in rooms):
        ending = _common_ending(rooms)
    programme.rows = [
        replace(row, room=row.room.removesuffix(ending)) if row.room else row
        for row in programme.rows
    ]


def _common_ending(rooms: set[str]) -> str:
    if len(rooms) == 1:
        return ", ".join(["", *next(iter(rooms)).split(", ")[1:]]) or "\0"
    parts = [room.split(", ")[::-1] for room in rooms]
    shared = [each[0] for each in zip(*parts, strict=False)]
    alike = [len(set(each)) == 1 for each in zip(*parts, strict=False)]
    count = alike.index(False) if False in alike else max(len(alike) - 1, 0)
    return ", ".join(["", *shared[:count][::-1]]) if count else "\0"

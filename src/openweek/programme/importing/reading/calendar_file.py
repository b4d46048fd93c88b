"""iCalendar, as calendars and conferences write it."""

import os
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
    label = _("event %(number)s") % {"number": event.number}
    title = words.line(event.text("SUMMARY"))
    if not title:
        programme.complain(label, "", _("it has no title, so it was left out."))
        return
    base = Incoming(
        key=_key(programme, event, clocks), title=title, where=label,
        guid=uuid_in(event.text("UID")), cancelled=event.text("STATUS").upper() == "CANCELLED",
        room=_room(programme, event), **_words(programme, event),
    )  # fmt: skip
    times = list(_times(programme, event, clocks, where, label, title))
    if not times:
        yield base
    for number, (start, end) in enumerate(times):
        key = base.key if len(times) == 1 else f"{base.key}/{start:%Y%m%dT%H%M}"
        guid = base.guid if number == 0 else None
        series = event.text("UID") if event.get("RRULE") or event.get("RECURRENCE-ID") else ""
        yield replace(
            base, key=key, guid=guid, start=start, end=end, series=series or base.series
        )


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


def _times(
    programme: Programme, event: Component, clocks: Clocks, where: Where, label: str, title: str
) -> Iterator[Times]:
    local, end = clocks.local(event.get("DTSTART")), clocks.local(event.get("DTEND"))
    if not isinstance(local, datetime):
        said = (
            _("its day or hour cannot be read: kept without a time.")
            if local is None
            else _("it takes the whole day, without an hour: kept without a time.")
        )
        programme.complain(label, title, said)
        return
    lasts = length(event.get("DURATION"))
    if isinstance(end, datetime):
        lasts = end - local if end.tzinfo == local.tzinfo else _between(local, end)
    if not lasts or lasts <= timedelta(0):
        programme.complain(label, title, _("it does not say how long it lasts: kept without a time."))
        return
    for start in _starts(programme, event, local, clocks, where, label, title):
        try:
            begins = in_utc(start)
        except moments.Skipped as skipped:
            begins = skipped.instead
            programme.complain(
                label, title, _("the clocks skip its hour that night: it begins when they go on.")
            )
        yield begins, begins + lasts


def _between(start: datetime, end: datetime) -> timedelta | None:
    try:
        return in_utc(end) - in_utc(start)
    except moments.Skipped:
        return None


def _starts(
    programme: Programme, event: Component, first: datetime, clocks: Clocks, where: Where,
    label: str, title: str,
) -> list[datetime]:  # fmt: skip
    rule = event.get("RRULE")
    if rule is None or event.get("RECURRENCE-ID") is not None:
        return [first]
    try:
        found = recurring.days_of(rule.value, first, where.last)
    except recurring.NotUnderstood:
        programme.complain(
            label, title, _("we do not understand how it repeats: only its first time was taken.")
        )
        return [first]
    left_out = {
        clocks.local(replace(each, value=part))
        for each in event.properties.get("EXDATE", [])
        for part in each.value.split(",")
    }
    kept = [start for start in found if start not in left_out and start.date() >= where.first]
    if not kept:
        programme.complain(label, title, _("none of its times is during the week."))
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
    before, people, after = text, (), ""
    for language in LANGUAGES:
        with override(language):
            start, end = (_("with %(name)s") % {"name": "\0"}).split("\0")
        parts = text.split("\n\n")
        for number in (0, 1):
            part = parts[number] if number < len(parts) else ""
            if start.strip() and not people and part.startswith(start) and part.endswith(end):
                people = words.names_in(part.removeprefix(start).removesuffix(end or "\0"))
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
    shared = os.path.commonprefix([room[::-1] for room in rooms])[::-1]
    start = shared.find(", ")
    return shared[start:] if start >= 0 else "\0"

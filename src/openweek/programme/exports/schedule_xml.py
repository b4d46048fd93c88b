"""The programme as schedule.xml, valid against the schema of the c3voc."""

from xml.etree import ElementTree as ET

from django.utils import translation

from openweek.programme.exports import plain
from openweek.programme.exports.schedule import (
    SLOT_MINUTES,
    VERSION,
    Schedule,
    ScheduleEvent,
    schedule_of,
)
from openweek.programme.queries.exports import public_week
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

CONTENT_TYPE = "application/xml; charset=utf-8"


def render(week: Week) -> bytes:
    with translation.override(week.place.language):
        schedule = schedule_of(public_week(week))
        root = ET.Element("schedule")
        ET.SubElement(root, "generator", name="OpenWeek", version=VERSION)
        own = programme_url(week).removesuffix("programme/") + "schedule.xml"
        _text(root, "url", plain.address(own))
        _text(root, "version", schedule.version)
        _conference(root, schedule)
        _days(root, schedule)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _conference(root: ET.Element, schedule: Schedule) -> None:
    week = schedule.week
    conference = ET.SubElement(root, "conference")
    for name, value in {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": week.starts_on.isoformat(),
        "end": week.ends_on.isoformat(),
        "days": str(len(schedule.days)),
        "timeslot_duration": f"00:{SLOT_MINUTES}",
        "base_url": plain.address(programme_url(week)),
        "url": plain.address(programme_url(week)),
        "time_zone_name": week.place.timezone,
    }.items():
        _text(conference, name, value)
    for name, slug in schedule.tracks:
        ET.SubElement(conference, "track", name=name, slug=slug)


def _days(root: ET.Element, schedule: Schedule) -> None:
    for day in schedule.days:
        told = ET.SubElement(
            root, "day", index=str(day.index), date=day.date.isoformat(),
            start=day.starts_at.isoformat(), end=day.ends_at.isoformat(),
        )  # fmt: skip
        for room, events in day.rooms:
            box = ET.SubElement(told, "room", name=room.name, guid=room.guid)
            for event in events:
                _event(box, event, schedule.week)


def _event(room: ET.Element, event: ScheduleEvent, week: Week) -> None:
    session = event.session
    told = ET.SubElement(room, "event", guid=event.guid, id=str(event.number))
    for name, value in {
        "room": event.room,
        "title": event.title,
        "subtitle": "",
        "type": event.type,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "duration": event.duration,
        "abstract": plain.prose(session.summary),
        "slug": event.slug,
        "track": plain.line(session.track),
        "language": plain.line(session.language),
        "description": plain.prose(session.description),
        "url": event.url,
        "origin_url": event.source_url,
    }.items():
        if value or name in {"subtitle", "abstract", "track"}:
            _text(told, name, value)
    recording = ET.SubElement(told, "recording")
    _text(recording, "license", week.licence)
    _text(recording, "optout", "false")
    persons = ET.SubElement(told, "persons")
    for name in event.people:
        _text(persons, "person", name)
    ET.SubElement(told, "links")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text

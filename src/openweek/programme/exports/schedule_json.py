"""The programme as schedule.json, valid against the schema of the c3voc."""

import json
import re
from typing import Any

from django.utils import translation

from openweek.programme.exports import plain
from openweek.programme.exports.schedule import (
    SLOT_MINUTES,
    VERSION,
    Schedule,
    ScheduleDay,
    ScheduleEvent,
    ScheduleRoom,
    schedule_of,
)
from openweek.programme.queries.exports import public_week
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

CONTENT_TYPE = "application/json"
SCHEMA = "https://c3voc.de/schedule/schema.json"
_ZONE_NAME = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")


def render(week: Week) -> bytes:
    with translation.override(week.place.language):
        schedule = schedule_of(public_week(week))
        told = {
            "$schema": SCHEMA,
            "generator": {
                "name": "OpenWeek",
                "version": VERSION,
                "url": plain.address("/"),
            },
            "schedule": {
                "version": schedule.version,
                "base_url": plain.address(programme_url(week)),
                "conference": _conference(schedule),
            },
        }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _conference(schedule: Schedule) -> dict[str, Any]:
    week = schedule.week
    told: dict[str, Any] = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "description": plain.line(week.tagline),
        "start": week.starts_on.isoformat(),
        "end": week.ends_on.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": f"00:{SLOT_MINUTES}",
        "time_zone_name": week.place.timezone,
        "url": plain.address(programme_url(week)),
        "tracks": [{"name": name, "slug": slug} for name, slug in schedule.tracks],
        "rooms": [_room(room) for room in schedule.rooms],
        "days": [_day(day, week) for day in schedule.days],
    }
    if not _ZONE_NAME.search(week.place.timezone):
        del told["time_zone_name"]
    return told


def _room(room: ScheduleRoom) -> dict[str, Any]:
    return {"name": room.name, "slug": room.slug, "guid": room.guid, "capacity": room.seats}


def _day(day: ScheduleDay, week: Week) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {room.name: [_event(each, week) for each in events] for room, events in day.rooms},
    }


def _event(event: ScheduleEvent, week: Week) -> dict[str, Any]:
    session = event.session
    told: dict[str, Any] = {
        "guid": event.guid,
        "id": event.number,
        "date": event.starts_at.isoformat(),
        "start": f"{event.starts_at:%H:%M}",
        "end": event.ends_at.isoformat(),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": "",
        "track": plain.line(session.track) or None,
        "type": event.type,
        "language": plain.line(session.language) or None,
        "abstract": plain.prose(session.summary),
        "description": plain.prose(session.description),
        "recording_license": week.licence,
        "persons": [{"name": name} for name in event.people],
        "links": [],
        "attachments": [],
    }
    if event.source_url:
        told["origin_url"] = event.source_url
    return told

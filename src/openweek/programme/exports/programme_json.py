"""The programme as our own JSON: everything that is public, offers and wishes included.

docs/rooms/programme.md says what stands in it. Fields may be added; none changes its meaning
without ``form`` growing.
"""

import json
from typing import Any

from openweek.programme.exports import plain
from openweek.programme.exports.schedule import VERSION
from openweek.programme.queries.exports import (
    PublicRoom,
    PublicSession,
    PublicSlot,
    PublicWeek,
    public_week,
)
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

CONTENT_TYPE = "application/json"
FORM = 1


def render(week: Week) -> bytes:
    public = public_week(week)
    times: dict[int, list[PublicSlot]] = {}
    for slot in public.slots:
        times.setdefault(slot.session.pk, []).append(slot)
    told = {
        "form": FORM,
        "generator": f"OpenWeek {VERSION}",
        "revision": public.revision,
        "place": _place(week),
        "week": _week(week),
        "rooms": [_room(room) for room in public.rooms if room.in_week],
        "sessions": [
            _session(session, times.get(session.pk, []), public)
            for session in public.sessions
            if not session.is_removed
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _place(week: Week) -> dict[str, Any]:
    place = week.place
    return {
        "name": plain.line(place.name),
        "address": plain.line(place.address),
        "city": plain.line(place.city),
        "timezone": place.timezone,
        "language": place.language,
        "url": plain.address(f"/{place.slug}/"),
    }


def _week(week: Week) -> dict[str, Any]:
    return {
        "title": plain.line(week.title),
        "tagline": plain.line(week.tagline),
        "organisers": plain.line(week.organisers),
        "starts_on": week.starts_on.isoformat(),
        "ends_on": week.ends_on.isoformat(),
        "licence": week.licence,
        "url": plain.address(programme_url(week)),
    }


def _room(room: PublicRoom) -> dict[str, Any]:
    return {
        "guid": str(room.guid),
        "slug": room.slug,
        "name": plain.line(room.name) or room.slug,
        "seats": room.seats,
        "offers": list(room.features),
    }


def _session(session: PublicSession, times: list[PublicSlot], public: PublicWeek) -> dict[str, Any]:
    zone = public.week.place.zone
    return {
        "guid": str(session.guid),
        "kind": session.kind,
        "origin": session.origin,
        "title": plain.title_of(session),
        "summary": plain.prose(session.summary),
        "description": plain.prose(session.description),
        "people": plain.people_of(session),
        "format": plain.line(session.format),
        "track": plain.line(session.track),
        "language": plain.line(session.language),
        "seats": session.seats,
        "seats_from_afar": session.remote_seats,
        "from_afar": session.is_remote,
        "needs": list(session.needs),
        "minutes": session.minutes,
        "url": plain.address(session.url),
        "page_with_more": plain.web_address(session.source_url),
        "changed": session.changed,
        "changed_at": session.changed_at.astimezone(zone).isoformat(),
        "times": [
            {
                "guid": str(slot.guid),
                "starts_at": slot.starts_at.astimezone(zone).isoformat(),
                "ends_at": slot.ends_at.astimezone(zone).isoformat(),
                "room": slot.room.slug if slot.room else None,
            }
            for slot in times
        ],
    }  # fmt: skip

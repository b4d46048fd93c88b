"""A session as search engines and other sites read it on its page (schema.org ``Event``)."""

import json
from typing import Any

from openweek.programme.exports import plain
from openweek.programme.models import Session, Slot

_DESCRIBED = 300


def event_of(session: Session, slots: list[Slot]) -> dict[str, Any]:
    """What its page says of it; a session at several times has one ``subEvent`` for each."""
    week = session.week
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": plain.line(session.title),
        "description": described(session),
        "url": address_of(session),
        "eventStatus": f"https://schema.org/Event{_status(session, slots)}",
        "eventAttendanceMode": _mode(session, slots),
        "inLanguage": plain.line(session.language) or week.place.language,
        "isAccessibleForFree": True,
        "offers": {
            "@type": "Offer",
            "price": 0,
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "url": address_of(session),
        },
        "organizer": {
            "@type": "Organization",
            "name": plain.line(week.organisers) or plain.line(week.place.name),
            "url": plain.address(f"/{week.place.slug}/"),
        },
        "superEvent": {
            "@type": "Event",
            "name": plain.line(week.title),
            "startDate": week.starts_on.isoformat(),
            "endDate": week.ends_on.isoformat(),
            "location": _place(session),
            "url": plain.address(f"/{week.place.slug}/{week.slug}/"),
        },
        "location": _locations(session, slots[0] if slots else None),
    }
    people = plain.people_in(session.facilitator)
    if people:
        told["performer"] = [{"@type": "Person", "name": name} for name in people]
    if session.seats:
        told["maximumAttendeeCapacity"] = session.seats
    return {**told, **_times(session, slots)}


def event_json(session: Session, slots: list[Slot]) -> str:
    """Safe inside a ``<script>``: nothing in it closes the element."""
    told = json.dumps(event_of(session, slots), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return told


def described(session: Session) -> str:
    text = plain.line(session.summary) or plain.line(session.description)
    if len(text) > _DESCRIBED:
        return f"{text[:_DESCRIBED].rsplit(' ', 1)[0]}…"
    return text or plain.line(session.title)


def address_of(session: Session) -> str:
    week = session.week
    return plain.address(f"/{week.place.slug}/{week.slug}/programme/{session.slug}/")


def _times(session: Session, slots: list[Slot]) -> dict[str, Any]:
    if not slots:
        # Not yet placed: some time during the week.
        return {
            "startDate": session.week.starts_on.isoformat(),
            "endDate": session.week.ends_on.isoformat(),
        }
    zone = session.week.place.zone
    whole = {
        "startDate": slots[0].starts_at.astimezone(zone).isoformat(),
        "endDate": max(slot.ends_at for slot in slots).astimezone(zone).isoformat(),
    }
    if not slots[1:]:
        return whole
    parts = [
        {
            "@type": "Event",
            "name": plain.line(session.title),
            "startDate": slot.starts_at.astimezone(zone).isoformat(),
            "endDate": slot.ends_at.astimezone(zone).isoformat(),
            "location": _locations(session, slot),
            "url": address_of(session),
        }
        for slot in slots
    ]
    return {**whole, "subEvent": parts}


def _status(session: Session, slots: list[Slot]) -> str:
    """What had a time and has none any more waits for another one."""
    return "Postponed" if not slots and session.slots.exists() else "Scheduled"


def _mode(session: Session, slots: list[Slot]) -> str:
    in_a_room = any(slot.room_id for slot in slots)
    kind = "Mixed" if session.remote_url and in_a_room else "Offline"
    if session.remote_url and slots and not in_a_room:
        kind = "Online"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _locations(session: Session, slot: Slot | None) -> dict[str, Any] | list[dict[str, Any]]:
    """Where it is: the room in its place, and the page that leads to it from afar."""
    virtual = {"@type": "VirtualLocation", "url": address_of(session)}
    room = slot.room if slot is not None else None
    if session.remote_url and slot is not None and room is None:
        return virtual
    there = _place(session)
    if room is not None:
        there = {**there, "name": f"{plain.line(room.name)}, {there['name']}"}
    return [there, virtual] if session.remote_url else there


def _place(session: Session) -> dict[str, Any]:
    place = session.week.place
    address = {
        "@type": "PostalAddress",
        "streetAddress": plain.line(place.address),
        "addressLocality": plain.line(place.city),
    }
    return {
        "@type": "Place",
        "name": plain.line(place.name),
        "address": {key: value for key, value in address.items() if value},
    }

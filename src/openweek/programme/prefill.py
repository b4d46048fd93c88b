"""What a form says already when it is shown."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import QueryDict

from openweek.commons import queries as commons_queries
from openweek.ground.hours import is_ambiguous
from openweek.ground.text import clean_line
from openweek.programme import queries
from openweek.programme.forms import SessionForm
from openweek.programme.models import Session, Slot
from openweek.week.models import Week


def new_once() -> str:
    """Names one showing of a form: sent twice, it does its work once."""
    return str(uuid4())


def start_of_proposal(week: Week, asked: QueryDict) -> dict[str, Any]:
    """What the address says already: a format, a day, a room."""
    initial: dict[str, Any] = {"once": new_once(), "minutes": 60}
    chosen = (
        commons_queries.gatherings_of(week.place)
        .filter(slug=clean_line(asked.get("format", "")))
        .first()
    )
    if chosen is not None:
        initial |= {
            "title": chosen.title,
            "summary": chosen.purpose,
            "format": chosen.pk,
            "minutes": chosen.duration_minutes or 60,
            "seats": chosen.seats,
            "needs": chosen.needs,
            "starts": chosen.starts,
        }
        days = [day for day in week.days if day.weekday() in chosen.weekdays and day >= week.today]
        if days and "day" not in asked:
            initial |= {
                "day": days[0].isoformat(),
                "repeat": [day.isoformat() for day in days[1:]],
                "room": _fitting(week, chosen.needs, chosen.seats),
            }
            return initial
    room = week.rooms.filter(slug=clean_line(asked.get("room", ""))).first()
    return initial | {"day": asked.get("day", ""), "room": room.pk if room else None}


def _fitting(week: Week, needs: list[str], seats: int | None) -> int | None:
    """The first room of the week that offers this, if something is asked of it at all."""
    if not needs and not seats:
        return None
    return next(
        (
            room.pk
            for room in week.rooms.all()
            if set(needs) <= set(room.features) and (not seats or (room.seats or seats) >= seats)
        ),
        None,
    )


def start_of_change(session: Session, slots: list[Slot]) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "seen": queries.newest_change(session),
        "title": session.title,
        **{name: getattr(session, name) for name in SessionForm.DETAILS},
        "format": session.format_id,
        "minutes": session.minutes or 60,
    }
    return (
        initial
        | (start_of_move(slots[0], session.week) if slots else {})
        | {
            "repeat": [
                _local(slot.starts_at, session.week).date().isoformat() for slot in slots[1:]
            ]
        }
    )


def start_of_move(slot: Slot, week: Week) -> dict[str, Any]:
    local = _local(slot.starts_at, week)
    initial: dict[str, Any] = {
        "day": local.date().isoformat(),
        "starts": local.time(),
        "minutes": slot.minutes,
        "room": slot.room_id,
    }
    if is_ambiguous(local.date(), local.time(), week.place.zone):
        initial["which_hour"] = "second" if local.fold else "first"
    return initial


def pattern(slots: list[Slot], week: Week) -> tuple[list[Slot], list[Slot]]:
    """The times that are one and the same on different days, and those that differ from it.

    Held every Tuesday at two, but once at three: one session with an exception. Without two that
    are alike there is no pattern, unless there is nothing else.
    """
    groups: dict[tuple[Any, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        groups[_local(slot.starts_at, week).time(), slot.minutes, slot.room_id].append(slot)
    alike = max(groups.values(), key=len, default=[])
    days = {_local(slot.starts_at, week).date() for slot in slots}
    if len(days) < len(slots) or (len(alike) == 1 < len(slots)):
        return [], slots
    return alike, [slot for slot in slots if slot not in alike]


def _local(moment: datetime, week: Week) -> datetime:
    return moment.astimezone(week.place.zone)

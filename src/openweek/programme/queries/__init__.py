"""Reads of the programme."""

from openweek.programme.queries.free import free_minutes, free_rooms, free_times
from openweek.programme.queries.moments import (
    Moment,
    RoomNow,
    Unplaced,
    active_slots,
    changes_of,
    day_bounds,
    newest_change,
    now_and_next,
    programme_of,
    programme_url,
    revision,
    sessions_on,
    slots_of,
    to_be_placed,
    upcoming,
)

__all__ = [
    "Moment",
    "RoomNow",
    "Unplaced",
    "active_slots",
    "changes_of",
    "day_bounds",
    "free_minutes",
    "free_rooms",
    "free_times",
    "newest_change",
    "now_and_next",
    "programme_of",
    "programme_url",
    "revision",
    "sessions_on",
    "slots_of",
    "to_be_placed",
    "upcoming",
]

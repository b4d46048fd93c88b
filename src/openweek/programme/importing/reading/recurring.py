"""When an event of a calendar comes again: every day, or on days of the week."""

import re
from datetime import UTC, date, datetime, timedelta

_RULE = re.compile(r"([A-Z]+)=([^;]+)")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# A rule may have begun long before the week of which one imports the programme.
_MOST_STEPS = 5000
_UNDERSTOOD = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}


class NotUnderstood(ValueError):
    """A rule of another kind."""


def days_of(rule: str, first: datetime, last: date) -> list[datetime]:
    """Each time at which it begins, up to that day, in its own local hour."""
    told = dict(_RULE.findall(rule.upper()))
    every_day, by_day = told.get("FREQ") == "DAILY", told.get("BYDAY", "")
    weekdays = {_DAYS.index(name) for name in by_day.split(",") if name in _DAYS}
    unknown = set(told) - _UNDERSTOOD
    is_odd = by_day and len(weekdays) != len(by_day.split(","))
    if unknown or is_odd or told.get("FREQ") not in {"DAILY", "WEEKLY"}:
        raise NotUnderstood(rule)
    weekdays = weekdays or (set(range(7)) if every_day else {first.weekday()})
    interval, count, until = _bounds(told, rule)
    monday = first.date() - timedelta(days=first.weekday())
    found: list[datetime] = []
    for step in range(_MOST_STEPS):
        day = first.date() + timedelta(days=step)
        if day > last or len(found) >= count:
            break
        weeks = (day - monday).days // 7
        fits = step % interval == 0 if every_day else weeks % interval == 0
        moment = datetime.combine(day, first.time(), tzinfo=first.tzinfo)
        if fits and day.weekday() in weekdays:
            if until is not None and moment.astimezone(UTC) > until:
                break
            found.append(moment)
    return found


def _bounds(told: dict[str, str], rule: str) -> tuple[int, int, datetime | None]:
    try:
        interval = max(int(told.get("INTERVAL", "1")), 1)
        count = int(told.get("COUNT", _MOST_STEPS))
        until = told.get("UNTIL")
        if not until:
            return interval, count, None
        day = datetime.strptime(until[:8], "%Y%m%d").replace(tzinfo=UTC)
        if len(until) >= len("20261127T1200"):
            return interval, count, day.replace(hour=int(until[9:11]), minute=int(until[11:13]))
        return interval, count, day + timedelta(days=1)
    except ValueError as odd:
        raise NotUnderstood(rule) from odd

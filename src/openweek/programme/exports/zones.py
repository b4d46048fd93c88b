"""A time zone as calendars want it told: when its clocks change, by rule where there is one.

An observance begins at the hour that clocks show just before they change, and says from which
offset to which.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

# A rule must have held for so long to be told as one.
YEARS = 10
_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Turn:
    """Clocks change: ``local`` is what they show just before."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def timezone_of(zone: ZoneInfo, year: int) -> Timezone:
    """Right from the beginning of that year on, for ten years at least."""
    told = Timezone()
    told.add("tzid", zone.key)
    groups: dict[tuple[timedelta, timedelta, str, bool], list[_Turn]] = defaultdict(list)
    for turn in _turns(zone, year - 1):
        groups[turn.before, turn.after, turn.name, turn.is_summer].append(turn)
    for turns in groups.values():
        told.add_component(_observance(turns))
    if not groups:
        told.add_component(_always(zone, year))
    return told


@lru_cache(maxsize=64)
def _turns(zone: ZoneInfo, first_year: int) -> tuple[_Turn, ...]:
    found: list[_Turn] = []
    at = datetime(first_year, 1, 1, tzinfo=UTC)
    while at.year < first_year + YEARS + 1:
        if _state(zone, at) != _state(zone, at + _DAY):
            found.append(_turn(zone, _first_minute(zone, at, at + _DAY)))
        at += _DAY
    return tuple(found)


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(0), local.tzname() or ""


def _first_minute(zone: ZoneInfo, old: datetime, new: datetime) -> datetime:
    """The first minute that has the state of ``new``."""
    state = _state(zone, new)
    while new - old > timedelta(minutes=1):
        middle = old + timedelta(minutes=(new - old) // timedelta(minutes=2))
        old, new = (old, middle) if _state(zone, middle) == state else (middle, new)
    return new


def _turn(zone: ZoneInfo, at: datetime) -> _Turn:
    before, _old = _state(zone, at - timedelta(minutes=1))
    after, name = _state(zone, at)
    summer = bool(at.astimezone(zone).dst())
    return _Turn((at + before).replace(tzinfo=None), before, after, name, summer)


def _observance(turns: list[_Turn]) -> TimezoneDaylight | TimezoneStandard:
    first = turns[0]
    told = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    told.add("tzname", first.name)
    told.add("dtstart", first.local)
    told.add("tzoffsetfrom", first.before)
    told.add("tzoffsetto", first.after)
    rule = _rule(turns)
    if rule is not None:
        told.add("rrule", rule)
    elif turns[1:]:
        told.add("rdate", [turn.local for turn in turns[1:]])
    return told


def _rule(turns: list[_Turn]) -> vRecur | None:
    """« The last Sunday of March », if all of them are that, every year."""
    days = [turn.local for turn in turns]
    same = len({(day.month, day.weekday(), day.time()) for day in days}) == 1
    if len(days) < YEARS or not same:
        return None
    from_end = {-1 - (_last_day(day) - day.day) // 7 for day in days}
    from_start = {(day.day - 1) // 7 + 1 for day in days}
    which = from_end if len(from_end) == 1 else from_start
    if len(which) > 1:
        return None
    day = f"{which.pop()}{_WEEKDAYS[days[0].weekday()]}"
    return vRecur({"FREQ": "YEARLY", "BYMONTH": days[0].month, "BYDAY": day})


def _last_day(day: datetime) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - _DAY).day


def _always(zone: ZoneInfo, year: int) -> TimezoneStandard:
    offset, name = _state(zone, datetime(year, 1, 1, tzinfo=UTC))
    told = TimezoneStandard()
    told.add("tzname", name)
    told.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  what the clocks there show
    told.add("tzoffsetfrom", offset)
    told.add("tzoffsetto", offset)
    return told

"""Dates and times as people say them, in the language of the page.

« mardi 20 mars, 14 h 30 » and "Tuesday 20 March, 2:30 pm". Spaces that must not break a line are
non-breaking. Stored times are in UTC: whoever shows one says in which time zone it is meant.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, ngettext

NBSP = "\N{NO-BREAK SPACE}"
_NOON = 12


def zone_of(tz: tzinfo | str | None) -> tzinfo:
    """A time zone from its name; without one, the zone that is active."""
    if isinstance(tz, str) and tz:
        return ZoneInfo(tz)
    return tz if isinstance(tz, tzinfo) else timezone.get_current_timezone()


def day(value: date, *, year: bool = False, weekday: bool = True) -> str:
    """« mardi 20 mars », with its year when asked for."""
    number = str(value.day)
    if value.day == 1 and _is_french():
        number = "1er"
    parts = [str(WEEKDAYS[value.weekday()])] if weekday else []
    parts += [number, str(MONTHS[value.month])] + ([str(value.year)] if year else [])
    return NBSP.join(parts) if not weekday else f"{parts[0]} {NBSP.join(parts[1:])}"


def weekday(value: date) -> str:
    """« mardi »."""
    return str(WEEKDAYS[value.weekday()])


def days(first: date, last: date, *, year: bool = True) -> str:
    """« du 19 au 23 mars 2026 », repeating neither month nor year when they are the same."""
    if first == last:
        return day(first, year=year)
    start = day(first, weekday=False, year=year and first.year != last.year)
    if (first.year, first.month) == (last.year, last.month):
        start = start.split(NBSP, maxsplit=1)[0]
    end = day(last, weekday=False, year=year)
    return gettext("%(start)s to %(end)s") % {"start": start, "end": end}


def hour(value: time) -> str:
    """« 14 h 30 », "2:30 pm"."""
    minutes = f"{value.minute:02d}"
    if _is_french():
        if value.hour == 0 and not value.minute:
            return "minuit"
        return f"{value.hour}{NBSP}h" + (f"{NBSP}{minutes}" if value.minute else "")
    if not value.minute and value.hour in {0, _NOON}:
        return "noon" if value.hour else "midnight"
    number = str(value.hour % _NOON or _NOON) + (f":{minutes}" if value.minute else "")
    return f"{number}{NBSP}{'am' if value.hour < _NOON else 'pm'}"


def clock_time(moment: datetime, tz: tzinfo | str | None = None) -> str:
    """The hour of a moment; says which of the two when the clocks went back and it came twice."""
    local = moment.astimezone(zone_of(tz))
    said = hour(local.time())
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset() or not _exists(local):
        return said
    which = gettext("winter time") if local.fold else gettext("summer time")
    return f"{said} ({which})"


def moment(value: datetime, tz: tzinfo | str | None = None, *, year: bool = False) -> str:
    """« mardi 20 mars, 14 h »."""
    zone = zone_of(tz)
    return f"{day(value.astimezone(zone).date(), year=year)}, {clock_time(value, zone)}"


def hours(start: datetime, end: datetime, tz: tzinfo | str | None = None) -> str:
    """« 14 h 30 – 16 h »; the day of the end is said when it is another one."""
    zone = zone_of(tz)
    first, last = start.astimezone(zone), end.astimezone(zone)
    until = clock_time(end, zone)
    past_midnight = last.date() > first.date() and last.time() != time(0)
    if past_midnight:
        until = f"{day(last.date())}, {until}"
    return f"{clock_time(start, zone)}{NBSP}– {until}"


def duration(minutes: int) -> str:
    """« 45 min », « 1 h 30 », "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NBSP}min"
    tail = f"{NBSP}{rest:02d}" if _is_french() else f"{NBSP}{rest}{NBSP}min"
    return f"{whole}{NBSP}h" + (tail if rest else "")


def ago(value: datetime, now: datetime) -> str:
    """« il y a 5 minutes », « hier », then the day itself."""
    minutes = int((now - value) / timedelta(minutes=1))
    whole_hours = minutes // 60
    if minutes < 1:
        return gettext("just now")
    if not whole_hours:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {
            "count": minutes
        }
    if whole_hours < 24:  # noqa: PLR2004  hours in a day
        return ngettext("%(count)d hour ago", "%(count)d hours ago", whole_hours) % {
            "count": whole_hours
        }
    return day(timezone.localdate(value), year=value.year != now.year)


def _is_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def _exists(local: datetime) -> bool:
    """An hour that the clocks skipped does not; it must not be called summer or winter time."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(fold=0) == local.replace(fold=0)


_MINUTE, _HOUR, _DAY = 60, 3600, 86400
SECONDS_COUNT = 5 * _MINUTE


def left(seconds: int) -> str:
    """« 2 jours et 3 heures », « 5 heures et 10 minutes »; to the second only at the very end.

    Never rounded up to more than there is; empty when nothing is left. Browsers go on counting
    in the same words (frontend/src/page/countdown.ts).
    """
    if seconds <= 0:
        return ""
    days, hours = seconds // _DAY, seconds % _DAY // _HOUR
    minutes, rest = seconds % _HOUR // _MINUTE, seconds % _MINUTE
    if days:
        return _both(_days(days), _hours(hours) if hours else "")
    if hours:
        return _both(_hours(hours), _minutes(minutes) if minutes else "")
    if seconds > SECONDS_COUNT:
        return _minutes(minutes)
    return _both(_minutes(minutes) if minutes else "", _seconds(rest) if rest else "")


def _both(one: str, other: str) -> str:
    if not one or not other:
        return one or other
    return gettext("%(one)s and %(other)s") % {"one": one, "other": other}


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _seconds(count: int) -> str:
    return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}

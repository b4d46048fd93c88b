"""From the hour that people say to the moment that is stored, also when clocks are changed.

In spring one hour of the night does not exist; in autumn one happens twice. Python's own
``replace(tzinfo=…)`` would answer something for both without a word.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class NoSuchHour(ValueError):
    """The clocks jump over that hour on that day."""


def exists_at(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Whether clocks there show that hour at all on that day."""
    local = datetime.combine(day, hour, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(
        tzinfo=None, fold=0
    )


def is_ambiguous(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Whether clocks there show that hour twice on that day."""
    local = datetime.combine(day, hour, tzinfo=zone)
    return (
        exists_at(day, hour, zone)
        and local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    )


def to_utc(day: date, hour: time, zone: ZoneInfo, *, second: bool = False) -> datetime:
    """The moment at which clocks there show that hour.

    Where it happens twice, the first time unless ``second`` is asked for. Raises
    :class:`NoSuchHour` where it never happens.
    """
    if not exists_at(day, hour, zone):
        raise NoSuchHour(f"{day} {hour:%H:%M} does not exist in {zone.key}")
    local = datetime.combine(day, hour.replace(fold=int(second)), tzinfo=zone)
    return local.astimezone(UTC)

"""What time it is, for the whole house.

Nobody else asks the machine. Tests, and the demonstration that replays a past week, say
what time it should be with :func:`at`; a real installation cannot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)

# Before this the machine's battery must be flat: nothing is published or expired by such a clock.
PLAUSIBLE_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """Aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today(zone: tzinfo) -> date:
    """The day it is in that time zone."""
    return now().astimezone(zone).date()


def is_plausible() -> bool:
    """False when the machine's clock cannot be trusted with a deadline."""
    return _told.get() is not None or now() >= PLAUSIBLE_FROM


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make it that moment, in this thread or task, until the block ends."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)

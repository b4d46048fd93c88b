"""A line of the desk, and what every source is told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum

from django.utils.translation import ngettext

from openweek.ground import clock
from openweek.place.models import Place
from openweek.week.models import Week

# Of one source: beyond these, one line says how many more there are.
SHOWN = 3
SOON = timedelta(days=7)


class Urgency(IntEnum):
    """In the order in which somebody in a hurry wants to know."""

    NOW = 0  # somebody waits for it
    TODAY = 1
    SOON = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and its one button. ``act``: the button does it, with a POST."""

    urgency: Urgency
    words: str
    button: str
    href: str
    icon: str = "right"
    act: bool = False


@dataclass(frozen=True)
class Situation:
    """What time it is, where, and of which week: the one that runs, or else the next one."""

    place: Place
    week: Week | None
    now: datetime = field(default_factory=clock.now)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.place.zone).date()

    @property
    def is_running(self) -> bool:
        return self.week is not None and self.week.is_running

    @property
    def root(self) -> str:
        """Below a place."""
        return f"/{self.place.slug}/"


Source = Callable[[Situation], Iterable[Line]]


def with_the_rest(lines: Sequence[Line], href: str, button: str) -> list[Line]:
    """The first ones, and one line for all the others, as urgent as the first of them."""
    rest = lines[SHOWN:]
    if len(rest) <= 1:
        return list(lines)
    words = ngettext(
        "And %(count)d more of the kind.", "And %(count)d more of the kind.", len(rest)
    )
    more = Line(rest[0].urgency, words % {"count": len(rest)}, button, href, rest[0].icon)
    return [*lines[:SHOWN], more]

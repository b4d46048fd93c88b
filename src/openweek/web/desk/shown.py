"""All of the desk, in the order in which a concierge in a hurry reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from openweek.place.models import Place
from openweek.visits.queries import Counts
from openweek.web.desk import happening, house, preparing
from openweek.web.desk.lines import Line, Situation, Urgency
from openweek.web.desk.people import people
from openweek.week import queries as weeks
from openweek.week.models import Week


@dataclass(frozen=True)
class Group:
    """Lines that are equally urgent."""

    key: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class DeskShown:
    week: Week | None
    others: list[Week]
    is_running: bool
    # Of today, while a week runs.
    counts: Counts | None
    waiting: int
    closes: time | None
    groups: list[Group]

    @property
    def number(self) -> int:
        """How much there is to do now or today."""
        return sum(len(group.lines) for group in self.groups if group.key != Urgency.SOON.name)


def desk_of(place: Place) -> DeskShown:
    """A number of queries that does not grow with what there is to say."""
    coming = list(weeks.weeks_to_come(place))
    now = Situation(place, coming[0] if coming else None)
    # Whoever reads it has one place in mind: its rows need not be fetched again.
    for week in coming:
        week.place = place
    today = people(now)
    found = [*today.lines(now), *house.lines(now), *happening.lines(now), *preparing.lines(now)]
    return DeskShown(
        week=now.week,
        others=coming[1:],
        is_running=now.is_running,
        counts=today.day.counts if today.day else None,
        waiting=len(today.day.waiting) if today.day else 0,
        closes=_closes(now),
        groups=list(_groups(found)),
    )


def _closes(now: Situation) -> time | None:
    if now.week is None or not now.is_running:
        return None
    days = {day.date: day for day in weeks.days_of(now.week)}
    return days[now.today].closes if now.today in days else None


def _groups(lines: Iterable[Line]) -> Iterable[Group]:
    titles = {
        Urgency.NOW: _("Now, somebody waits"),
        Urgency.TODAY: _("Today"),
        Urgency.SOON: _("When you have a moment"),
    }
    told = list(lines)
    for urgency, title in titles.items():
        theirs = [line for line in told if line.urgency == urgency]
        if theirs:
            yield Group(urgency.name, title, theirs)

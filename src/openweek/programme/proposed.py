"""An arrangement as the concierge reads it: by day, what moves where, and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from openweek.look import dates
from openweek.programme import queries
from openweek.programme.arranging.reasons import in_words
from openweek.programme.models import Arrangement
from openweek.programme.queries.arranging import moment_of
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class ProposedMove:
    session: int
    title: str
    url: str
    # Empty when it has no time today; « where » when it finds none.
    was: str
    where: str
    reasons: tuple[str, ...]
    clashes: int
    day: date | None
    start: int


@dataclass(frozen=True, slots=True)
class ProposedDay:
    name: str
    moves: tuple[ProposedMove, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    days: list[ProposedDay]
    nowhere: list[ProposedMove]
    looked_at: int
    soft: int
    soft_today: int
    is_optimal: bool
    # Somebody wrote in the programme since it was made.
    is_old: bool


def proposal_of(arrangement: Arrangement) -> Proposal:
    """A constant number of queries."""
    week, plan = arrangement.week, arrangement.plan
    reader = _Reader(week)
    moves = sorted(
        (reader.move(each) for each in plan["moves"]), key=lambda each: (each.start, each.where)
    )
    days = [
        ProposedDay(dates.day(day), tuple(group))
        for day, group in groupby(moves, key=lambda each: each.day)
        if day is not None
    ]
    return Proposal(
        days=days, nowhere=[reader.move(each) for each in plan["nowhere"]],
        looked_at=plan["looked_at"], soft=plan["soft"], soft_today=plan["soft_today"],
        is_optimal=plan.get("is_optimal", False),
        is_old=arrangement.revision != queries.revision(week),
    )  # fmt: skip


class _Reader:
    def __init__(self, week: Week) -> None:
        self._zone = week.place.zone
        self._rooms = {room.pk: room.name for room in week.rooms.all()}
        self._root = queries.programme_url(week)

    def move(self, each: dict[str, Any]) -> ProposedMove:
        to = each["to"]
        return ProposedMove(
            session=each["session"],
            title=each["title"],
            url=f"{self._root}{each['slug']}/",
            was=self._place(each["from"], each["minutes"], with_day=True),
            where=self._place(to, each["minutes"]),
            reasons=tuple(in_words(code, said) for code, said in each["reasons"]),
            clashes=each["clashes"],
            day=moment_of(to[0]).astimezone(self._zone).date() if to else None,
            start=to[0] if to else 0,
        )

    def _place(self, place: Any, minutes: int, *, with_day: bool = False) -> str:
        if not place:
            return ""
        start = moment_of(place[0])
        said = [dates.day(start.astimezone(self._zone).date())] if with_day else []
        said.append(dates.hours(start, start + timedelta(minutes=minutes), self._zone))
        said.append(self._rooms.get(place[1]) or _("elsewhere"))
        return ", ".join(said)

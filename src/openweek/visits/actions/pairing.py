"""Rows of matches, written under the week's lock: by a computation of the whole week, or one.

A computation read the week a while ago. What somebody did since then is right: who declined,
accepted, cancelled, came or went; what no longer fits is left out, and found anew soon after.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from openweek.community.models import Light
from openweek.community.queries import lights
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.visits.matching import greedy, reasons
from openweek.visits.matching.problem import Matching, Problem, stays_of
from openweek.visits.models import STANDING, HalfDay, Match, MatchState, Told
from openweek.visits.queries.known import Known, known_for, known_of
from openweek.week.halves import NOON
from openweek.week.models import Week

# The deadlines: a week is matched anew; its matching, begun, came to no end; both are told.
MATCH = "visits.match_week"
UNFINISHED = "visits.match_week_unfinished"
TELL = "visits.tell_match"

# Whatever happens within it is matched together.
SOON = timedelta(minutes=1)
# A host found no sooner than that before is told at once; any other, in the letter of the day
# before: what is computed anew twenty times until then is no news.
AT_ONCE = timedelta(hours=24)
TOLD_AFTER = timedelta(minutes=2)  # two changes in a row make one letter
# Who is open to talk, rather than who did not say, rather than who is busy just now.
RATHER = {Light.OPEN.value: 1, Light.BUSY.value: -1}


def match_soon(week: Week, *, within: timedelta = SOON) -> None:
    """Have the week matched anew; asked many times meanwhile, it is matched once."""
    deadlines.set_again(MATCH, week.pk, clock.now() + within)


def match_alone(week: Week, half_day: HalfDay, *, by: Author, prefer_lit: bool) -> Match | None:
    """Who could receive them best if everybody else keeps their host; None where nobody is free.

    Under the week's lock. The whole week is matched anew a little later.
    """
    known = known_for(half_day)
    if half_day.pk not in known.half_days:
        return None
    visitor, stay = known.stay_of(half_day.pk)
    board = greedy.Board(known.problem)
    lit = lights(week.place) if prefer_lit else {}
    host = greedy.best_host(
        board, visitor, stay,
        {pk: RATHER.get(lit.get(row.person_id, ""), 0) for pk, row in known.hosts.items()},
    )  # fmt: skip
    if host is None:
        match_soon(week, within=timedelta(0))
        return None
    match = Match.objects.create(
        half_day=half_day, host_id=host.key, state=MatchState.PROPOSED, made_at=clock.now(),
        reasons=why(known, half_day.pk, host.key, {half_day.pk: host.key}),
    )  # fmt: skip
    events.record(
        "visits.match_proposed", by=by, subject=match, place_id=week.place_id,
        data={"half": half_day.half.key},
    )  # fmt: skip
    tell_soon(week, [match.pk])
    match_soon(week)
    return match


def why(known: Known, stay_key: int, host_key: int, matching: Matching) -> dict[str, Any]:
    """What is kept of the reasons for that host, to be said in words later."""
    visitor, stay = known.stay_of(stay_key)
    throughout = all(matching.get(each.key) == host_key for each in visitor.stays)
    host = known.problem.by_key[host_key]
    return reasons.why(known.problem, visitor, stay, host, known.words, throughout=throughout)


def tell_soon(week: Week, matches: list[int]) -> None:
    """Those that are near, or that are another host than the one somebody was told of."""
    rows = Match.objects.filter(pk__in=matches).select_related("half_day")
    due_at = clock.now() + TOLD_AFTER
    told = set(
        Told.objects.filter(visit__week=week, what__startswith="host-").values_list(
            "visit_id", "about"
        )
    )
    for match in rows:
        row = match.half_day
        is_near = begins_at(week, row) - clock.now() <= AT_ONCE
        if not row.is_here and (is_near or (row.visit_id, row.date) in told):
            deadlines.set_deadline(TELL, match.pk, due_at)


def begins_at(week: Week, row: HalfDay) -> datetime:
    """The hour of the half-day by the clock of the place, whatever the doors say."""
    part = time.min if row.half.is_morning else NOON
    return datetime.combine(row.date, part, tzinfo=week.place.zone)


def as_it_is(problem: Problem) -> Matching:
    """What stands and can go on standing."""
    return {
        stay.key: stay.now
        for _visitor, stay in stays_of(problem)
        if stay.now is not None and stay.is_fixed
    }


class Applied:
    """A matching becomes rows, as far as nothing changed since it was read."""

    def __init__(self, week: Week, before: Known, matching: Matching) -> None:
        self._week = week
        self._before = before
        self._matching = matching
        self._now = known_of(week, read=before.read)
        self.changed = self.late = 0

    @property
    def without(self) -> int:
        standing = Match.objects.filter(half_day__in=self._now.half_days, state__in=STANDING)
        return len(self._now.half_days) - standing.count()

    def carry_out(self) -> None:
        going, coming = self._differences()
        Match.objects.filter(pk__in=[match.pk for match in going.values()]).delete()
        made = Match.objects.bulk_create(
            Match(
                half_day_id=stay, host_id=host, state=MatchState.PROPOSED, made_at=clock.now(),
                reasons=why(self._now, stay, host, self._matching),
            )
            for stay, host in coming.items()
        )  # fmt: skip
        self.changed = len(going.keys() | coming.keys())
        self._say_anew(going)
        tell_soon(self._week, [match.pk for match in made])

    def _differences(self) -> tuple[dict[int, Match], dict[int, int]]:
        """The rows that go, and by half-day the hosts that come; both by half-day."""
        going: dict[int, Match] = {}
        coming: dict[int, int] = {}
        for visitor, stay in stays_of(self._now.problem):
            wanted = self._matching.get(stay.key)
            match = self._now.matches.get(stay.key)
            if stay.is_fixed or wanted == stay.now:
                continue
            if not self._is_as_it_was(stay.key):
                self.late += 1
                continue
            if match is not None:
                going[stay.key] = match
            if wanted is not None and wanted not in visitor.refused:
                coming[stay.key] = wanted
        return self._that_fit(going, coming)

    def _is_as_it_was(self, stay_key: int) -> bool:
        """Whether nobody came, was matched or answered since the week was read."""
        before, now = (known.matches.get(stay_key) for known in (self._before, self._now))
        is_same = (before and (before.pk, before.state)) == (now and (now.pk, now.state))
        return stay_key in self._before.half_days and is_same

    def _that_fit(
        self, going: dict[int, Match], coming: dict[int, int]
    ) -> tuple[dict[int, Match], dict[int, int]]:
        """Without those that a host can no longer receive. One who must then stay where they are
        may be in the way of another: so it is looked again until nothing is.
        """
        halves = {row.pk: row.half.key for row in self._now.half_days.values()}
        while True:
            taken = Counter(
                (match.host_id, halves[stay])
                for stay, match in self._now.matches.items()
                if stay in halves and stay not in going
            )
            refused = None
            for stay, key in coming.items():
                host = self._now.problem.by_key.get(key)
                taken[key, halves[stay]] += 1
                is_there = host is not None and halves[stay] in host.halves
                if host is None or not is_there or taken[key, halves[stay]] > host.at_once:
                    refused = stay
                    break
            if refused is None:
                return going, coming
            self.late += 1
            del coming[refused]
            if refused in going and self._can_stay(going[refused]):
                del going[refused]

    def _can_stay(self, match: Match) -> bool:
        host = self._now.problem.by_key.get(match.host_id)
        return host is not None and match.half_day.half.key in host.halves

    def _say_anew(self, going: dict[int, Match]) -> None:
        """Why the others are together, which may be more or less than before."""
        stale = []
        for stay, match in self._now.matches.items():
            if stay in going or stay not in self._now.half_days:
                continue
            if match.host_id not in self._now.problem.by_key:
                continue
            said = why(self._now, stay, match.host_id, self._standing_after())
            if said != match.reasons:
                match.reasons = said
                stale.append(match)
        Match.objects.bulk_update(stale, ["reasons"])

    def _standing_after(self) -> Matching:
        kept = {stay: match.host_id for stay, match in self._now.matches.items()}
        return {**kept, **self._matching}

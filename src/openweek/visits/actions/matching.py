"""Who receives whom: matched by computation, answered by both, and said by the concierge."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import first_name
from openweek.visits.actions.pairing import (
    UNFINISHED,
    Applied,
    as_it_is,
    match_alone,
    match_soon,
    tell_soon,
    why,
)
from openweek.visits.actions.seats import locked
from openweek.visits.matching import apart
from openweek.visits.models import STANDING, HalfDay, Host, Match, MatchState
from openweek.visits.queries.known import Known, known_for, known_of
from openweek.visits.queries.matching import standing_match
from openweek.visits.refusals import Refused
from openweek.week.models import Week

GIVEN_UP = timedelta(minutes=3)
SIDES = {
    "host": MatchState.DECLINED_BY_HOST,
    "visitor": MatchState.DECLINED_BY_VISITOR,
}


@dataclass(frozen=True)
class Matched:
    """What came of it. ``is_proven``: no matching is better. ``late`` changed while it was sought,
    and are matched again soon.
    """

    matched: int
    changed: int
    without: int
    is_proven: bool
    late: int = 0


class NoSuchHost(Refused):
    """Somebody cannot receive then."""


def match_week(*, week: Week, by: Author) -> Matched:
    """Match everybody who is still to come as well as can be, and prove it.

    It is sought without a transaction; what was changed meanwhile by somebody stays as they said.
    Raises :class:`openweek.ground.apart.GaveNoAnswer`.
    """
    known = known_of(week)
    if not known.problem.hosts and not known.matches:
        deadlines.meet(UNFINISHED, week.pk)
        return Matched(0, 0, len(known.half_days), is_proven=True)
    if apart.is_settled(known.problem):
        found, proven = as_it_is(known.problem), True
    else:
        solution = apart.solve(known.problem)
        found, proven = solution.matching, solution.is_optimal
    with transaction.atomic():
        deadlines.meet(UNFINISHED, week.pk)
        applied = Applied(locked(week), known, found)
        applied.carry_out()
        if applied.changed:
            events.record(
                "visits.week_matched", by=by, subject=week, place_id=week.place_id,
                data={
                    "matched": len(found), "changed": applied.changed, "without": applied.without,
                    "proven": proven, "late": applied.late,
                },
            )  # fmt: skip
        if applied.late:
            match_soon(week)
    return Matched(len(found), applied.changed, applied.without, proven, applied.late)


@transaction.atomic
def match_walk_in(*, half_day: HalfDay, by: Author) -> Match | None:
    """The best host just now for somebody who stands there, rather one whose light is open.

    Nobody else's host is changed. None when no host is free; then the week is matched anew.
    """
    week = locked(half_day.visit.week)
    return standing_match(half_day) or match_alone(week, half_day, by=by, prefer_lit=True)


@transaction.atomic
def accept_match(*, match: Match, by: Author, side: str) -> None:
    """It stays, whatever is computed. ``side`` is "host" or "visitor".

    Raises NoSuchHost when it does not stand any more.
    """
    week = _week_of(match)
    fresh = _standing(match)
    if fresh is None:
        raise NoSuchHost(_("Somebody changed this meanwhile. Look at who receives whom now."))
    if fresh.state == MatchState.ACCEPTED:
        return
    fresh.state = MatchState.ACCEPTED
    fresh.answered_at = clock.now()
    fresh.save(update_fields=["state", "answered_at"])
    events.record(
        "visits.match_accepted", by=_named(by, side), subject=match, place_id=week.place_id,
        data={"side": side},
    )  # fmt: skip


@transaction.atomic
def decline_match(*, match: Match, by: Author, side: str) -> Match | None:
    """They are not brought together again; another host is found at once, if one is free.

    Returns the match that takes its place. Declined twice, it is declined once.
    """
    week = _week_of(match)
    fresh = _standing(match)
    if fresh is None:
        return standing_match(match.half_day)
    fresh.state = SIDES[side]
    fresh.is_fixed = False
    fresh.answered_at = clock.now()
    fresh.save(update_fields=["state", "is_fixed", "answered_at"])
    events.record(
        "visits.match_declined", by=_named(by, side), subject=match, place_id=week.place_id,
        data={"side": side},
    )  # fmt: skip
    others = Match.objects.filter(
        half_day__visit=match.half_day.visit_id, host=match.host_id,
        state=MatchState.PROPOSED, half_day__arrived_at__isnull=True,
    )  # fmt: skip
    rows = [match.half_day, *(other.half_day for other in others.select_related("half_day"))]
    others.delete()
    for row in rows:
        row.visit = match.half_day.visit
    found = [match_alone(week, row, by=SOFTWARE, prefer_lit=row.is_here) for row in rows]
    return found[0]


@transaction.atomic
def assign_host(*, half_day: HalfDay, host: Host, by: Author) -> Match:
    """The concierge says who receives them: no computation takes it away.

    Also somebody who declined before: people talk to one another. Raises :class:`Refused` where
    that host isn't there then, or receives as many as they said.
    """
    week = locked(half_day.visit.week)
    known = known_for(half_day)
    _require_free(known, half_day, host)
    before = standing_match(half_day)
    if before is not None and before.host_id != host.pk:
        before.delete()
    match, _new = Match.objects.update_or_create(
        half_day=half_day, host=host,
        defaults={
            "state": MatchState.PROPOSED, "is_fixed": True, "answered_at": None,
            "made_at": clock.now(), "reasons": why(known, half_day.pk, host.pk, {}),
        },
    )  # fmt: skip
    events.record(
        "visits.host_assigned", by=by, subject=match, place_id=week.place_id,
        data={"half": half_day.half.key},
    )  # fmt: skip
    tell_soon(week, [match.pk])
    match_soon(week)
    return match


@transaction.atomic
def release_match(*, match: Match, by: Author) -> None:
    """The desk takes it back, which is no refusal: they may be brought together again."""
    week = _week_of(match)
    if _standing(match) is None:
        return
    events.record(
        "visits.match_released", by=by, subject=match, place_id=week.place_id,
        data={"half": match.half_day.half.key},
    )  # fmt: skip
    match.delete()
    match_soon(week)


def _week_of(match: Match) -> Week:
    return locked(match.half_day.visit.week)


def _standing(match: Match) -> Match | None:
    """As it is under the lock, if it still stands."""
    return Match.objects.filter(pk=match.pk, state__in=STANDING).first()


def _named(by: Author, side: str) -> Author:
    """A visitor is forgotten one day; the event stays."""
    return by.unnamed if side == "visitor" else by


def _require_free(known: Known, half_day: HalfDay, host: Host) -> None:
    receiver = known.problem.by_key.get(host.pk)
    said = {"name": first_name(host.person.name)}
    if half_day.pk not in known.half_days:
        raise NoSuchHost(_("They are no longer expected then."))
    if receiver is None:
        raise NoSuchHost(_("%(name)s does not receive then. Choose somebody else.") % said)
    if known.problem.room(receiver, half_day.half.key) == 0:
        raise NoSuchHost(
            _("%(name)s already receives as many as they said they can. Choose somebody else.")
            % said
        )

"""What a week's programme came to, in numbers."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from openweek.programme.models import Change, Interest, Kind, Session, Signup, Way
from openweek.programme.queries.moments import active_slots
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a week; nobody is named. ``hours`` are hours of sessions, one after the other."""

    sessions: int
    times: int
    hours: int
    improvised: int
    facilitators: int
    unplaced: int
    wishes: int
    wishes_met: int
    offers: int
    on_site: int
    remote: int
    waiting: int
    interests: int
    changes: int
    writers: int
    by_format: list[tuple[str, int]]


def figures(week: Week) -> Figures:
    """Read in seven queries, however large the programme is."""
    slots = list(
        active_slots(week).values_list(
            "session_id", "starts_at", "ends_at", "session__origin", "session__facilitator",
            "session__format__title",
        )
    )  # fmt: skip
    placed = {row[0]: row for row in slots}
    names = {
        name.strip().casefold()
        for row in placed.values()
        for name in row[4].split(",")
        if name.strip()
    }
    seen = Session.objects.filter(week=week, deleted_at__isnull=True, held_at__isnull=True)
    kinds = dict(seen.values_list("kind").annotate(Count("pk")))
    coming = _coming(week)
    formats = Counter(row[5] for row in placed.values() if row[5])
    return Figures(
        sessions=len(placed),
        times=len(slots),
        hours=round(sum((row[2] - row[1] for row in slots), timedelta()) / timedelta(hours=1)),
        improvised=sum(row[3] == "improvised" for row in placed.values()),
        facilitators=len(names),
        unplaced=kinds.get(Kind.SESSION, 0) - len(placed),
        wishes=seen.filter(kind=Kind.WISH, met_by__isnull=True).count(),
        wishes_met=_wishes_met(week),
        offers=kinds.get(Kind.OFFER, 0),
        on_site=coming["on_site"],
        remote=coming["remote"],
        waiting=coming["waiting"],
        interests=Interest.objects.filter(session__in=seen).count(),
        **_written(week),
        by_format=sorted(formats.items(), key=lambda each: (-each[1], each[0])),
    )


def _coming(week: Week) -> dict[str, int]:
    return Signup.objects.filter(slot__in=active_slots(week), cancelled_at__isnull=True).aggregate(
        on_site=Count("pk", filter=Q(waits=False, way=Way.ON_SITE)),
        remote=Count("pk", filter=Q(waits=False, way=Way.REMOTE)),
        waiting=Count("pk", filter=Q(waits=True)),
    )


def _wishes_met(week: Week) -> int:
    """What began as a wish, and is a session or in one now."""
    return (
        Session.objects.filter(week=week, changes__number=1, changes__after__kind=Kind.WISH)
        .filter(Q(met_by__isnull=False) | Q(kind=Kind.SESSION))
        .distinct()
        .count()
    )


def _written(week: Week) -> dict[str, int]:
    return Change.objects.filter(week=week).aggregate(
        changes=Count("pk"), writers=Count("author_key", distinct=True)
    )

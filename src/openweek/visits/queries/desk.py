"""What the welcome desk has before it: one day, what is to be looked at, what devices keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from openweek.ground.text import fold
from openweek.place.models import Capability, Place
from openweek.place.queries import live_capabilities
from openweek.visits import badges
from openweek.visits.models import DeskEntry, HalfDay, Outcome, Visit
from openweek.visits.queries.guests import Counts, Guest, count, guests_of, standing
from openweek.visits.queries.seats import openings
from openweek.week.halves import Half
from openweek.week.models import Week


@dataclass(frozen=True)
class DeskDay:
    """One day at the desk. Who waits stands apart: they have no seat yet."""

    mornings: Sequence[Guest]
    afternoons: Sequence[Guest]
    here: Sequence[Guest]
    left: Sequence[Guest]
    waiting: Sequence[Guest]
    without_host: int
    counts: Counts
    seats_left: int | None  # of the fullest half-day that is still to come; None: nobody counts

    @property
    def guests(self) -> list[Guest]:
        return [*self.mornings, *self.afternoons, *self.here, *self.left]


def desk_day(week: Week, on: date) -> DeskDay:
    """Everybody of that day, each in one list; the number of reads does not grow with them."""
    rows = list(
        HalfDay.objects.filter(visit__week=week, date=on).select_related("visit").order_by("pk")
    )
    seated = [row for row in rows if _has_seat(row)]
    theirs = {row.visit_id for row in seated}
    in_line = [
        row
        for row in rows
        if row.waiting_since and not row.visit.cancelled_at and row.visit_id not in theirs
    ]
    guests = guests_of([*seated, *in_line], week, on=on)
    waiting = [guest for guest in guests if guest.is_waiting]
    guests = [guest for guest in guests if not guest.is_waiting]
    to_come = [guest for guest in guests if not guest.arrived_at]
    still = [
        opening for opening in openings(week) if opening.half.date == on and not opening.is_past
    ]
    left = [opening.seats_left for opening in still if opening.seats_left is not None]
    return DeskDay(
        mornings=[guest for guest in to_come if guest.comes_in_the_morning],
        afternoons=[guest for guest in to_come if not guest.comes_in_the_morning],
        here=[guest for guest in guests if guest.is_here],
        left=[guest for guest in guests if guest.has_left],
        waiting=waiting,
        without_host=sum(not guest.host for guest in guests if not guest.has_left),
        counts=count(guests),
        seats_left=min(left, default=None),
    )


def _has_seat(row: HalfDay) -> bool:
    return row.waiting_since is None and (not row.visit.cancelled_at or row.arrived_at is not None)


def for_devices(week: Week, on: date) -> list[dict[str, Any]]:
    """What a desk keeps on its device so that it goes on without a network: the whole week's
    visits, without what they said of their projects, addresses or needs.
    """
    rows = standing().filter(visit__week=week, visit__erased_at__isnull=True)
    said: dict[tuple[Half, ...], list[str]] = {}  # many come at the same times
    return [
        {
            "number": guest.number,
            "square": badges.opaque(week.pk, guest.number),
            "name": guest.shown_name,
            "folded": fold(guest.shown_name),
            "code": guest.code,
            "people": guest.party_size,
            "days": said.setdefault(guest.halves, said.get(guest.halves) or guest.days),
            "today": any(half.date == on for half in guest.halves),
            "here": guest.is_here,
            "left": guest.has_left,
        }
        for guest in guests_of(rows, week, on=on)
        if not guest.is_cancelled
    ]


@dataclass(frozen=True)
class ToLookAt:
    """Something that a device brought, and that somebody has to know of."""

    pk: int
    name: str
    number: int | None
    sentence: str
    done_at: datetime


def to_look_at(week: Week) -> list[ToLookAt]:
    """Conflicts that nobody settled yet, the oldest first."""
    rows = DeskEntry.objects.filter(
        week=week, outcome=Outcome.CONFLICT, settled_at__isnull=True
    ).select_related("visit")
    return [
        ToLookAt(
            pk=row.pk,
            name=row.visit.name if row.visit else "",
            number=row.visit.number if row.visit else None,
            sentence=conflict_in_words(row.conflict),
            done_at=row.done_at,
        )
        for row in rows
    ]


def conflict_in_words(code: str) -> str:
    """What happened and what was kept of it."""
    return {
        "twice": _("Was let in at two desks. The first arrival was kept: is it the same person?"),
        "cancelled": _("Had cancelled meanwhile, and was let in all the same: they are counted."),
        "erased": _("Had their data erased meanwhile: nothing of the arrival was kept."),
        "full": _("Was let in while no seat was left. They are here: there is one too many."),
        "left-unseen": _("Left without anybody having seen them come: both noted at that hour."),
        "left-before": _("Left before they came, by two clocks: the arrival was kept."),
        "other-week": _("Their square is of another week or place: nobody was let in for it."),
        "other-day": _("Their square is for another day. They were let in all the same."),
        "revoked": _("Their square had been replaced by a new one: nobody was let in for it."),
        "forged": _("That square was not made here: nobody was let in for it."),
        "unknown": _("Nobody is known by that number: nothing could be noted."),
        "count-unseen": _("Was counted, but nobody let them in: their arrival is missing."),
        "closed": _("The doors were closed at that hour: nothing could be noted."),
    }.get(code, _("Something is not as it should be: look at it together."))


def host_name(entry: DeskEntry) -> str:
    """The first name of who receives somebody whom a device brought."""
    guests = guests_of(
        HalfDay.objects.filter(visit=entry.visit_id).select_related("visit"),
        entry.week, on=entry.week.today,
    )  # fmt: skip
    return guests[0].host if guests else ""


def of_badges(
    week: Week, on: date, numbers: Sequence[int] | None = None
) -> list[tuple[Visit, Guest]]:
    """Whose badges are printed: all of a day, or those."""
    rows = standing().filter(visit__week=week, date=on, visit__erased_at__isnull=True)
    if numbers is not None:
        rows = rows.filter(visit__number__in=numbers)
    rows = rows.filter(visit__cancelled_at__isnull=True)
    visits = {row.visit.number: row.visit for row in rows}
    return [(visits[guest.number], guest) for guest in guests_of(rows, week, on=on)]


def kiosks(place: Place, week: Week) -> list[Capability]:
    """The tablets whose link still opens, the newest first."""
    rows = live_capabilities().filter(kind="kiosk", place=place, subject=f"week.week:{week.pk}")
    return list(rows.order_by("-id"))

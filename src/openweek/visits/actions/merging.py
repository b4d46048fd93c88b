"""What desks did while the network was down, brought when it is back: merged exactly once.

A device notes each deed with a guid of its own and sends it until it is answered. Each deed is
merged in one transaction with the row that remembers its guid: a plug that is pulled between two
deeds loses none of them and does none twice, since the device sends them all again.

Nobody is sent away afterwards. What cannot be as it was noted (no seat was left, they had
cancelled, two desks let in the same square) is kept as far as it can be, and flagged.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.visits import rules
from openweek.visits.actions.arrivals import arrive, half_of, spot_for
from openweek.visits.actions.desk import host_at_once
from openweek.visits.actions.seats import locked, new_visit, require_room
from openweek.visits.models import DeskEntry, HalfDay, Outcome, Visit
from openweek.visits.refusals import NoSeatLeft, Refused
from openweek.week.models import Week

ARRIVE, LEAVE, WALK_IN, UNDO, COUNT = "arrive", "leave", "walk-in", "undo", "count"
DEEDS = {ARRIVE, LEAVE, WALK_IN, UNDO, COUNT}
# What reaches us within this time was done on the line: a second desk is then told, not flagged.
AT_ONCE = timedelta(seconds=30)


@dataclass(frozen=True)
class Noted:
    """A deed as a device noted it. ``ago`` is how long before it was sent, by that device alone,
    whose clock may be decades off.
    """

    guid: UUID
    deed: str
    ago: timedelta
    number: int | None = None  # of a visit, or …
    square: str = ""  # … what its square says, or …
    of: UUID | None = None  # … the guid of somebody who passed by, whom that device added
    name: str = ""
    people: int | None = None


@dataclass(frozen=True)
class _Merged:
    """What became of it: an outcome and, for a conflict, its code."""

    visit: Visit | None
    outcome: Outcome = Outcome.DONE
    conflict: str = ""

    @classmethod
    def flagged(cls, visit: Visit | None, conflict: str) -> "_Merged":
        return cls(visit, Outcome.CONFLICT if conflict else Outcome.DONE, conflict)


@transaction.atomic
def merge_entry(
    *, week: Week, noted: Noted, desk: str, by: Author, language: str = "fr"
) -> DeskEntry:
    """Do it, unless that guid was merged before: then the answer is the one of that time.

    Raises Refused for one that was noted at the desk of another week.
    """
    week = locked(week)
    known = DeskEntry.objects.filter(guid=noted.guid).select_related("visit").first()
    if known is not None:
        if known.week_id != week.pk:
            raise Refused(_("That was noted at the desk of another week."))
        return known
    now = clock.now()
    at = _when(week, noted.ago, now)
    merged = _merged(_Turn(week, noted, desk, at), by=by, language=language)
    entry = DeskEntry.objects.create(
        week=week,
        guid=noted.guid,
        desk=desk,
        deed=noted.deed,
        visit=merged.visit,
        done_at=at,
        merged_at=now,
        outcome=merged.outcome,
        conflict=merged.conflict,
    )
    events.record(
        "visits.desk_entry_merged", by=by, subject=entry, place_id=week.place_id,
        data={"deed": noted.deed, "outcome": entry.outcome, "conflict": entry.conflict},
    )  # fmt: skip
    return entry


@transaction.atomic
def settle_entry(*, entry: DeskEntry, by: Author) -> None:
    """Somebody looked at it, and it may go from the desk. Said twice, it is settled once."""
    if entry.settled_at is not None:
        return
    entry.settled_at = clock.now()
    entry.save(update_fields=["settled_at"])
    events.record(
        "visits.desk_entry_settled", by=by, subject=entry, place_id=entry.week.place_id,
        data={"conflict": entry.conflict},
    )  # fmt: skip


def _when(week: Week, ago: timedelta, now: datetime) -> datetime:
    """Never in the future, and never before the week: a device that slept may think it was."""
    earliest = datetime.combine(week.starts_on, datetime.min.time(), tzinfo=week.place.zone)
    return min(now, max(now - ago, min(earliest, now)))


@dataclass(frozen=True)
class _Turn:
    """One deed on its way in."""

    week: Week
    noted: Noted
    desk: str
    at: datetime

    @property
    def date(self) -> date:
        return half_of(self.week, self.at).date


def _merged(turn: _Turn, *, by: Author, language: str) -> _Merged:
    try:
        if turn.noted.deed == WALK_IN:
            return _merge_walk_in(turn, by=by, language=language)
        visit, doubt = _whose(turn.week, turn.noted, turn.at)
        if visit is None or visit.erased_at:
            return _Merged(visit, Outcome.CONFLICT, doubt or "erased")
        return _MERGE[turn.noted.deed](turn, visit, doubt)
    except Refused:
        return _Merged(None, Outcome.CONFLICT, "closed")


def _whose(week: Week, noted: Noted, at: datetime) -> tuple[Visit | None, str]:
    if noted.of is not None:
        visit = Visit.objects.filter(week=week, once=noted.of).first()
        return (visit, "") if visit else (None, "unknown")
    if not noted.square:
        visit = Visit.objects.filter(week=week, number=noted.number or 0).first()
        return (visit, "") if visit else (None, "unknown")
    on = at.astimezone(week.place.zone).date()
    try:
        return rules.access_badge(week, noted.square, on=on), ""
    except rules.ForeignBadge:
        return None, "other-week"
    except (rules.OtherDay, rules.CancelledBadge) as refused:
        return refused.visit, refused.reason
    except rules.BadgeRefused as refused:
        return None, refused.reason


def _merge_arrival(turn: _Turn, visit: Visit, doubt: str) -> _Merged:
    half, at = half_of(turn.week, turn.at), turn.at
    rows = list(visit.half_days.filter(date=half.date))
    for row in rows:
        if row.arrived_at and (row.is_here or (row.left_at or at) >= at):
            return _arrived_already(turn, visit, row)
    spot = spot_for(visit, rows, half)
    people = turn.noted.people if visit.party_size > 1 else None
    doubt = doubt or ("cancelled" if visit.cancelled_at else "")
    if spot.needs_seat and not _fits(turn, visit, people or visit.party_size):
        doubt = doubt or "full"
    arrive(spot.row, at, people=people)
    return _Merged.flagged(visit, doubt)


def _arrived_already(turn: _Turn, visit: Visit, row: HalfDay) -> _Merged:
    """The first arrival is kept. Two desks that could not see each other may have let in two
    people with one square: that is flagged.
    """
    others = DeskEntry.objects.filter(visit=visit, deed=ARRIVE, desk=turn.desk)
    is_by_this_desk = bool(turn.desk) and others.filter(done_at__gte=row.arrived_at).exists()
    is_late = clock.now() - turn.at > AT_ONCE
    if row.arrived_at and turn.at < row.arrived_at:
        row.arrived_at = turn.at
        row.save(update_fields=["arrived_at"])
    if is_by_this_desk or not is_late:
        return _Merged(visit, Outcome.ALREADY)
    return _Merged(visit, Outcome.CONFLICT, "twice")


def _merge_departure(turn: _Turn, visit: Visit, _doubt: str) -> _Merged:
    half, at = half_of(turn.week, turn.at), turn.at
    rows = list(visit.half_days.filter(date=half.date))
    here = next((row for row in rows if row.is_here), None)
    if here is not None and here.arrived_at is not None:
        is_before = at < here.arrived_at
        here.left_at = max(at, here.arrived_at)
        here.save(update_fields=["left_at"])
        return _Merged.flagged(visit, "left-before" if is_before else "")
    if any(row.left_at for row in rows):
        return _Merged(visit, Outcome.ALREADY)
    row = spot_for(visit, rows, half).row
    arrive(row, at)
    row.left_at = at
    row.save(update_fields=["left_at"])
    return _Merged.flagged(visit, "left-unseen")


def _merge_undo(turn: _Turn, visit: Visit, _doubt: str) -> _Merged:
    undone = visit.half_days.filter(
        date=turn.date, arrived_at__isnull=False, left_at__isnull=True
    ).update(arrived_at=None, people_here=None)
    if undone and visit.walk_in:
        visit.cancelled_at = clock.now()
        visit.save(update_fields=["cancelled_at"])
    return _Merged(visit, Outcome.DONE if undone else Outcome.ALREADY)


def _merge_count(turn: _Turn, visit: Visit, _doubt: str) -> _Merged:
    here = visit.half_days.filter(date=turn.date, arrived_at__isnull=False)
    counted = here.update(people_here=turn.noted.people or visit.party_size)
    return _Merged.flagged(visit, "" if counted else "count-unseen")


_MERGE = {
    ARRIVE: _merge_arrival,
    LEAVE: _merge_departure,
    UNDO: _merge_undo,
    COUNT: _merge_count,
}


def _merge_walk_in(turn: _Turn, *, by: Author, language: str) -> _Merged:
    """They are here: whoever has no seat is counted all the same, and flagged."""
    week, noted, half = turn.week, turn.noted, half_of(turn.week, turn.at)
    known = Visit.objects.filter(week=week, once=noted.guid).first()
    if known is not None:
        return _Merged(known, Outcome.ALREADY)
    people = noted.people or 1
    is_full = not _fits(turn, None, people)
    visit = new_visit(
        week, name=noted.name, once=noted.guid, by=by, language=language, walk_in=True,
        party_size=people,
    )  # fmt: skip
    visit.week = week
    row = HalfDay.objects.create(visit=visit, date=half.date, part=half.part, arrived_at=turn.at)
    if clock.now() - turn.at <= AT_ONCE:
        host_at_once(row, by=by)
    return _Merged.flagged(visit, "full" if is_full else "")


def _fits(turn: _Turn, visit: Visit | None, people: int) -> bool:
    try:
        require_room(turn.week, {half_of(turn.week, turn.at)}, people, visit=visit)
    except NoSeatLeft:
        return False
    return True

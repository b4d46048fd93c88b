"""The programme arranges itself: asked for, found, and what is accepted of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.apart import GaveNoAnswer
from openweek.ground.authors import SOFTWARE, Author
from openweek.programme import clashes, history, ledger, queries, rules
from openweek.programme.actions.placing import give_time
from openweek.programme.arranging import apart
from openweek.programme.arranging.problem import (
    Placements,
    hard_clashes,
    soft_clashes,
)
from openweek.programme.arranging.problem import (
    Session as Arranged,
)
from openweek.programme.arranging.reasons import Reasons
from openweek.programme.models import Arrangement, Batch, BatchKind, Kind, Session, Slot, Span
from openweek.programme.queries.arranging import Arrangeable, moment_of
from openweek.week.models import Week

# The deadline: what was asked for is looked for.
ARRANGE = "programme.arrange"
# Whoever asked waits no longer than that.
GIVEN_UP = timedelta(seconds=90)

# What its plan says of an arrangement.
SOUGHT, FOUND, FAILED = "sought", "found", "failed"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: how many sessions got their place, and what could not be, in words."""

    batch: Batch | None
    sessions: int
    lost: list[str]


def arrange_programme(*, week: Week, with_placed: bool, by: Author) -> Arrangement:
    """Have an arrangement looked for, soon, elsewhere. Asked twice, it is looked for once."""
    with transaction.atomic():
        ledger.hold(week)
        asked = Arrangement.objects.filter(week=week).first()
        if asked and is_sought(asked) and asked.plan.get("with_placed") == with_placed:
            return asked
        arrangement = Arrangement.objects.create(
            week=week, at=clock.now(), author_key=by.key, author_name=by.name,
            revision=queries.revision(week), plan={"state": SOUGHT, "with_placed": with_placed},
        )  # fmt: skip
        deadlines.set_deadline(ARRANGE, arrangement.pk, arrangement.at)
        events.record(
            "programme.arrangement_asked", by=by, subject=arrangement, place_id=week.place_id,
            data={"with_placed": with_placed},
        )  # fmt: skip
    return arrangement


def is_sought(arrangement: Arrangement) -> bool:
    return arrangement.plan["state"] == SOUGHT and arrangement.at > clock.now() - GIVEN_UP


def find_arrangement(*, arrangement: Arrangement) -> None:
    """Look for it, which takes up to ten seconds, outside of any transaction; then keep it.

    Nothing of the programme is written.
    """
    week = arrangement.week
    with_placed = bool(arrangement.plan["with_placed"])
    revision = queries.revision(week)
    seen = _newest_changes(week)
    known = queries.arrangeable(week, with_placed=with_placed)
    try:
        solution = apart.arrange(known.problem)
    except GaveNoAnswer as trouble:
        plan: dict[str, Any] = {"state": FAILED, "trouble": str(trouble)[:500]}
    else:
        plan = plan_of(known, solution.placements, seen)
        plan |= {"is_optimal": solution.is_optimal}
    with transaction.atomic():
        arrangement.plan = {"with_placed": with_placed, **plan}
        arrangement.revision = revision
        arrangement.save(update_fields=["plan", "revision"])
        events.record(
            "programme.arrangement_found", by=SOFTWARE, subject=arrangement,
            place_id=week.place_id,
            data={"state": plan["state"], "moves": len(plan.get("moves", ()))},
        )  # fmt: skip


def _newest_changes(week: Week) -> dict[int, int]:
    rows = Session.objects.filter(week=week).annotate(newest=Max("changes__number"))
    return {pk: newest or 0 for pk, newest in rows.values_list("pk", "newest").order_by()}


def plan_of(known: Arrangeable, placements: Placements, seen: dict[int, int]) -> dict[str, Any]:
    """The moves with their reasons, and how many clashes there are today and would be."""
    problem = known.problem
    today: Placements = {each.key: each.now for each in problem.sessions}
    reasons = Reasons(problem, placements, known.rooms, known.sessions)

    def move(each: Arranged) -> dict[str, Any]:
        place = placements[each.key]
        row = known.sessions[each.key]
        return {
            "session": row.pk, "title": row.title, "slug": row.slug, "minutes": each.minutes,
            "slot": known.slots[each.key].pk if each.key in known.slots else None,
            "from": each.now, "to": place, "seen": seen.get(row.pk, 0),
            "reasons": reasons.of(each),
            "clashes": sum(count for count, _key in reasons.clashing(each, place)),
        }  # fmt: skip

    moving = [each for each in problem.sessions if not each.is_fixed]
    return {
        "state": FOUND,
        "looked_at": len(moving),
        "moves": [move(each) for each in moving if placements[each.key] not in (each.now, None)],
        "nowhere": [move(each) for each in moving if placements[each.key] is None],
        "soft": soft_clashes(problem, placements),
        "soft_today": soft_clashes(problem, today),
        "hard": hard_clashes(problem, placements),
        "hard_today": hard_clashes(problem, today),
    }


@dataclass
class _Move:
    """One session on its way."""

    session: Session
    slot: Slot | None
    span: Span
    hosts: frozenset[str]

    @property
    def stretch(self) -> clashes.Stretch:
        return self.span.starts_at, self.span.ends_at


def accept_arrangement(
    *, arrangement: Arrangement, sessions: Collection[int], by: Author
) -> Accepted:
    """Do what it proposes for those sessions, as one batch; accepted twice, it is done once.

    What somebody changed since stays as it is, as does what would now be in the way of something;
    ``lost`` names it.
    """
    week = arrangement.week
    with transaction.atomic():
        ledger.hold(week)
        arrangement.refresh_from_db(fields=["batch", "plan"])
        if arrangement.batch is not None:
            return Accepted(arrangement.batch, 0, [])
        accepted = _Acceptance(week, by)
        moves = accepted.check(
            [move for move in arrangement.plan.get("moves", ()) if move["session"] in sessions]
        )
        if not moves:
            return Accepted(None, 0, accepted.lost)
        batch = ledger.open_batch(
            week, kind=BatchKind.ARRANGEMENT, by=by, about={"arrangement": arrangement.pk}
        )
        accepted.carry_out(moves, batch)
        batch.lost = accepted.lost
        batch.save(update_fields=["lost"])
        arrangement.batch = batch
        arrangement.save(update_fields=["batch"])
        events.record(
            "programme.arrangement_accepted", by=by, subject=arrangement, place_id=week.place_id,
            data={"sessions": [move.session.pk for move in moves], "lost": len(accepted.lost)},
        )  # fmt: skip
    return Accepted(batch, len(moves), accepted.lost)


class _Acceptance:
    def __init__(self, week: Week, by: Author) -> None:
        self._week = week
        self._by = by
        self._rooms = {room.pk: room for room in week.rooms.all()}
        self.lost: list[str] = []

    def check(self, wanted: list[dict[str, Any]]) -> list[_Move]:
        """Those that can be; nothing is written yet."""
        pks = [move["session"] for move in wanted]
        rows = Session.objects.filter(week=self._week, pk__in=pks, deleted_at__isnull=True)
        rows = rows.annotate(newest=Max("changes__number")).prefetch_related("slots__room")
        sessions = {row.pk: row for row in rows}
        moves = []
        for each in wanted:
            session = sessions.get(each["session"])
            if session is None or session.newest != each["seen"]:
                self._lose(each["title"], _("somebody changed it since then."))
                continue
            session.week = self._week
            try:
                moves.append(self._move(session, each))
            except ValidationError as refusal:
                self._lose(session.title, " ".join(refusal.messages))
        return self._without_clashes(moves)

    def _lose(self, title: str, why: str) -> None:
        self.lost.append(_("“%(title)s”: %(why)s") % {"title": title, "why": why})

    def _move(self, session: Session, each: dict[str, Any]) -> _Move:
        start, room = each["to"]
        starts_at = moment_of(start)
        if room is not None and room not in self._rooms:
            raise ValidationError(_("That room is not open during this week."), code="room")
        span = Span(
            starts_at, starts_at + timedelta(minutes=each["minutes"]), self._rooms.get(room or 0)
        )
        rules.check_spans(self._week, [span], by=None)
        slot = next((slot for slot in session.slots.all() if slot.pk == each["slot"]), None)
        if slot is not None and slot.pinned:
            raise ValidationError(_("it was pinned since then."), code="pinned")
        return _Move(session, slot, span, frozenset(clashes.names_of(session.facilitator)))

    def _without_clashes(self, moves: list[_Move]) -> list[_Move]:
        """What is not done stays where it is, so that another may then be in its way."""
        staying = self._staying()
        while True:
            going = {move.slot.pk for move in moves if move.slot is not None}
            still = [each for each in staying if each[0] not in going]
            refused = next(
                ((move, why) for move in moves if (why := _in_the_way(move, still))), None
            )
            if refused is None:
                return moves
            move, why = refused
            moves = [each for each in moves if each is not move]
            self._lose(move.session.title, why)

    def _staying(self) -> list["_Standing"]:
        first, last = self._week.starts_on, self._week.ends_on
        bounds = queries.day_bounds(self._week, first)[0], queries.day_bounds(self._week, last)[1]
        rows = Slot.objects.filter(
            cancelled_at__isnull=True, session__week__place=self._week.place_id,
            starts_at__lt=bounds[1], ends_at__gt=bounds[0],
        ).select_related("session")  # fmt: skip
        return [
            (
                row.pk, (row.starts_at, row.ends_at), None if row.shared else row.room_id,
                frozenset(clashes.names_of(row.session.facilitator))
                if row.session.week_id == self._week.pk else frozenset(),
            )
            for row in rows
        ]  # fmt: skip

    def carry_out(self, moves: list[_Move], batch: Batch) -> None:
        before = {move.session.pk: history.state_of(move.session) for move in moves}
        # All leave their rooms first, so that they can change places.
        leaving = [move.slot.pk for move in moves if move.slot is not None]
        Slot.objects.filter(pk__in=leaving).update(room=None)
        for move in moves:
            if move.slot is not None:
                ledger.set_slot(move.slot, move.span)
            else:
                move.session.kind, move.session.minutes = Kind.SESSION, None
                move.session.save(update_fields=["kind", "minutes"])
                give_time(move.session, move.span)
        for move in moves:
            ledger.keep_difference(move.session, before[move.session.pk], by=self._by, batch=batch)


# A slot's number, when it is, the room that it has for itself, and who runs it.
_Standing = tuple[int, clashes.Stretch, int | None, frozenset[str]]


def _in_the_way(move: _Move, still: list[_Standing]) -> str:
    room = move.span.room
    for _pk, stretch, taken, hosts in still:
        if not clashes.overlap(move.stretch, stretch):
            continue
        if room is not None and not room.is_shared and taken == room.pk:
            return _("the room is taken then.")
        if hosts & move.hosts:
            return _("whoever runs it runs something else then.")
    return ""

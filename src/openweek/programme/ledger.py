"""What the actions are made of: holding the programme still, keeping changes, fitting times."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Room
from openweek.programme import history, queries, seating
from openweek.programme.models import Batch, Change, Session, Slot, Span
from openweek.week.models import Week

NO_DOUBLE_BOOKING = "slot_no_double_booking"


@dataclass(frozen=True)
class Alternatives:
    """What can be had instead of a room that is taken."""

    rooms: list[Room]
    times: list[datetime]
    shorter_minutes: int = 0


class RoomTaken(Exception):
    """Somebody has that room at that time; carries what is free."""

    def __init__(self, span: Span, alternatives: Alternatives) -> None:
        super().__init__("the room is taken")
        self.span = span
        self.alternatives = alternatives


@dataclass(frozen=True)
class Undone:
    """What came of an undo: the new change, if any, and what could not be given back."""

    change: Change | None
    lost: list[str]


def hold(week: Week) -> None:
    """Until the transaction ends nobody else writes in this week's programme.

    Numbers and addresses are then given once, and changes are committed in their order.
    """
    list(Week.objects.select_for_update(no_key=True).filter(pk=week.pk).values_list("pk"))


def hold_session(session: Session) -> None:
    """Hold its week, and read again what may have changed while one waited."""
    hold(session.week)
    session.refresh_from_db(fields=[*history.FIELDS, "deleted_at", "held_at"])


def refuse_removed(session: Session) -> None:
    if session.deleted_at is not None:
        raise ValidationError(_("Somebody has just removed this session."), code="removed")


@contextmanager
def refusing_double_booking(
    week: Week, spans: Sequence[Span], *, ignoring: Session | None = None
) -> Iterator[None]:
    """Turn the database's refusal into :class:`RoomTaken`, once the transaction is undone."""
    try:
        yield
    except IntegrityError as refusal:
        if NO_DOUBLE_BOOKING not in str(refusal):
            raise
        raise _room_taken(week, spans, ignoring) from refusal


def _room_taken(week: Week, spans: Sequence[Span], ignoring: Session | None) -> RoomTaken:
    clashing = [
        span
        for span in spans
        if span.room is not None
        and span.room not in queries.free_rooms(week, [span], ignoring=ignoring)
    ]
    # The one who had the room may have left it between the refusal and this question.
    span = clashing[0] if clashing else spans[0]
    return RoomTaken(
        span,
        Alternatives(
            rooms=queries.free_rooms(week, spans, ignoring=ignoring),
            times=queries.free_times(week, span, ignoring=ignoring) if len(spans) == 1 else [],
            shorter_minutes=queries.free_minutes(span, ignoring=ignoring),
        ),
    )


def span_of(slot: Slot) -> Span:
    return Span(slot.starts_at, slot.ends_at, slot.room)


def add_slot(session: Session, span: Span) -> None:
    Slot.objects.create(
        session=session, room=span.room, starts_at=span.starts_at, ends_at=span.ends_at,
        shared=_is_shared(span.room),
    )  # fmt: skip


def set_slot(slot: Slot, span: Span) -> None:
    slot.room, slot.starts_at, slot.ends_at = span.room, span.starts_at, span.ends_at
    slot.shared = _is_shared(span.room)
    slot.save(update_fields=["room", "starts_at", "ends_at", "shared"])


def _is_shared(room: Room | None) -> bool:
    """As it is now, with the week held: what a form read a while ago may have changed."""
    return room is not None and Room.objects.filter(pk=room.pk, is_shared=True).exists()


def fit_slots(session: Session, spans: Sequence[Span]) -> None:
    """Make a session's times these, keeping the row of each day that it already had."""
    zone = session.week.place.zone
    wanted = list(spans)
    kept: list[tuple[Slot, Span]] = []
    spare: list[Slot] = []
    for slot in queries.slots_of(session):
        day = slot.starts_at.astimezone(zone).date()
        same = next((w for w in wanted if w.starts_at.astimezone(zone).date() == day), None)
        if same is None:
            spare.append(slot)
        else:
            wanted.remove(same)
            kept.append((slot, same))
    while spare and wanted:
        kept.append((spare.pop(0), wanted.pop(0)))
    moved = [(slot, span) for slot, span in kept if span_of(slot) != span]
    # All leave their rooms first, so that two times of one session can change places.
    Slot.objects.filter(pk__in=[slot.pk for slot, _to in moved]).update(room=None)
    Slot.objects.filter(pk__in=[slot.pk for slot in spare]).update(cancelled_at=clock.now())
    for slot, span in moved:
        set_slot(slot, span)
    for span in wanted:
        add_slot(session, span)


def set_deleted(session: Session, *, deleted: bool) -> None:
    """A session that is out of the programme has no time left in it, so its rooms are free."""
    session.deleted_at = clock.now() if deleted else None
    session.save(update_fields=["deleted_at"])
    if deleted:
        active = session.slots.filter(cancelled_at__isnull=True)
        active.update(cancelled_at=session.deleted_at)


def keep_difference(
    session: Session,
    before: history.State,
    *,
    by: Author,
    why: str = "",
    undoes: Change | None = None,
    batch: Batch | None = None,
) -> Change | None:
    """Keep what became different since ``before``; None when nothing did."""
    was, became = history.touched(before, history.state_of(session))
    if not became:
        return None
    change = keep(session, by=by, before=was, after=became, why=why, undoes=undoes, batch=batch)
    seating.follow(session, change)
    return change


def keep(
    session: Session,
    *,
    by: Author,
    before: history.State,
    after: history.State,
    why: str = "",
    undoes: Change | None = None,
    batch: Batch | None = None,
) -> Change:
    return Change.objects.create(
        week_id=session.week_id, session=session, number=queries.newest_change(session) + 1,
        at=clock.now(), author_key=by.key, author_name=by.name, why=why, before=before,
        after=after, undoes=undoes, batch=batch,
    )  # fmt: skip


def open_batch(
    week: Week,
    *,
    kind: str,
    by: Author,
    about: dict[str, Any] | None = None,
    undoes: Batch | None = None,
) -> Batch:
    """One decision that changes many sessions; hand it to :func:`keep_difference` of each.

    Call it in the transaction that makes the changes, with the week held. What could not be done
    is added to its ``lost``, in words, before that transaction ends.
    """
    return Batch.objects.create(
        week=week, kind=kind, at=clock.now(), author_key=by.key, author_name=by.name,
        about=about or {}, undoes=undoes,
    )  # fmt: skip

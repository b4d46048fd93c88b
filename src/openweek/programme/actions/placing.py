"""Where and when: onto the grid, elsewhere on it, back to the tray, and a little longer."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.look import dates
from openweek.place.models import Room
from openweek.programme import history, ledger, rules
from openweek.programme.actions.sessions import move_session
from openweek.programme.models import Change, Kind, Session, Slot, Span
from openweek.week.models import Week


class ChangedMeanwhile(Exception):
    """Somebody else wrote in the session since it was shown."""


def place_session(
    *,
    session: Session,
    slot: Slot | None,
    span: Span | None,
    by: Author,
    seen: int | None = None,
) -> Change | None:
    """Give a session a time, give that ``slot`` another one, or none at all (no ``span``).

    ``seen`` is the number of the session's last change when it was shown: raises
    :class:`ChangedMeanwhile` when there was another since then, and moves nothing.
    """
    with transaction.atomic():
        ledger.hold_session(session)
        newest = session.changes.order_by("-number").values_list("number", flat=True).first()
        if seen is not None and seen != (newest or 0):
            raise ChangedMeanwhile
        if slot is None and span is not None:
            return _place(session, span, by)
        if slot is None:
            return None
        slot.session = session
        return move_session(slot=slot, span=span, by=by) if span else _unplace(slot, by)


def _place(session: Session, span: Span, by: Author) -> Change | None:
    """A session that lies in the tray gets a time, and an offer becomes a session."""
    week = session.week
    rules.check_spans(week, [span], by=by)
    if session.kind == Kind.WISH:
        raise ValidationError(_("A wish needs somebody who runs it first."), code="wish")
    with ledger.refusing_double_booking(week, [span], ignoring=session), transaction.atomic():
        ledger.refuse_removed(session)
        before = history.state_of(session)
        session.kind, session.minutes = Kind.SESSION, None
        session.save(update_fields=["kind", "minutes"])
        give_time(session, span)
        change = ledger.keep_difference(session, before, by=by)
        events.record(
            "programme.session_placed", by=by, subject=session, place_id=week.place_id,
            data={"change": change.number if change else None},
        )  # fmt: skip
    return change


def give_time(session: Session, span: Span) -> None:
    """The time that it had last, if it has none: calendars and those who come follow it."""
    last = session.slots.order_by("-cancelled_at", "-pk").first()
    if last is None or session.slots.filter(cancelled_at__isnull=True).exists():
        ledger.add_slot(session, span)
        return
    # Its old room may be somebody else's by now.
    last.cancelled_at, last.room = None, None
    last.save(update_fields=["cancelled_at", "room"])
    ledger.set_slot(last, span)


def _unplace(slot: Slot, by: Author) -> Change | None:
    """Back to the tray, with its length kept; its room is free."""
    session = slot.session
    with transaction.atomic():
        before = history.state_of(session)
        slot.refresh_from_db(fields=["starts_at", "ends_at", "cancelled_at"])
        if slot.cancelled_at is not None:
            return None
        slot.cancelled_at = clock.now()
        slot.save(update_fields=["cancelled_at"])
        if not session.slots.filter(cancelled_at__isnull=True).exists():
            session.minutes = slot.minutes
            session.save(update_fields=["minutes"])
        change = ledger.keep_difference(session, before, by=by)
        events.record(
            "programme.session_unplaced", by=by, subject=session,
            place_id=session.week.place_id, data={"slot": slot.pk},
        )  # fmt: skip
    return change


def pin_session(*, slot: Slot, pinned: bool, by: Author) -> None:
    """Whether that time stays as it is when the programme arranges itself."""
    week = slot.session.week
    with transaction.atomic():
        ledger.hold(week)
        if Slot.objects.filter(pk=slot.pk).exclude(pinned=pinned).update(pinned=pinned):
            events.record(
                "programme.session_pinned", by=by, subject=slot.session,
                place_id=week.place_id, data={"slot": slot.pk, "pinned": pinned},
            )  # fmt: skip


def extend_session(
    *, slot: Slot, until: datetime, by: Author, room: Room | None = None
) -> Change | None:
    """It goes on until then; in another ``room``, when its own is wanted by others.

    Sent twice, it is longer once. Raises :class:`RoomTaken` with what is free instead.
    """
    session = slot.session
    week = session.week
    span = Span(slot.starts_at, until, room or slot.room)
    with ledger.refusing_double_booking(week, [span], ignoring=session), transaction.atomic():
        ledger.hold_session(session)
        ledger.refuse_removed(session)
        slot.refresh_from_db(fields=["starts_at", "ends_at", "cancelled_at"])
        _check_longer(slot, until)
        before = history.state_of(session)
        ledger.set_slot(slot, span)
        change = ledger.keep_difference(session, before, by=by)
        if change is not None:
            events.record(
                "programme.session_extended", by=by, subject=session, place_id=week.place_id,
                data={"change": change.number, "slot": slot.pk},
            )  # fmt: skip
    return change


def _check_longer(slot: Slot, until: datetime) -> None:
    if slot.cancelled_at is not None or slot.ends_at <= clock.now():
        raise ValidationError(_("It is over already."), code="over")
    if until < slot.ends_at:
        raise ValidationError(_("It already goes on for longer than that."), code="shorter")
    if until - slot.starts_at > rules.LONGEST:
        raise ValidationError(_("That lasts longer than a day."), code="long")


def follow_room(room: Room) -> None:
    """The times in a room are shared, or not, as the room now is.

    Called in the transaction that changes the room. Raises ValidationError, in words, when two
    sessions overlap in a room that is to hold one at a time.
    """
    for week in Week.objects.filter(place=room.place_id).order_by("pk"):
        # Whoever places something there waits, and then reads what the room has become.
        ledger.hold(week)
    slots = Slot.objects.filter(room=room)
    if not room.is_shared:
        _refuse_overlaps(room)
    try:
        with transaction.atomic():
            slots.exclude(shared=room.is_shared).update(shared=room.is_shared)
    except IntegrityError as refusal:
        if ledger.NO_DOUBLE_BOOKING not in str(refusal):
            raise
        raise ValidationError(_("Sessions overlap in that room."), code="overlap") from refusal


def _refuse_overlaps(room: Room) -> None:
    rows = Slot.objects.filter(room=room, cancelled_at__isnull=True).order_by("starts_at", "pk")
    latest: Slot | None = None
    for slot in rows.select_related("session"):
        if latest is not None and slot.starts_at < latest.ends_at:
            said = _(
                "“%(one)s” and “%(other)s” overlap there, on %(when)s. Move one of them first."
            )
            when = dates.moment(slot.starts_at, room.place.zone)
            words = {"one": latest.session, "other": slot.session, "when": when}
            raise ValidationError(said % words, code="overlap")
        if latest is None or slot.ends_at > latest.ends_at:
            latest = slot


def longer(slot: Slot, minutes: int) -> datetime:
    return slot.ends_at + timedelta(minutes=minutes)

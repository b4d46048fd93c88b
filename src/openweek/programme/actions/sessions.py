"""Sessions: each verb is one transaction, one kept Change and one event."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.commons.models import Format
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place import actions as place_actions
from openweek.place.models import Room
from openweek.programme import history, ledger, merging, queries, rules, undoing
from openweek.programme.actions.tasks import lay_out_tasks
from openweek.programme.ledger import Undone
from openweek.programme.models import Change, Origin, Session, Slot, Span
from openweek.week.models import Week

MINUTE = timedelta(minutes=1)


class SessionDetails(TypedDict, total=False):
    """What a session says of itself, besides its title."""

    summary: str
    description: str
    facilitator: str
    format: Format | None
    kind: str
    track: str
    language: str
    seats: int | None
    remote_seats: int | None
    remote_url: str
    source_url: str
    needs: list[str]
    minutes: int | None
    availability: list[str]


def propose_session(
    *,
    week: Week,
    title: str,
    by: Author,
    spans: Sequence[Span] = (),
    once: str | None = None,
    origin: str = Origin.PLANNED,
    **details: Unpack[SessionDetails],
) -> Session:
    """Write a session into the programme; without spans it waits to be placed.

    A second call with the same ``once`` answers with the session that the first one made.
    """
    rules.check_spans(week, spans, by=by)
    with ledger.refusing_double_booking(week, spans), transaction.atomic():
        ledger.hold(week)
        sent_before = once and Session.objects.filter(week=week, once=once).first()
        if sent_before:
            return sent_before
        session = Session.objects.create(
            week=week, title=title, slug=_free_slug(week, title), origin=origin, once=once or None,
            author_key=by.key, author_name=by.name, created_at=clock.now(),
            held_at=clock.now() if rules.is_held(week, by) else None, **details,
        )  # fmt: skip
        for span in spans:
            ledger.add_slot(session, span)
        after = history.state_of(session)
        gone = {key: None for key in after if history.slot_pk(key) is not None}
        ledger.keep(
            session,
            by=by,
            before={"deleted": True, **gone},
            after={key: value for key, value in after.items() if value not in ("", None, [])},
        )
        lay_out_tasks(session, by=by)
        events.record(
            "programme.session_proposed", by=by, subject=session, place_id=week.place_id,
            data={"origin": origin},
        )  # fmt: skip
    return session


def improvise_session(
    *,
    week: Week,
    title: str,
    room: Room | None,
    by: Author,
    minutes: int = 60,
    facilitator: str = "",
    once: str | None = None,
) -> Session:
    """It starts now, here."""
    starts_at = this_minute()
    return propose_session(
        week=week,
        title=title,
        by=by,
        spans=[Span(starts_at, starts_at + minutes * MINUTE, room)],
        once=once,
        origin=Origin.IMPROVISED,
        facilitator=facilitator,
    )


def change_session(
    *,
    session: Session,
    by: Author,
    spans: Sequence[Span] | None = None,
    why: str = "",
    title: str | None = None,
    seen: int | None = None,
    **details: Unpack[SessionDetails],
) -> Change | None:
    """Change what is given and leave the rest; None when nothing became different.

    With ``seen``, the number of the session's last change when they began, what others changed
    since then stays where both don't touch one another. Where they do, raises
    :class:`~openweek.programme.merging.EditedTogether` and writes nothing.
    """
    week = session.week
    if spans is not None and seen is None:
        rules.check_spans(week, spans, kept=spans_of(session), by=by)
    with ledger.refusing_double_booking(week, spans or (), ignoring=session), transaction.atomic():
        ledger.hold_session(session)
        ledger.refuse_removed(session)
        before = history.state_of(session)
        given: dict[str, Any] = {**details, **({"title": title} if title is not None else {})}
        if seen is not None and seen != queries.newest_change(session):
            given, spans = _merged(session, before, given, spans, seen)
        if spans is not None and seen is not None:
            rules.check_spans(week, spans, kept=spans_of(session), by=by)
        for field, value in given.items():
            setattr(session, field, value)
        if given:
            session.save(update_fields=list(given))
        if spans is not None:
            ledger.fit_slots(session, spans)
        change = ledger.keep_difference(session, before, by=by, why=why)
        if change is not None:
            events.record(
                "programme.session_changed", by=by, subject=session, place_id=week.place_id,
                data={"change": change.number, "touched": sorted(change.after)},
            )  # fmt: skip
    return change


def _merged(
    session: Session,
    now: history.State,
    given: dict[str, Any],
    spans: Sequence[Span] | None,
    seen: int,
) -> tuple[dict[str, Any], Sequence[Span] | None]:
    """What is still to be changed, beside what others changed meanwhile."""
    base = merging.plain(merging.rewind(session, now, seen))
    theirs = merging.plain(now)
    merged = merging.merge(base, merging.typed(given, spans), theirs)
    if merged.conflicts:
        raise merging.EditedTogether(merged, theirs, queries.newest_change(session))
    values = dict(merged.values)
    times = values.pop(merging.TIMES, theirs[merging.TIMES])
    is_moved = not history.is_same(times, theirs[merging.TIMES])
    return values, merging.spans_in(times) if is_moved else None


def move_session(*, slot: Slot, span: Span, by: Author, why: str = "") -> Change | None:
    """Give one of a session's times another hour or room."""
    session = slot.session
    week = session.week
    rules.check_spans(week, [span], kept=[ledger.span_of(slot)], by=by)
    with ledger.refusing_double_booking(week, [span], ignoring=session), transaction.atomic():
        ledger.hold_session(session)
        slot.refresh_from_db(fields=["cancelled_at"])
        if slot.cancelled_at is not None:
            raise ValidationError(_("Somebody has just removed that time."), code="removed")
        before = history.state_of(session)
        ledger.set_slot(slot, span)
        change = ledger.keep_difference(session, before, by=by, why=why)
        if change is not None:
            events.record(
                "programme.session_moved", by=by, subject=session, place_id=week.place_id,
                data={"change": change.number, "slot": slot.pk},
            )  # fmt: skip
    return change


def end_session(*, session: Session, by: Author) -> Change | None:
    """What is on ends now, and its room is free."""
    week = session.week
    now = this_minute()
    with transaction.atomic():
        ledger.hold_session(session)
        before = history.state_of(session)
        for slot in session.slots.filter(cancelled_at__isnull=True, ends_at__gt=now):
            if slot.starts_at <= now:
                slot.ends_at = max(now, slot.starts_at + MINUTE)
                slot.save(update_fields=["ends_at"])
        change = ledger.keep_difference(session, before, by=by)
        if change is not None:
            events.record("programme.session_ended", by=by, subject=session, place_id=week.place_id)
    return change


def remove_session(*, session: Session, by: Author, why: str = "") -> Change | None:
    """Take it out of the programme, and free its rooms; it can be restored."""
    week = session.week
    with transaction.atomic():
        ledger.hold_session(session)
        before = history.state_of(session)
        ledger.set_deleted(session, deleted=True)
        change = ledger.keep_difference(session, before, by=by, why=why)
        if change is not None:
            events.record(
                "programme.session_removed", by=by, subject=session, place_id=week.place_id
            )
    return change


def restore_session(*, session: Session, by: Author) -> Undone:
    """Put a removed session back, with those of its times whose room is still free."""
    with transaction.atomic():
        removals = session.changes.filter(after__deleted=True).order_by("-number")
        removal = removals.first()
        if session.deleted_at is None or removal is None:
            return Undone(None, [])
        undone = undoing.undo_one(removal, by=by)
        events.record(
            "programme.session_restored", by=by, subject=session, place_id=session.week.place_id
        )
    return undone


def give_link(*, session: Session, by: Author, name: str = "") -> tuple[int, str]:
    """A private link with which its holder can change the session: its number and its secret."""
    capability, secret = place_actions.give_capability(
        kind=rules.LINK,
        place=session.week.place,
        subject=rules.link_subject(session),
        name=name or session.author_name or session.facilitator,
        by=by,
    )
    return capability.pk, secret


def this_minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)


def spans_of(session: Session) -> list[Span]:
    return [ledger.span_of(slot) for slot in queries.slots_of(session)]


def _free_slug(week: Week, title: str) -> str:
    taken = set(Session.objects.filter(week=week).values_list("slug", flat=True))
    return safe_slug(title, taken=taken | rules.RESERVED, default="moment")

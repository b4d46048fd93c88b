"""Wishes and offers: what somebody would like, what somebody can teach, and how they meet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.programme import history, ledger, participants, rules
from openweek.programme.actions.sessions import SessionDetails, propose_session
from openweek.programme.actions.tasks import lay_out_tasks
from openweek.programme.models import (
    Batch,
    BatchKind,
    Change,
    Interest,
    Kind,
    Participant,
    Session,
    Span,
)
from openweek.week.models import Week

# The deadline at which those who would like it are told that it comes true.
MET = "programme.wish_met"


@transaction.atomic
def wish_session(
    *,
    week: Week,
    title: str,
    by: Author,
    once: str | None = None,
    found: Participant | None = None,
    email: str = "",
    **details: Unpack[SessionDetails],
) -> Session:
    """Write a wish on the wall; who wishes is the first of those who would like it."""
    details["kind"] = Kind.WISH
    wish = propose_session(week=week, title=title, by=by, once=once, **details)
    who = participants.known(week, by=by, name=by.name, email=email, found=found)
    _note_interest(wish, who)
    return wish


def offer_session(
    *,
    week: Week,
    title: str,
    by: Author,
    once: str | None = None,
    **details: Unpack[SessionDetails],
) -> Session:
    """Write an offer on the wall: it waits for a time, or for a wish that it meets."""
    details["kind"] = Kind.OFFER
    return propose_session(week=week, title=title, by=by, once=once, **details)


@transaction.atomic
def say_me_too(
    *,
    session: Session,
    by: Author,
    name: str = "",
    email: str = "",
    found: Participant | None = None,
) -> bool:
    """They would like this too. Said twice it counts once; what they add of themselves is kept."""
    ledger.hold_session(session)
    ledger.refuse_removed(session)
    who = participants.known(session.week, by=by, name=name, email=email, found=found)
    is_new = _note_interest(session, who)
    if is_new or name or email:
        events.record(
            "programme.me_too_said", by=by.unnamed, subject=session, place_id=session.week.place_id,
            data={"participant": who.pk, "is_new": is_new},
        )  # fmt: skip
    return is_new


def _note_interest(session: Session, who: Participant) -> bool:
    _interest, is_new = Interest.objects.get_or_create(
        session=session, participant=who, defaults={"at": clock.now()}
    )
    return is_new


@transaction.atomic
def take_me_too_back(*, session: Session, mine: QuerySet[Participant], by: Author) -> bool:
    """Whoever they are here: by account, by browser, by a link that they opened."""
    ledger.hold(session.week)
    count, _rows = Interest.objects.filter(session=session, participant__in=mine).delete()
    if count:
        events.record(
            "programme.me_too_taken_back",
            by=by.unnamed,
            subject=session,
            place_id=session.week.place_id,
        )
    return bool(count)


def meet_wish(
    *,
    wish: Session,
    by: Author,
    facilitator: str,
    spans: Sequence[Span] = (),
    minutes: int | None = None,
) -> Change:
    """Somebody runs it: the wish becomes a session, and those who would like it are told.

    Its address, its history and those who said "me too" stay. Without spans it waits to be placed.
    Raises ValidationError, in words, when somebody else was faster.
    """
    with _held(wish, spans, by=by):
        _refuse_met(wish)
        change = _become_session(
            wish, spans=spans, minutes=minutes, by=by, facilitator=facilitator or wish.facilitator
        )
        events.record(
            "programme.wish_met", by=by, subject=wish, place_id=wish.week.place_id,
            data={"change": change.number},
        )  # fmt: skip
    return change


def schedule_offer(
    *, offer: Session, by: Author, spans: Sequence[Span] = (), minutes: int | None = None
) -> Change:
    """Give an offer a time: it becomes a session, and those who would like it are told."""
    with _held(offer, spans, by=by):
        _refuse_taken_up(offer)
        change = _become_session(offer, spans=spans, minutes=minutes, by=by)
        events.record(
            "programme.offer_scheduled", by=by, subject=offer, place_id=offer.week.place_id,
            data={"change": change.number},
        )  # fmt: skip
    return change


def join_wish(
    *,
    wish: Session,
    offer: Session,
    by: Author,
    spans: Sequence[Span] = (),
    minutes: int | None = None,
) -> Change:
    """An offer meets a wish: the offer becomes a session and the wish leaves the wall for it.

    Those who would like the wish would like that session, each once. It is one decision, so it is
    taken back as one; the wish then stands on the wall again, with those who would like it.
    """
    with _held(offer, spans, by=by):
        ledger.hold_session(wish)
        ledger.refuse_removed(wish)
        _refuse_met(wish)
        _refuse_taken_up(offer)
        batch = ledger.open_batch(
            offer.week, kind=BatchKind.WISH_MET, by=by, about={"wish": wish.pk, "offer": offer.pk}
        )
        before = history.state_of(wish)
        wish.met_by = offer
        wish.save(update_fields=["met_by"])
        ledger.keep_difference(wish, before, by=by, batch=batch)
        _bring_interests(wish, offer)
        change = _become_session(offer, spans=spans, minutes=minutes, by=by, batch=batch)
        events.record(
            "programme.wish_joined", by=by, subject=wish, place_id=offer.week.place_id,
            data={"offer": offer.pk, "batch": batch.pk},
        )  # fmt: skip
    return change


def _bring_interests(wish: Session, offer: Session) -> None:
    """They stay with the wish too, for the day on which it stands on the wall again."""
    there = Interest.objects.filter(session=offer).values("participant_id")
    rows = Interest.objects.filter(session=wish).exclude(participant__in=there)
    Interest.objects.bulk_create(
        Interest(session=offer, participant_id=row.participant_id, at=row.at) for row in rows
    )


@contextmanager
def _held(session: Session, spans: Sequence[Span], *, by: Author) -> Iterator[None]:
    """Its times can be held, nobody else writes meanwhile, and a taken room undoes all of it."""
    rules.check_spans(session.week, spans, by=by)
    with (
        ledger.refusing_double_booking(session.week, spans, ignoring=session),
        transaction.atomic(),
    ):
        ledger.hold_session(session)
        ledger.refuse_removed(session)
        yield


def _refuse_met(wish: Session) -> None:
    if wish.kind != Kind.WISH or rules.is_met(wish):
        raise ValidationError(_("Somebody has just taken this wish up."), code="met")


def _refuse_taken_up(offer: Session) -> None:
    if offer.kind != Kind.OFFER:
        raise ValidationError(_("This offer is in the programme already."), code="scheduled")


def _become_session(
    session: Session,
    *,
    spans: Sequence[Span],
    minutes: int | None,
    by: Author,
    batch: Batch | None = None,
    facilitator: str | None = None,
) -> Change:
    before = history.state_of(session)
    session.kind = Kind.SESSION
    session.minutes = None if spans else minutes or session.minutes
    if facilitator is not None:
        session.facilitator = facilitator
    session.save(update_fields=["kind", "minutes", "facilitator"])
    for span in spans:
        ledger.add_slot(session, span)
    change = ledger.keep_difference(session, before, by=by, batch=batch)
    assert change is not None  # noqa: S101  its kind has just changed
    lay_out_tasks(session, by=by)
    deadlines.set_deadline(MET, change.pk, clock.now())
    return change

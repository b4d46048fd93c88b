"""Coming along: a seat or a place in the line, leaving it, and being forgotten."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import actions as place_actions
from openweek.place.forgetting import PasserBy
from openweek.place.models import Capability
from openweek.programme import ledger, participants, seating
from openweek.programme.actions.forgetting import forget_author, unsign
from openweek.programme.actions.questions import take_question_back
from openweek.programme.models import Participant, Question, Session, Signup, Slot, Way
from openweek.week.models import Week


@transaction.atomic
def sign_up(
    *,
    session: Session,
    slots: Sequence[Slot],
    by: Author,
    way: str = Way.ON_SITE,
    name: str = "",
    email: str = "",
    found: Participant | None = None,
) -> list[Signup]:
    """A seat at each of these times, or else a place in the line for it.

    Sent twice, they come once. Whoever comes the other way now gives their first seat back.
    Raises ValidationError, in words, for a time that somebody has just removed or that is over.
    """
    week = session.week
    ledger.hold_session(session)
    ledger.refuse_removed(session)
    for slot in slots:
        slot.session = session
        slot.refresh_from_db(fields=["room", "starts_at", "ends_at", "cancelled_at"])
        _check_to_come(slot)
    who = participants.known(week, by=by, name=name, email=email, found=found)
    rows = Signup.objects.filter(slot__in=slots, participant=who, cancelled_at__isnull=True)
    known = {signup.slot_id: signup for signup in rows.select_related("slot")}
    wanted = [slot for slot in slots if _changes(known.get(slot.pk), way)]
    for slot in wanted:
        if slot.pk in known:
            known[slot.pk].slot.session = session
            seating.give_back(known[slot.pk])
        known[slot.pk] = seating.take_seat(slot, who, way)
    if wanted:
        events.record(
            "programme.signed_up", by=by.unnamed, subject=session, place_id=week.place_id,
            data={"signups": [known[slot.pk].pk for slot in wanted], "way": str(way)},
        )  # fmt: skip
    return [known[slot.pk] for slot in slots]


def _changes(known: Signup | None, way: str) -> bool:
    return known is None or known.way != way


def _check_to_come(slot: Slot) -> None:
    if slot.cancelled_at is not None:
        raise ValidationError(_("Somebody has just removed that time."), code="removed")
    if slot.ends_at <= clock.now():
        raise ValidationError(_("That is over already."), code="over")


@transaction.atomic
def leave_session(*, signup: Signup, by: Author) -> bool:
    """Their seat goes to the first who waits; False when they had left already."""
    session = signup.slot.session
    ledger.hold_session(session)
    signup.refresh_from_db(fields=["cancelled_at", "waits", "seat"])
    if signup.cancelled_at is not None:
        return False
    moved_up = seating.give_back(signup)
    events.record(
        "programme.session_left", by=by.unnamed, subject=session, place_id=session.week.place_id,
        data={"signup": signup.pk, "moved_up": [each.pk for each in moved_up]},
    )  # fmt: skip
    return True


def give_choices_link(*, participant: Participant, by: Author) -> tuple[int, str]:
    """A private link to somebody's choices: its number and its secret, known this once."""
    week = participant.week
    capability, secret = place_actions.give_capability(
        kind=participants.LINK, place=week.place, by=by.unnamed,
        subject=participants.link_subject(participant), expires_at=participants.kept_until(week),
    )  # fmt: skip
    return capability.pk, secret


@transaction.atomic
def follow_week(week: Week) -> None:
    """The concierge changed a week: what was said is kept for as long as it says now."""
    known = Participant.objects.filter(week=week, forgotten_at__isnull=True).exists()
    if known or Question.objects.filter(session__week=week).exists():
        deadlines.set_deadline(participants.FORGET, week.pk, participants.kept_until(week))


@transaction.atomic
def forget_participant(*, participant: Participant, by: Author) -> None:
    """Name, address and links go, and seats still to come; what is over stays counted."""
    week = participant.week
    ledger.hold(week)
    participant.refresh_from_db()
    participant.week = week
    if participant.forgotten_at is not None:
        return
    to_come = Signup.objects.filter(
        participant=participant, cancelled_at__isnull=True, slot__ends_at__gt=clock.now()
    )
    for signup in to_come.select_related("slot__session"):
        signup.slot.session.week = week
        seating.give_back(signup)
    _forget(participant)
    events.record(
        "programme.participant_forgotten", by=by.unnamed, subject=participant,
        place_id=week.place_id,
    )  # fmt: skip


@transaction.atomic
def forget_participants(*, week: Week, by: Author) -> int:
    """Keep the promise of the week’s kept days, also to those who asked questions.

    Returns how many became nameless.
    """
    known = list(Participant.objects.filter(week=week, forgotten_at__isnull=True))
    for participant in known:
        participant.week = week
        _forget(participant)
    Question.objects.filter(session__week=week).update(author_name="", author_key="")
    events.record(
        "programme.participants_forgotten", by=by, subject=week, place_id=week.place_id,
        data={"participants": len(known)},
    )  # fmt: skip
    return len(known)


@transaction.atomic
def forget_passer_by(gone: PasserBy) -> None:
    """What they proposed or changed stays, under nobody's name. Where they asked for it, they
    come to nothing any more, and what they asked from afar goes.

    Else their choices have a day of their own on which they are forgotten.
    """
    if gone.words_too:
        asked = Question.objects.filter(session__week__place=gone.place_id)
        for question in gone.signed(asked).select_related("session__week"):
            take_question_back(question=question, by=SOFTWARE)
        known = Participant.objects.filter(
            week__place=gone.place_id, person=None, forgotten_at__isnull=True
        )
        for participant in gone.signed(known, key="key", name="name").select_related("week__place"):
            forget_participant(participant=participant, by=SOFTWARE)
    unsign(gone)


def forget_person(person_id: int, name_kept: bool) -> None:
    """Somebody's account is gone: so is their address, and their name unless they left it."""
    theirs = Participant.objects.filter(
        key=Author(person_id=person_id).key, forgotten_at__isnull=True
    )
    for participant in theirs.select_related("week__place"):
        if name_kept:
            _forget_address(participant)
            participant.save(update_fields=["email"])
        else:
            forget_participant(participant=participant, by=SOFTWARE)
    if not name_kept:
        forget_author(person_id=person_id)


def _forget(participant: Participant) -> None:
    _forget_address(participant)
    links = Capability.objects.filter(
        kind=participants.LINK, subject=participants.link_subject(participant),
        revoked_at__isnull=True,
    )  # fmt: skip
    for capability in links:
        place_actions.revoke_capability(capability=capability, by=SOFTWARE)
    if participant.key:
        Question.objects.filter(session__week=participant.week, author_key=participant.key).update(
            author_name="", author_key=""
        )
    participant.name = participant.key = ""
    participant.person = None
    participant.forgotten_at = clock.now()
    participant.save(update_fields=["name", "key", "email", "person", "forgotten_at"])


def _forget_address(participant: Participant) -> None:
    if participant.email:
        place_actions.forget_letters(
            to=participant.email, place=participant.week.place, by=SOFTWARE
        )
    participant.email = ""

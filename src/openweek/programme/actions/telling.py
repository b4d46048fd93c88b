"""Telling those who come that it moved, or that a seat is theirs: once, and in their language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Deadline
from openweek.place.actions import greeting_name, write_letter
from openweek.programme import ledger, seating, whereabouts
from openweek.programme.actions import letters
from openweek.programme.models import Change, Participant, Session, Signup
from openweek.programme.whereabouts import News, Words


@dataclass(frozen=True, slots=True)
class _Told:
    """A time of which somebody is told, and what."""

    signup: Signup
    news: News


@transaction.atomic
def tell_moved(*, change: Change) -> int:
    """Tell each of those who come or wait what they do not know yet; return how many were told.

    A later move, about which they will be told a little later, tells this one too.
    """
    session = change.session
    ledger.hold_session(session)
    if _another_is_due(change):
        return 0
    by_participant: dict[Participant, list[_Told]] = defaultdict(list)
    for signup in seating.live(session).select_related("slot", "participant__person"):
        news = whereabouts.untold(signup)
        if news is not None:
            by_participant[signup.participant].append(_Told(signup, news))
    for participant, told in by_participant.items():
        _tell(session, participant, told)
    if by_participant:
        events.record(
            "programme.moves_told", by=SOFTWARE, subject=session,
            place_id=session.week.place_id, data={"participants": len(by_participant)},
        )  # fmt: skip
    return len(by_participant)


@transaction.atomic
def tell_moved_up(*, signup: Signup) -> bool:
    """Tell somebody who waited that they have a seat, unless they left or it is over or off."""
    slot = signup.slot
    ledger.hold_session(slot.session)
    signup.refresh_from_db(fields=["cancelled_at", "waits", "told"])
    slot.refresh_from_db(fields=["room", "starts_at", "ends_at", "cancelled_at"])
    is_off = slot.cancelled_at is not None or slot.ends_at <= clock.now()
    if signup.cancelled_at is not None or signup.waits or is_off:
        return False
    now = whereabouts.state_of(slot)
    told = _Told(signup, News("moved_up", now, now))
    _tell(slot.session, signup.participant, [told])
    events.record(
        "programme.seat_told", by=SOFTWARE, subject=signup,
        place_id=slot.session.week.place_id,
    )  # fmt: skip
    return True


def _another_is_due(change: Change) -> bool:
    later = change.session.changes.filter(pk__gt=change.pk).values("pk")
    pending = Deadline.objects.filter(kind=seating.MOVED, done_at__isnull=True)
    return pending.filter(subject_id__in=later).exists()


def _tell(session: Session, participant: Participant, told: Sequence[_Told]) -> None:
    letter = _write(session, participant, told)
    for each in told:
        each.signup.told = whereabouts.told(each.signup, letter=letter)
        each.signup.save(update_fields=["told"])


def _write(session: Session, participant: Participant, told: Sequence[_Told]) -> str:
    """What became of the letter; empty where no address is known."""
    to = letters.address_of(participant)
    if not to:
        return ""
    week = session.week
    with translation.override(participant.language):
        text = render_to_string("programme/letters/moved.txt", _said(session, participant, told))
        written = write_letter(
            to=to, subject=_subject(session, told), text=text, by=SOFTWARE, place=week.place
        )
    return whereabouts.WRITTEN if written else whereabouts.HELD_BACK


def _subject(session: Session, told: Sequence[_Told]) -> str:
    kinds = {each.news.kind for each in told}
    said = {
        "moved": _("Moved: %(title)s"),
        "cancelled": _("Cancelled: %(title)s"),
        "back": _("Back in the programme: %(title)s"),
        "moved_up": _("You have a seat: %(title)s"),
    }[kinds.pop() if len(kinds) == 1 else "moved"]
    return said % {"title": session.title}


def _said(session: Session, participant: Participant, told: Sequence[_Told]) -> dict[str, object]:
    week = session.week
    words = Words(week, [each.news for each in told])
    return {
        "name": greeting_name(participant.name), "session": session, "place": week.place,
        "sentences": [
            _("A seat is yours: %(where)s.") % {"where": words.where(each.news.after)}
            if each.news.kind == "moved_up" else words.say(each.news)
            for each in told
        ],
        "waits": all(each.signup.waits for each in told),
        "is_gone": session.deleted_at is not None,
        **letters.addresses(session, participant),
    }  # fmt: skip

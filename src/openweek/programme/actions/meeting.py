"""Telling those who said "me too" that it comes true: once, and in their language."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import events
from openweek.ground.authors import SOFTWARE
from openweek.look import dates
from openweek.place.actions import greeting_name, write_letter
from openweek.programme import ledger, queries
from openweek.programme.actions import letters
from openweek.programme.models import Change, Interest, Kind, Participant, Session


@transaction.atomic
def tell_met(*, change: Change) -> int:
    """Write to those whose address is known; return to how many.

    Nobody is told what was taken back meanwhile, nor whoever made it come true.
    """
    session = change.session
    ledger.hold_session(session)
    if session.kind != Kind.SESSION or session.deleted_at or session.held_at:
        return 0
    rows = Interest.objects.filter(session=session, participant__forgotten_at__isnull=True)
    told = 0
    for interest in rows.select_related("participant__person"):
        if not change.author_key or interest.participant.key != change.author_key:
            told += _write(session, interest.participant)
    events.record(
        "programme.wishers_told", by=SOFTWARE, subject=session,
        place_id=session.week.place_id, data={"participants": told},
    )  # fmt: skip
    return told


def _write(session: Session, participant: Participant) -> bool:
    to = letters.address_of(participant)
    if not to:
        return False
    week = session.week
    zone = week.place.zone
    with translation.override(participant.language):
        said = {
            "name": greeting_name(participant.name),
            "session": session,
            "place": week.place,
            "times": [dates.moment(slot.starts_at, zone) for slot in queries.slots_of(session)],
            **letters.addresses(session, participant),
        }
        text = render_to_string("programme/letters/met.txt", said)
        subject = _("It comes true: %(title)s") % {"title": session.title}
        letter = write_letter(to=to, subject=subject, text=text, by=SOFTWARE, place=week.place)
    return letter is not None

"""Telling those who said "me too" that it comes true: once, and in their language."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import events
from openweek.ground.authors import SOFTWARE
from openweek.look import dates
from openweek.place.actions import write_letter
from openweek.programme import ledger, queries
from openweek.programme.actions.coming import give_choices_link
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
    to = participant.email or (participant.person.email if participant.person else "")
    if not to:
        return False
    week = session.week
    participant.week = week
    _number, secret = give_choices_link(participant=participant, by=SOFTWARE)
    root = {"place": week.place.slug, "week": week.slug}
    zone = week.place.zone
    with translation.override(participant.language):
        said = {
            "participant": participant,
            "session": session,
            "place": week.place,
            "times": [dates.moment(slot.starts_at, zone) for slot in queries.slots_of(session)],
            # Not the address that the browser asked for: anybody can put theirs there.
            "link": settings.OPENWEEK_URL
            + reverse("session", kwargs={**root, "session": session.slug}),
            "choices": settings.OPENWEEK_URL
            + reverse("open_choices", kwargs={**root, "secret": secret}),
        }
        text = render_to_string("programme/letters/met.txt", said)
        subject = _("It comes true: %(title)s") % {"title": session.title}
        letter = write_letter(to=to, subject=subject, text=text, by=SOFTWARE, place=week.place)
    return letter is not None

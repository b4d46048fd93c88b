"""What letters about a session have in common: to whom they go, and the addresses in them."""

from django.conf import settings
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.programme.actions.coming import give_choices_link
from openweek.programme.models import Participant, Session
from openweek.week.models import Week


def address_of(participant: Participant) -> str:
    """The one that was given with a name, or an account's; empty where none is known."""
    return participant.email or (participant.person.email if participant.person else "") or ""


def page_of(session: Session) -> str:
    return _whole("session", session.week, session=session.slug)


def addresses(session: Session, participant: Participant) -> dict[str, str]:
    """The session's page, and a new private link to their choices."""
    participant.week = session.week
    _number, secret = give_choices_link(participant=participant, by=SOFTWARE)
    return {
        "link": page_of(session),
        "choices": _whole("open_choices", session.week, secret=secret),
    }


def _whole(name: str, week: Week, **more: str) -> str:
    """Not on the site that the browser asked for: anybody can put theirs there."""
    path = reverse(name, kwargs={"place": week.place.slug, "week": week.slug, **more})
    return f"{settings.OPENWEEK_URL}{path}"

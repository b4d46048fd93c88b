"""A team's invitation on paper: to hand over, to pin up, to scan."""

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.challenges.models import Team
from openweek.look import dates, typesetting

PAPER = Path(__file__).parent / "paper" / "invitation.typ"


def printed(team: Team, address: str) -> bytes:
    """A PDF of A6. What people typed reaches the template as data."""
    challenge = team.challenge
    zone = challenge.week.place.zone
    said = {"until": dates.moment(challenge.closes_at, zone)}
    data = {
        "language": (get_language() or "fr")[:2],
        "title": _("Invitation to the team “%(team)s”") % {"team": team.name},
        "place": challenge.week.place.name,
        "challenge": challenge.title,
        "team": team.name,
        "invites": _("We write a book together. Come and write with us, here or from afar."),
        "people": ", ".join(member.name for member in team.members.all()),
        "scan": _("Scan, say your name, write."),
        "until": _("Until %(until)s: then the book is published as it is.") % said,
        "keep": _("Whoever has this square writes in the book: give it to people you know."),
        "alt": _("The square that opens the team’s page"),
    }
    return typesetting.typeset(
        PAPER, data, {"link.svg": typesetting.square(address, border=1)}, with_system_fonts=True
    )

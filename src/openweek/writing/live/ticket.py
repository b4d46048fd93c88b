"""The short-lived pass with which a page lets its reader into the live server."""

from dataclasses import asdict, dataclass

from django.core import signing

from openweek.ground.authors import Author

SALT = "openweek.live.ticket"
LASTS_SECONDS = 60  # to connect; the connection itself lasts as long as the right does


class BadTicketError(Exception):
    """Forged, or too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who writes, in which text, with which level; ``schema`` is what the editor understands."""

    text: str
    author: str
    name: str
    level: str
    schema: int


def make_ticket(*, text_id: object, author: Author, level: str, schema: int) -> str:
    """To be put behind ``/live/<text>?ticket=``. ``author.key`` must not be empty."""
    if not author.key:
        raise ValueError("an anonymous writer needs an author with passer_by set")
    ticket = Ticket(str(text_id), author.key, author.name[:120], level, schema)
    return signing.dumps(asdict(ticket), salt=SALT, compress=False)


def read_ticket(signed: str) -> Ticket:
    try:
        return Ticket(**signing.loads(signed, salt=SALT, max_age=LASTS_SECONDS))
    except (signing.BadSignature, TypeError) as bad:
        raise BadTicketError(str(bad)) from bad

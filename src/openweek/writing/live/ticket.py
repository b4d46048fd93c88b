"""The short-lived pass with which a page lets its reader into the live server."""

from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from openweek.ground.authors import Author
from openweek.place.models import Person

SALT = "openweek.live.ticket"
LASTS_SECONDS = 60  # to connect; the connection itself lasts as long as the right does


class BadTicketError(Exception):
    """Forged, or too old."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody's right stands on, so that it can be looked at again while they write.

    ``session`` says under which key of the person's sessions they came (see
    :func:`session_of`); ``token_id`` is the bearer token without which there is no right at all.
    """

    person_id: int | None = None
    session: str = ""
    capability_ids: frozenset[int] = frozenset()
    token_id: int | None = None


def session_of(person: Person) -> str:
    """Another one as soon as all sessions of that person are ended."""
    return person.get_session_auth_hash()[:16]


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who writes, in which text, with which level; ``schema`` is what the editor understands."""

    text: str
    author: str
    name: str
    level: str
    schema: int
    standing: Standing = field(default_factory=Standing)


def make_ticket(
    *,
    text_id: object,
    author: Author,
    level: str,
    schema: int,
    person: Person | None = None,
    capability_ids: frozenset[int] = frozenset(),
) -> str:
    """To be put behind ``/live/<text>?ticket=``. ``author.key`` must not be empty.

    ``person`` is who is signed in, and the capabilities are those on which the right may stand.
    """
    if not author.key:
        raise ValueError("an anonymous writer needs an author with passer_by set")
    known: dict[str, Any] = {"text": str(text_id), "author": author.key, "level": level}
    known |= {"name": author.name[:120], "schema": schema, "held": sorted(capability_ids)}
    if person is not None:
        known |= {"person": person.pk, "session": session_of(person)}
    return signing.dumps(known, salt=SALT, compress=False)


def read_ticket(signed: str) -> Ticket:
    try:
        known = signing.loads(signed, salt=SALT, max_age=LASTS_SECONDS)
        standing = Standing(
            person_id=known.pop("person", None),
            session=known.pop("session", ""),
            capability_ids=frozenset(known.pop("held")),
        )
        return Ticket(**known, standing=standing)
    except (signing.BadSignature, TypeError, KeyError) as bad:
        raise BadTicketError(str(bad)) from bad

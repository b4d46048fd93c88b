"""Who comes in, with which right: asked of the main database in a thread."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import OperationalError, close_old_connections, connection, transaction
from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.queries import capability_for
from openweek.place.rules import Who
from openweek.writing.live.ticket import BadTicketError, Standing, read_ticket
from openweek.writing.models import Level, Text
from openweek.writing.rules import access_text, is_frozen, is_level
from openweek.writing.tree import SCHEMA_VERSION

# Codes of our own with which a socket is closed; a browser sees nothing of an HTTP status.
BAD_PASS, NO_RIGHT, NO_TEXT, OLD_EDITOR = 4401, 4403, 4404, 4409


class NotAdmittedError(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the live server needs to know of a text from the main database."""

    text_id: str
    seed: bytes
    is_frozen: bool
    closes_at: datetime | None
    # Somebody is changing it in a transaction that has not ended: perhaps freezing it.
    is_in_hands: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody let in."""

    author: str
    name: str
    level: str
    standing: Standing = field(default_factory=Standing)

    @property
    def may_write(self) -> bool:
        return is_level(self.level, Level.WRITE)


def facts_of(text_id: str) -> TextFacts:
    """Raises NotAdmittedError when there is no such text."""
    close_old_connections()
    try:
        is_in_hands = _is_in_hands(text_id)  # before it is read: what it hid is then committed
        text = Text.objects.get(pk=text_id)
    except (Text.DoesNotExist, ValidationError) as nothing:
        raise NotAdmittedError(NO_TEXT, "no such text") from nothing
    return TextFacts(str(text.pk), bytes(text.seed), is_frozen(text), text.closes_at, is_in_hands)


def _is_in_hands(text_id: str) -> bool:
    """A process that starts while a text is being frozen was not there to be told of it."""
    if connection.vendor != "postgresql":
        return False
    held = f"SELECT 1 FROM {Text._meta.db_table} WHERE id = %s FOR SHARE NOWAIT"  # noqa: S608  our own table
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(held, [str(UUID(text_id))])
    except ValueError as wrong:
        raise NotAdmittedError(NO_TEXT, "no such text") from wrong
    except OperationalError:
        return True
    return False


def admit(text_id: str, query: str, authorization: str) -> Admission:
    """By the ticket that a page gave, or by a bearer token."""
    given = parse_qs(query)
    ticket = given.get("ticket", [""])[0]
    if ticket:
        return _by_ticket(text_id, ticket)
    token = given.get("token", [""])[0]
    if authorization.lower().startswith("bearer "):
        token = authorization[7:].strip()
    return _by_token(text_id, token)


def _by_ticket(text_id: str, signed: str) -> Admission:
    try:
        ticket = read_ticket(signed)
    except BadTicketError as bad:
        raise NotAdmittedError(BAD_PASS, "ask for a new ticket") from bad
    if ticket.text != text_id:
        raise NotAdmittedError(BAD_PASS, "a ticket for another text")
    if ticket.schema < SCHEMA_VERSION:
        raise NotAdmittedError(OLD_EDITOR, "reload the page")
    return Admission(ticket.author, ticket.name, ticket.level, ticket.standing)


def _by_token(text_id: str, token: str) -> Admission:
    close_old_connections()
    capability = capability_for(token, kind="api") if token else None
    if capability is None:
        raise NotAdmittedError(BAD_PASS, "no ticket and no token")
    person = capability.person
    author = Author(
        name=person.name if person else capability.name,
        person_id=person.pk if person else None,
        capability_id=None if person else capability.pk,
    )
    who = Who(person=person, author=author, capability_ids=frozenset({capability.pk}))
    try:
        access = access_text(who, text_id)
    except Http404 as nothing:
        raise NotAdmittedError(NO_RIGHT, "no right on this text") from nothing
    standing = Standing(
        person_id=author.person_id,
        capability_ids=frozenset({capability.pk}),
        token_id=capability.pk,
    )
    return Admission(author.key, author.name, access.level, standing)

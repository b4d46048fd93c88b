"""Every change to challenges and teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from openweek.challenges.models import Challenge, Team, TeamMember
from openweek.challenges.rules import TEAM_LINK, ChallengeIsClosedError, subject_of
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import safe_slug
from openweek.place.actions import give_capability
from openweek.place.models import Capability, Person
from openweek.publishing.actions import create_book, credit_person, schedule_publication
from openweek.publishing.models import Book
from openweek.week.models import Week
from openweek.writing.actions import freeze_texts, grant
from openweek.writing.models import Grant, Level, Text

CLOSE = "challenges.close"
RESERVED = frozenset({"new"})  # an address below the challenges of a week


class ChallengeDetails(TypedDict, total=False):
    """What a challenge says of itself."""

    summary: str
    rules: str


@dataclass(frozen=True)
class SignedUp:
    """A team with the secret of its private link, which is known this once."""

    team: Team
    secret: str
    is_new: bool


@transaction.atomic
def create_challenge(
    *,
    week: Week,
    title: str,
    template: str,
    closes_at: datetime,
    by: Author,
    opens_at: datetime | None = None,
    slug: str = "",
    once: UUID | None = None,
    **details: Unpack[ChallengeDetails],
) -> Challenge:
    """A challenge whose books are published at ``closes_at``, whatever their state."""
    known = Challenge.objects.filter(week=week, once=once).first() if once else None
    if known is not None:
        known.week = week
        return known
    taken = set(Challenge.objects.filter(week=week).values_list("slug", flat=True)) | RESERVED
    challenge = Challenge.objects.create(
        week=week,
        title=title,
        slug=safe_slug(slug or title, taken=taken, default="challenge"),
        template=template,
        opens_at=opens_at or clock.now(),
        closes_at=closes_at,
        once=once,
        **details,
    )
    deadlines.set_deadline(CLOSE, challenge.pk, closes_at)
    events.record("challenges.challenge_created", by=by, subject=challenge, place_id=week.place_id)
    return challenge


@transaction.atomic
def sign_up_team(
    *,
    challenge: Challenge,
    name: str,
    members: Sequence[str],
    once: UUID,
    by: Author,
    person: Person | None = None,
    contact: str = "",
    language: str = "",
) -> SignedUp:
    """A team with its book, made from the challenge's template, and the link that opens both.

    The same ``once`` again answers like the first time and makes nothing but another link, since
    the secret of the first one is not kept.
    """
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    known = Team.objects.filter(challenge=challenge, once=once).select_related("book").first()
    if known is not None:
        return SignedUp(known, _private_link(known, by=by), is_new=False)
    if not challenge.is_open or challenge.week.archived_at is not None:
        raise ChallengeIsClosedError(challenge.title)
    book = _create_book(challenge, name, members, by=by, language=language)
    team = Team.objects.create(
        challenge=challenge,
        name=name,
        book=book,
        once=once,
        contact=contact,
        created_at=clock.now(),
    )
    TeamMember.objects.bulk_create(
        TeamMember(team=team, name=each, person=_is_of(person, each)) for each in members
    )
    secret = _private_link(team, by=by)
    _open_book(book, person=person, by=by)
    events.record(
        "challenges.team_signed_up",
        by=by,
        subject=team,
        place_id=book.place_id,
        data={"members": len(members), "challenge": challenge.pk},
    )
    return SignedUp(team, secret, is_new=True)


def _create_book(
    challenge: Challenge, name: str, members: Sequence[str], *, by: Author, language: str
) -> Book:
    week = challenge.week
    return create_book(
        place=week.place,
        title=name,
        subtitle=challenge.title,
        template=challenge.template,
        language=language or week.place.language,
        licence=week.licence,
        people=members,
        closes_at=challenge.closes_at,
        by=by,
    )


def _is_of(person: Person | None, name: str) -> Person | None:
    """The one who signs the team up is known by name; the others need no account."""
    is_same = person is not None and person.name.casefold() == name.casefold()
    return person if is_same else None


def _private_link(team: Team, *, by: Author) -> str:
    """Whoever has it writes in every chapter."""
    capability, secret = give_capability(
        kind=TEAM_LINK,
        place=team.book.place,
        subject=subject_of(team),
        name=team.name,
        by=by,
    )
    for text in texts_of([team.book]):
        grant(text=text, level=Level.WRITE, capability=capability, by=by)
    return secret


def _open_book(book: Book, *, person: Person | None, by: Author) -> None:
    """Coworkers see how it comes along, the concierge keeps it, who signed it up writes."""
    for text in texts_of([book]):
        grant(text=text, level=Level.READ, role=Grant.Role.COWORKER, by=by)
        grant(text=text, level=Level.MANAGE, role=Grant.Role.CONCIERGE, by=by)
        if person is not None:
            grant(text=text, level=Level.WRITE, person=person, by=by)


@transaction.atomic
def renew_team_link(*, team: Team, by: Author) -> str:
    """Another private link, for a team that has lost its own; the one that is lost goes on.

    Whoever still has the first one keeps writing with it.
    """
    secret = _private_link(team, by=by)
    events.record("challenges.team_link_renewed", by=by, subject=team, place_id=team.book.place_id)
    return secret


@transaction.atomic
def join_team(*, team: Team, person: Person, capability: Capability, by: Author) -> None:
    """Somebody with an account who opened the private link keeps their right without it."""
    for text in texts_of([team.book]):
        grant(text=text, level=Level.WRITE, person=person, by=by)
    TeamMember.objects.get_or_create(team=team, person=person, defaults={"name": person.name})
    credit_person(book=team.book, name=person.name, by=by)
    events.record(
        "challenges.team_joined",
        by=by,
        subject=team,
        place_id=team.book.place_id,
        data={"capability": capability.pk},
    )


def texts_of(books: Sequence[Book]) -> list[Text]:
    """The texts of all their chapters."""
    ids = [chapter.text_id for book in books for chapter in book.chapters.all()]
    return list(Text.objects.filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def close_challenge(*, challenge: Challenge, by: Author) -> None:
    """Pens drop in all its books, and each is to be published, whatever its state.

    Does nothing the second time. Each book has a deadline of its own, so that one that cannot be
    published is tried again without holding up the others, and a power cut between two books
    leaves the rest due.
    """
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if locked.closed_at is not None:
        return
    books = [team.book for team in challenge.teams.select_related("book__place")]
    freeze_texts(texts=texts_of(books), by=by)
    now = clock.now()
    for book in books:
        schedule_publication(book=book, due_at=now, by=by)
    challenge.closed_at = now
    challenge.save(update_fields=["closed_at"])
    events.record(
        "challenges.challenge_closed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"books": len(books)},
    )


def meet_deadline(challenge_id: int) -> None:
    """What the sweep calls."""
    challenge = Challenge.objects.select_related("week").get(pk=challenge_id)
    close_challenge(challenge=challenge, by=SOFTWARE)

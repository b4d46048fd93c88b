"""Teams sign up, and their private link opens their book."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction

from openweek.challenges.actions.closing import texts_of
from openweek.challenges.models import Challenge, Team, TeamMember
from openweek.challenges.queries import template_of
from openweek.challenges.rules import TEAM_LINK, ChallengeIsClosedError, subject_of
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.actions import give_capability, revoke_capability
from openweek.place.models import Person
from openweek.place.queries import live_capabilities
from openweek.publishing.actions import create_book
from openweek.publishing.models import Book
from openweek.writing.actions import freeze_texts, grant, reopen_text
from openweek.writing.models import Grant, Level
from openweek.writing.rules import may_be_reopened


@dataclass(frozen=True)
class SignedUp:
    """A team with the secret of its private link, which is known this once."""

    team: Team
    secret: str
    is_new: bool


@dataclass(frozen=True)
class Newcomer:
    """Somebody of a team, as they are when it is made."""

    name: str
    institution: str = ""
    role: str = ""
    from_afar: bool = False
    person: Person | None = None


class TeamDetails(TypedDict, total=False):
    """What a team says of itself besides its name and who is in it."""

    contact: str
    from_afar: bool
    place_name: str


@transaction.atomic
def sign_up_team(
    *,
    challenge: Challenge,
    name: str,
    members: Sequence[str | Newcomer],
    once: UUID,
    by: Author,
    person: Person | None = None,
    language: str = "",
    **details: Unpack[TeamDetails],
) -> SignedUp:
    """A team with its book, made from the challenge's template, and the link that opens both.

    Of a team ``from_afar`` everybody is. The same ``once`` again answers like the first time and
    makes nothing but another link, since the secret of the first one is not kept.
    """
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    known = Team.objects.filter(challenge=challenge, once=once).select_related("book").first()
    if known is not None:
        return SignedUp(known, private_link(known, by=by), is_new=False)
    if not challenge.is_open or challenge.week.archived_at is not None:
        raise ChallengeIsClosedError(challenge.title)
    is_afar = details.get("from_afar", False)
    newcomers = [_newcomer(each, person, from_afar=is_afar) for each in members]
    team = create_team(challenge, name, newcomers, once=once, by=by, language=language, **details)
    secret = private_link(team, by=by)
    open_book(team.book, people=[person] if person else [], by=by)
    events.record(
        "challenges.team_signed_up",
        by=by,
        subject=team,
        place_id=team.book.place_id,
        data={"members": len(members), "challenge": challenge.pk, "from_afar": is_afar},
    )
    return SignedUp(team, secret, is_new=True)


def create_team(
    challenge: Challenge,
    name: str,
    newcomers: Sequence[Newcomer],
    *,
    once: UUID,
    by: Author,
    language: str = "",
    **details: Unpack[TeamDetails],
) -> Team:
    """The rows of a team and its book, as part of a greater deed; rights are given apart."""
    book = _create_book(challenge, name, newcomers, by=by, language=language)
    team = Team.objects.create(
        challenge=challenge, name=name, book=book, once=once, created_at=clock.now(), **details
    )
    TeamMember.objects.bulk_create(
        TeamMember(
            team=team, name=each.name, person=each.person, role=each.role,
            institution=each.institution, from_afar=each.from_afar,
        )
        for each in newcomers
    )  # fmt: skip
    return team


def _create_book(
    challenge: Challenge, name: str, newcomers: Sequence[Newcomer], *, by: Author, language: str
) -> Book:
    week = challenge.week
    return create_book(
        place=week.place,
        title=name,
        subtitle=challenge.title,
        template=template_of(challenge, language or week.place.language),
        language=language or week.place.language,
        licence=challenge.licence or week.licence,
        move_commons=week.move_commons,
        people=[each.name for each in newcomers],
        closes_at=challenge.closes_at,
        by=by,
    )


def _newcomer(said: str | Newcomer, person: Person | None, *, from_afar: bool) -> Newcomer:
    """The one who signs the team up is known by name; the others need no account."""
    told = said if isinstance(said, Newcomer) else Newcomer(said)
    is_same = person is not None and person.name.casefold() == told.name.casefold()
    return replace(told, person=person if is_same else None, from_afar=told.from_afar or from_afar)


def private_link(team: Team, *, by: Author, name: str = "") -> str:
    """Whoever has it writes in every chapter."""
    capability, secret = give_capability(
        kind=TEAM_LINK,
        place=team.book.place,
        subject=subject_of(team),
        name=name or team.name,
        by=by,
    )
    for text in texts_of([team.book]):
        grant(text=text, level=Level.WRITE, capability=capability, by=by)
    return secret


def open_book(book: Book, *, people: Sequence[Person], by: Author) -> None:
    """Coworkers see how it comes along, the concierge keeps it, whom we know of it writes."""
    for text in texts_of([book]):
        grant(text=text, level=Level.READ, role=Grant.Role.COWORKER, by=by)
        grant(text=text, level=Level.MANAGE, role=Grant.Role.CONCIERGE, by=by)
        for person in people:
            grant(text=text, level=Level.WRITE, person=person, by=by)


@transaction.atomic
def renew_team_link(*, team: Team, by: Author) -> str:
    """Another private link, for a team that has lost its own; the one that is lost goes on.

    Whoever still has the first one keeps writing with it.
    """
    secret = private_link(team, by=by)
    events.record("challenges.team_link_renewed", by=by, subject=team, place_id=team.book.place_id)
    return secret


@transaction.atomic
def replace_team_link(*, team: Team, by: Author) -> str:
    """One new link; all that there were die, within five seconds for who is just writing.

    Who joined with an account keeps the right to write.
    """
    # of: PostgreSQL locks no row that an outer join may lack.
    links = (
        live_capabilities()
        .select_for_update(of=("self",))
        .filter(kind=TEAM_LINK, subject=subject_of(team))
    )
    for link in links:
        revoke_capability(capability=link, by=by)
    # The form of the sign-up, sent again, answers with a link of its own: no more.
    team.once = uuid4()
    team.save(update_fields=["once"])
    secret = private_link(team, by=by)
    events.record("challenges.team_link_replaced", by=by, subject=team, place_id=team.book.place_id)
    return secret


@transaction.atomic
def remove_team(*, team: Team, by: Author) -> None:
    """Take a team out of its challenge: it is neither shown nor published, and its pens drop.

    What it wrote stays where it is, until :func:`return_team`.
    """
    row = _locked(team)
    if row.left_at is not None:
        return
    row.left_at = team.left_at = clock.now()
    row.save(update_fields=["left_at"])
    freeze_texts(texts=texts_of([row.book]), by=by)
    events.record("challenges.team_removed", by=by, subject=row, place_id=row.book.place_id)


@transaction.atomic
def return_team(*, team: Team, by: Author) -> None:
    """Back in the challenge; it writes again, as long as others do."""
    row = _locked(team)
    if row.left_at is None:
        return
    row.left_at = team.left_at = None
    row.save(update_fields=["left_at"])
    for text in texts_of([row.book]):
        if may_be_reopened(text):
            reopen_text(text=text, by=by)
    events.record("challenges.team_returned", by=by, subject=row, place_id=row.book.place_id)


def _locked(team: Team) -> Team:
    """As it is now, while nobody else changes it."""
    return (
        Team.objects.select_for_update().select_related("book__place", "challenge").get(pk=team.pk)
    )

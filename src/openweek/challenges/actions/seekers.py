"""Somebody comes alone and looks for a team."""

from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from openweek.challenges.actions.forgetting import forget_seeker
from openweek.challenges.actions.members import join_team
from openweek.challenges.actions.reminding import Reader, Words, sendable, write_to
from openweek.challenges.actions.teams import private_link
from openweek.challenges.models import Challenge, Seeker, Team, TeamMember
from openweek.challenges.rules import SEEKER_LINK, ChallengeIsClosedError, seeker_subject
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.actions import give_capability, greeting_name
from openweek.place.models import Person


@dataclass(frozen=True)
class Sought:
    """A seeker with the secret of their private page, which is known this once."""

    seeker: Seeker
    secret: str
    is_new: bool


class SeekerDetails(TypedDict, total=False):
    """What somebody who comes alone says of themselves."""

    contact: str
    institution: str
    skills: list[str]
    about: str
    language: str
    from_afar: bool


class HasATeam(Exception):
    """They found one meanwhile."""


@transaction.atomic
def seek_team(
    *,
    challenge: Challenge,
    name: str,
    once: UUID,
    by: Author,
    person: Person | None = None,
    **details: Unpack[SeekerDetails],
) -> Sought:
    """A name is enough. The same ``once`` again makes nothing but another link."""
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    known = challenge.seekers.filter(once=once).first()
    if known is not None:
        return Sought(known, seeker_link(known, by=by), is_new=False)
    if not challenge.is_open or challenge.week.archived_at is not None:
        raise ChallengeIsClosedError(challenge.title)
    seeker = Seeker.objects.create(
        challenge=challenge, name=name, once=once, person=person, created_at=clock.now(), **details
    )
    secret = seeker_link(seeker, by=by)
    events.record(
        "challenges.team_sought", by=by.unnamed, subject=seeker,
        place_id=challenge.week.place_id, data={"challenge": challenge.pk},
    )  # fmt: skip
    return Sought(seeker, secret, is_new=True)


@transaction.atomic
def change_seeker(
    *, seeker: Seeker, name: str, by: Author, **details: Unpack[SeekerDetails]
) -> None:
    """Before they have a team; then it is the team's page that says who they are."""
    row = Seeker.objects.select_for_update().get(pk=seeker.pk)
    if row.member_id is not None or row.left_at is not None:
        raise HasATeam(row.pk)
    row.name = name
    for field, value in details.items():
        setattr(row, field, value)
    row.save(update_fields=["name", *details])
    events.record(
        "challenges.seeker_changed", by=by.unnamed, subject=row,
        place_id=seeker.challenge.week.place_id,
    )  # fmt: skip


@transaction.atomic
def leave_seekers(*, seeker: Seeker, by: Author) -> None:
    """They look no more, and nothing of what they said of themselves is kept."""
    row = Seeker.objects.select_for_update().get(pk=seeker.pk)
    if row.left_at is not None:
        return
    row.challenge = seeker.challenge
    forget_seeker(row)
    events.record(
        "challenges.seeker_left", by=by.unnamed, subject=row,
        place_id=seeker.challenge.week.place_id,
    )  # fmt: skip


@transaction.atomic
def open_found_team(*, seeker: Seeker, by: Author) -> str:
    """The secret of a link of their own to the team that they found."""
    member = seeker.member
    if member is None:
        raise Team.DoesNotExist
    secret = private_link(member.team, by=by, name=member.name)
    events.record(
        "challenges.found_team_opened", by=by.unnamed, subject=member.team,
        place_id=member.team.book.place_id,
    )  # fmt: skip
    return secret


def place_seeker(seeker: Seeker, team: Team, *, by: Author) -> TeamMember:
    """In a team that there is, as part of a greater deed."""
    member = join_team(
        team=team,
        name=_unlike(seeker.name, team),
        by=by,
        person=seeker.person,
        role=next(iter(seeker.skills), ""),
        institution=seeker.institution,
        from_afar=seeker.from_afar,
    )
    found(seeker, member)
    return member


def found(seeker: Seeker, member: TeamMember) -> None:
    seeker.member = member
    seeker.save(update_fields=["member"])


def _unlike(name: str, team: Team) -> str:
    """Two people of one name are two, here: they did not say that they are the same."""
    taken = {member.name.casefold() for member in team.members.all()}
    number, said = 1, name
    while said.casefold() in taken:
        number += 1
        said = f"{name} ({number})"
    return said


def tell_found(seeker: Seeker, team: Team, *, by: Author) -> None:
    """A letter, to who left an address, with a new link to their page."""
    if not seeker.contact:
        return
    challenge = seeker.challenge
    place = challenge.week.place
    secret = seeker_link(seeker, by=by)
    path = reverse("seeker", args=[place.slug, challenge.week.slug, challenge.slug, secret])
    reader = Reader(seeker.contact, seeker.language, greeting_name(seeker.name))
    write_to(
        [reader],
        lambda _reader: _words(team, f"{settings.OPENWEEK_URL}{path}"),
        place=place,
        by=by,
    )


def _words(team: Team, address: str) -> Words:
    said = {
        "team": sendable(team.name) or team.book.slug,
        "challenge": team.challenge.title,
    }
    named = [greeting_name(member.name) for member in team.members.all()]
    names = ", ".join(name for name in named if name)
    return Words(
        subject=_("%(challenge)s: you have a team") % said,
        lines=[
            _("You are in the team “%(team)s”, with:") % said,
            names,
            "",
            _("Your page leads to your team and to its book:"),
            address,
        ],
    )


def seeker_link(seeker: Seeker, *, by: Author) -> str:
    _capability, secret = give_capability(
        kind=SEEKER_LINK,
        place=seeker.challenge.week.place,
        subject=seeker_subject(seeker),
        by=by.unnamed,
    )
    return secret

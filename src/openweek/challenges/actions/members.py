"""Who is in a team, what they look after, and which chapters they took on."""

from typing import TypedDict, Unpack

from django.db import transaction

from openweek.challenges.actions.closing import texts_of
from openweek.challenges.models import Team, TeamMember
from openweek.ground import events
from openweek.ground.authors import Author
from openweek.ground.text import fold
from openweek.place.models import Capability, Person
from openweek.publishing.actions import credit_people, credit_person
from openweek.publishing.models import Chapter
from openweek.writing.actions import grant, revoke_grant
from openweek.writing.models import Grant, Level

MEMBERS_AT_MOST = 60


class MemberDetails(TypedDict, total=False):
    """What somebody of a team says of themselves."""

    role: str
    institution: str
    from_afar: bool


class TeamIsFull(Exception):
    """Nobody writes a book with more people; a robot that found the link might."""


class LastMember(Exception):
    """A team has somebody in it."""


@transaction.atomic
def join_team(
    *,
    team: Team,
    name: str,
    by: Author,
    person: Person | None = None,
    capability: Capability | None = None,
    **details: Unpack[MemberDetails],
) -> TeamMember:
    """Somebody who opened the private link says who they are; with an account, they keep the pen.

    A name that is in the team already is that member: sent twice, or signed up by somebody else,
    it is one person. Raises TeamIsFull.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    member = _known(team, name, person)
    is_new = member is None
    if member is None:
        if team.members.count() >= MEMBERS_AT_MOST:
            raise TeamIsFull(team.name)
        member = TeamMember.objects.create(team=team, name=name, person=person, **details)
    else:
        _say(member, person, details)
    if person is not None:
        for text in texts_of([team.book]):
            grant(text=text, level=Level.WRITE, person=person, by=by)
    if is_new:
        credit_person(book=team.book, name=member.name, by=by)
    events.record(
        "challenges.team_joined",
        by=by,
        subject=team,
        place_id=team.book.place_id,
        data={"capability": capability.pk if capability else None, "new": is_new},
    )
    return member


def _known(team: Team, name: str, person: Person | None) -> TeamMember | None:
    members = list(team.members.all())
    if person is not None:
        theirs = next((each for each in members if each.person_id == person.pk), None)
        if theirs is not None:
            return theirs
    free = [each for each in members if person is None or each.person_id is None]
    return next((each for each in free if fold(each.name) == fold(name)), None)


def _say(member: TeamMember, person: Person | None, details: MemberDetails) -> None:
    """What they leave empty stays as it was said for them."""
    if person is not None:
        member.person = person
    for field, value in details.items():
        if value:
            setattr(member, field, value)
    member.save()


@transaction.atomic
def change_member(
    *, member: TeamMember, name: str, by: Author, **details: Unpack[MemberDetails]
) -> None:
    """Another name, role or institution; the book then names them so."""
    book = member.team.book
    people = [name if each == member.name else each for each in book.people]
    if _has_namesake(member):  # theirs stays where it is
        people = [*book.people, name]
    credit_people(book=book, names=list(dict.fromkeys(people)), by=by)
    member.name = name
    for field, value in details.items():
        setattr(member, field, value)
    member.save(update_fields=["name", *details])
    events.record("challenges.member_changed", by=by, subject=member.team, place_id=book.place_id)


@transaction.atomic
def remove_member(*, member: TeamMember, by: Author) -> None:
    """Out of the team: the pen that came with an account goes, and so does the name in the book,
    unless they wrote. Raises LastMember for the only one.
    """
    team = Team.objects.select_for_update().select_related("book__place").get(pk=member.team_id)
    if not team.members.exclude(pk=member.pk).exists():
        raise LastMember(team.name)
    if member.person_id is not None:
        rights = Grant.objects.filter(person=member.person_id, text__in=texts_of([team.book]))
        for right in rights:
            revoke_grant(grant=right, by=by)
    if not _has_namesake(member):
        names = [each for each in team.book.people if each != member.name]
        credit_people(book=team.book, names=names, by=by)
    member.delete()
    events.record("challenges.member_removed", by=by, subject=team, place_id=team.book.place_id)


def _has_namesake(member: TeamMember) -> bool:
    """Two people of one name are one line in the book, which is not to be taken from the other."""
    others = TeamMember.objects.filter(team=member.team_id, name=member.name)
    return others.exclude(pk=member.pk).exists()


@transaction.atomic
def take_chapter(*, member: TeamMember, chapter: Chapter, by: Author) -> None:
    """They look after it; so may others. Anybody of the team still writes in it."""
    member.chapters.add(chapter)
    events.record(
        "challenges.chapter_taken", by=by, subject=member.team,
        place_id=chapter.book.place_id, data={"chapter": chapter.position},
    )  # fmt: skip


@transaction.atomic
def give_chapter_back(*, member: TeamMember, chapter: Chapter, by: Author) -> None:
    member.chapters.remove(chapter)
    events.record(
        "challenges.chapter_given_back", by=by, subject=member.team,
        place_id=chapter.book.place_id, data={"chapter": chapter.position},
    )  # fmt: skip

"""Reads of a team: who is in it, who took on which chapter, what is still free."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from openweek.challenges.models import Challenge, Team, TeamMember
from openweek.ground.authors import Author
from openweek.ground.text import fold
from openweek.publishing.queries import ChapterProgress, progress_of


@dataclass(frozen=True)
class ChapterLine:
    """A chapter as its team sees it."""

    progress: ChapterProgress
    takers: tuple[TeamMember, ...]
    is_mine: bool

    @property
    def names(self) -> list[str]:
        return [member.name for member in self.takers]


@dataclass(frozen=True)
class TeamBoard:
    """A team's page: who is who, and the chapters with what is written and what is free."""

    members: Sequence[TeamMember]
    me: TeamMember | None
    chapters: Sequence[ChapterLine]

    @property
    def shares(self) -> list[float]:
        return [line.progress.share for line in self.chapters]

    @property
    def words(self) -> int:
        return sum(line.progress.words for line in self.chapters)

    @property
    def pictures(self) -> int:
        return sum(line.progress.pictures for line in self.chapters)

    @property
    def sounds(self) -> int:
        return sum(line.progress.sounds for line in self.chapters)

    @property
    def films(self) -> int:
        return sum(line.progress.films for line in self.chapters)

    @property
    def free(self) -> int:
        """How many questions wait for somebody."""
        return sum(len(line.progress.free) for line in self.chapters)


def board_of(team: Team, who: Author) -> TeamBoard:
    """``who`` looks: their own chapters are marked."""
    members = list(team.members.prefetch_related("chapters"))
    me = member_who(members, who)
    lines = []
    for progress in progress_of(team.book):
        takers = tuple(member for member in members if progress.chapter in member.chapters.all())
        lines.append(ChapterLine(progress, takers, me in takers))
    return TeamBoard(members, me, lines)


def member_who(members: Sequence[TeamMember], who: Author) -> TeamMember | None:
    """The one that somebody is: by account, or by the name they write under in this browser."""
    if who.person_id is not None:
        return next((each for each in members if each.person_id == who.person_id), None)
    if not who.name:
        return None
    return next((each for each in members if fold(each.name) == fold(who.name)), None)


def institutions_of(challenge: Challenge) -> list[str]:
    """Those that were named already, so that all write them alike."""
    said = [
        *TeamMember.objects.filter(team__challenge=challenge).values_list("institution", flat=True),
        *challenge.seekers.filter(left_at=None).values_list("institution", flat=True),
    ]
    found: dict[str, str] = {}
    for name in said:
        if name:
            found.setdefault(fold(name), name)
    return sorted(found.values(), key=fold)


def removed_teams(challenge: Challenge) -> list[Team]:
    """Those that were taken out, for who may bring them back."""
    return list(challenge.teams.filter(left_at__isnull=False).select_related("book"))


def is_known(challenge: Challenge, once: str) -> bool:
    """Whether this very form made a team or a seeker already."""
    try:
        number = UUID(once)
    except ValueError:
        return False
    made = challenge.teams.filter(once=number).exists()
    return made or challenge.seekers.filter(once=number).exists()

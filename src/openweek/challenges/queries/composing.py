"""The teams that could be made of those who came alone, as a concierge looks at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from openweek.challenges.composing import apart, problem, reasons
from openweek.challenges.models import Challenge, Seeker, Team, TeamMember
from openweek.challenges.queries.seekers import seeking
from openweek.ground.text import first_name, fold
from openweek.place.spoken import LANGUAGES

DEFAULT_SIZE = 4
KEPT_SECONDS = 600
WAITS = "wait"
NEW, OLD = "new-", "team-"
LEAST = 2


@dataclass(frozen=True)
class Known:
    """What the composing is told, and the rows that it is about."""

    challenge: Challenge
    seekers: dict[int, Seeker]
    teams: dict[int, Team]
    problem: problem.Problem


def known_of(challenge: Challenge) -> Known:
    seekers = {row.pk: row for row in seeking(challenge)}
    rows = challenge.teams.filter(left_at=None).select_related("book").prefetch_related("members")
    teams = {row.pk: row for row in rows}
    return Known(
        challenge,
        seekers,
        teams,
        problem.Problem(
            seekers=tuple(_someone(row, row.skills) for row in seekers.values()),
            teams=tuple(_standing(team) for team in teams.values()),
            team_size=challenge.team_size or DEFAULT_SIZE,
        ),
    )


def _standing(team: Team) -> problem.Standing:
    members = list(team.members.all())
    # They write in the language of their book.
    spoken = team.book.language
    return problem.Standing(
        team.pk,
        tuple(_someone(each, [each.role] if each.role else [], spoken) for each in members),
    )


def _someone(
    row: Seeker | TeamMember, skills: Sequence[str], language: str = ""
) -> problem.Someone:
    said = getattr(row, "language", "") or language
    return problem.Someone(
        key=row.pk,
        institution=fold(row.institution),
        skills=tuple(skills),
        language=said if said in LANGUAGES else "",
        from_afar=row.from_afar,
    )


def division_of(known: Known) -> problem.Division | None:
    """The best teams, thought out once for the same people: it takes a second or more.

    Raises :class:`openweek.ground.apart.GaveNoAnswer`.
    """
    if not known.seekers:
        return None
    key = f"challenges.division:{known.challenge.pk}:{problem.digest_of(known.problem)}"
    kept: problem.Division | None = cache.get(key)
    if kept is None:
        kept = apart.solve(known.problem)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


@dataclass(frozen=True)
class ProposedTeam:
    """A team as it would be."""

    key: str
    name: str
    number: int | None  # of a team that there is
    seekers: Sequence[Seeker]
    members: Sequence[TeamMember]
    why: Sequence[str]

    @property
    def is_too_small(self) -> bool:
        return len(self.seekers) + len(self.members) < LEAST


@dataclass(frozen=True)
class Proposal:
    """All teams with somebody to come, who waits, and where else everybody could be."""

    teams: Sequence[ProposedTeam]
    waiting: Sequence[Seeker]
    seats: Mapping[int, str]
    choices: Sequence[tuple[str, str]]

    @property
    def is_ready(self) -> bool:
        return bool(self.teams) and not any(team.is_too_small for team in self.teams)

    @property
    def new(self) -> list[ProposedTeam]:
        return [team for team in self.teams if team.number is None]

    @property
    def joining(self) -> dict[int, int]:
        """By seeker the number of the team that there is."""
        return {
            seeker.pk: team.number
            for team in self.teams
            if team.number is not None
            for seeker in team.seekers
        }


def proposal_of(
    known: Known, seats: Mapping[int, str], names: Mapping[str, str] | None = None
) -> Proposal:
    """``seats`` may be what a concierge said; whom it does not name, or nowhere, waits.

    ``names`` are those that were typed for new teams; without, they are called by their people.
    """
    old = {f"{OLD}{number}": team for number, team in known.teams.items()}
    many = len(known.seekers)
    fresh = [f"{NEW}{n}" for n in range(1, many + 1)]
    said = {
        key: seats.get(key, WAITS) if seats.get(key, WAITS) in {*old, *fresh} else WAITS
        for key in known.seekers
    }
    used = [key for key in fresh if key in said.values()]
    teams = [
        _proposed(known, key, said, old.get(key), (names or {}).get(key, ""))
        for key in [*used, *(key for key in old if key in said.values())]
    ]
    spare = next((key for key in fresh if key not in used), "")
    return Proposal(
        teams=teams,
        waiting=[row for key, row in known.seekers.items() if said[key] == WAITS],
        seats=said,
        choices=_choices(teams, old, spare),
    )


def _proposed(
    known: Known, key: str, seats: Mapping[int, str], team: Team | None, name: str
) -> ProposedTeam:
    seekers = [row for number, row in known.seekers.items() if seats[number] == key]
    members = list(team.members.all()) if team else []
    by_key = {each.key: each for each in known.problem.seekers}
    standing = next(
        (each for each in known.problem.teams if team is not None and each.key == team.pk), None
    )
    whole = [*(standing.members if standing else ()), *(by_key[row.pk] for row in seekers)]
    return ProposedTeam(
        key=key,
        name=team.name if team else name or called_by(seekers),
        number=team.pk if team else None,
        seekers=seekers,
        members=members,
        why=reasons.in_words(whole),
    )


def called_by(seekers: Sequence[Seeker]) -> str:
    """« Ana, Bilal et Chloé », until they find a better name."""
    names = [first_name(row.name) for row in seekers]
    if len(names) < LEAST:
        return "".join(names)
    said = {"names": ", ".join(names[:-1]), "last": names[-1]}
    return (_("%(names)s and %(last)s") % said)[:120]


def _choices(
    teams: Sequence[ProposedTeam], old: Mapping[str, Team], spare: str
) -> list[tuple[str, str]]:
    shown = {team.key: team.name for team in teams}
    known = {**shown, **{key: team.name for key, team in old.items()}}
    more = [(spare, _("one more new team"))] if spare else []
    return [*known.items(), *more, (WAITS, _("nobody yet: waits"))]

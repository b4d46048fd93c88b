"""Who is to be divided into teams, how large these become, and what a division is worth."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

TWO = 2
# What a team should have somebody for: the codes of ``TeamMember.Role``.
SKILLS = ("lead", "writer", "reader", "pictures", "asks", "time")


@dataclass(frozen=True)
class Someone:
    """Somebody who seeks a team, or is in one. Empty means: not said."""

    key: int
    institution: str = ""
    skills: tuple[str, ...] = ()
    language: str = ""
    from_afar: bool = False


@dataclass(frozen=True)
class Standing:
    """A team that there is already."""

    key: int
    members: tuple[Someone, ...]


@dataclass(frozen=True)
class Problem:
    seekers: tuple[Someone, ...]
    teams: tuple[Standing, ...] = ()
    team_size: int = 4


class Levels(NamedTuple):
    """What is to be small, the most important first."""

    languages: int  # how many each team has, all added up
    alone: int  # teams in which a single one takes part from afar
    pairs: int  # two of one institution in one team
    gaps: int  # skills that a team lacks, squared: rather two teams lack one than one lacks two


@dataclass(frozen=True)
class Seats:
    """A team and how many seekers it takes."""

    name: str  # "new-1", or "team-" and the number of one that there is
    least: int
    most: int
    members: tuple[Someone, ...] = ()


@dataclass(frozen=True)
class Division:
    """By seeker the name of the team. None of the levels can be below ``bounds``."""

    seats: Mapping[int, str]
    levels: Levels
    bounds: Levels

    @property
    def is_proven(self) -> bool:
        return self.levels == self.bounds


@dataclass(frozen=True)
class Plan:
    """How large the new teams become, and how many join those that there are."""

    sizes: tuple[int, ...] = ()
    joining: int = 0
    seats: tuple[Seats, ...] = field(default=())


def seats_of(problem: Problem) -> Plan | None:
    """Where everybody has a place. None for one alone, where there is no team at all.

    New teams are of ``team_size``, or as near as can be, from two to one more than that; who
    joins a team of friends counts as one step away, so that most teams stay as they came.
    """
    many = len(problem.seekers)
    size = max(problem.team_size, TWO)
    room = _room(problem, size, many)
    lonely = [team for team in problem.teams if len(team.members) == 1 and room[team.key]]
    found = _sizes(many, size, sum(room.values()), len(lonely))
    if found is None:
        return None
    sizes, joining = found
    new = [Seats(f"new-{n}", each, each) for n, each in enumerate(sizes, start=1)]
    is_enough = joining >= len(lonely)
    old = []
    for team in sorted(problem.teams, key=lambda team: team.key):
        is_lonely = team in lonely
        most = room[team.key] if is_enough else int(is_lonely)
        least = int(is_enough and is_lonely)
        old.append(Seats(f"team-{team.key}", least, most, team.members))
    return Plan(sizes, joining, (*new, *old))


def _room(problem: Problem, size: int, many: int) -> dict[int, int]:
    """How many fit in each team; for one single seeker one more fits, where else nobody does."""
    room = {team.key: max(0, size - len(team.members)) for team in problem.teams}
    if many == 1 and room and not any(room.values()):
        smallest = min(problem.teams, key=lambda team: (len(team.members), team.key))
        room[smallest.key] = 1
    return room


def _sizes(many: int, size: int, room: int, lonely: int) -> tuple[tuple[int, ...], int] | None:
    best: tuple[tuple[int, ...], tuple[int, ...], int] | None = None
    for joining in range(min(many, room) + 1):
        rest = many - joining
        for teams in range(rest // TWO + 1):
            sizes = _split(rest, teams)
            if sizes is None or any(each > size + 1 for each in sizes):
                continue
            away = sum((size - each) ** 2 for each in sizes) + joining
            over = sum(each > size for each in sizes)
            rank = (max(0, lonely - joining), over, away, joining, teams)
            if best is None or rank < best[0]:
                best = (rank, sizes, joining)
    return best[1:] if best else None


def _split(many: int, teams: int) -> tuple[int, ...] | None:
    """As evenly as can be, the larger ones first."""
    if not teams:
        return None if many else ()
    each, more = divmod(many, teams)
    return tuple(each + 1 if n < more else each for n in range(teams))


def levels_of(problem: Problem, seats: Mapping[int, str]) -> Levels:
    """What a division is worth; teams that nobody joins count too."""
    teams = {f"team-{team.key}": list(team.members) for team in problem.teams}
    for seeker in problem.seekers:
        teams.setdefault(seats[seeker.key], []).append(seeker)
    each = [_levels(members) for members in teams.values()]
    return (
        Levels(*(sum(column) for column in zip(*each, strict=True))) if each else Levels(*[0] * 4)
    )


def _levels(members: Sequence[Someone]) -> Levels:
    spoken = {member.language for member in members} - {""}
    afar = sum(member.from_afar for member in members)
    institutions = Counter(member.institution for member in members if member.institution)
    able = {skill for member in members for skill in member.skills}
    gaps = sum(skill not in able for skill in SKILLS)
    pairs = sum(many * (many - 1) // TWO for many in institutions.values())
    return Levels(len(spoken), int(afar == 1), pairs, gaps**2)


def in_order(division: Mapping[int, str], problem: Problem) -> dict[int, str]:
    """New teams are numbered by who came first, whatever order they were found in."""
    first: dict[str, int] = {}
    for key in sorted(division):
        if division[key].startswith("new-"):
            first.setdefault(division[key], key)
    names = {old: f"new-{n}" for n, old in enumerate(sorted(first, key=first.__getitem__), start=1)}
    keys = [seeker.key for seeker in problem.seekers]
    return {key: names.get(division[key], division[key]) for key in keys}


def as_json(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


def from_json(said: Mapping[str, Any]) -> Problem:
    return Problem(
        tuple(_someone(each) for each in said["seekers"]),
        tuple(
            Standing(team["key"], tuple(_someone(each) for each in team["members"]))
            for team in said["teams"]
        ),
        said["team_size"],
    )


def _someone(said: Mapping[str, Any]) -> Someone:
    return Someone(**{**said, "skills": tuple(said["skills"])})


def digest_of(problem: Problem) -> str:
    """The same for the same people."""
    return hashlib.sha256(json.dumps(as_json(problem), sort_keys=True).encode()).hexdigest()[:32]

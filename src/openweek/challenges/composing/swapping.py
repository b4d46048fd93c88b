"""A very good division by hand: people change places as long as that makes teams better.

It is what the proof begins from, and nearly always the best there is.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

from openweek.challenges.composing.problem import SKILLS, TWO, Problem, Seats, Someone

# More than a level can come to, so that less of one that is important outweighs all that follows.
_LANGUAGES, _ALONE, _PAIRS = 10**10, 10**8, 10**4
SHAKES = 100
SHAKEN = 3

# Institution, language and skills as single bits; whether from afar.
_Marks = tuple[int, int, int, int]


class Table:
    """Who sits where, and what each team costs."""

    def __init__(self, problem: Problem, teams: Sequence[Seats], joining: int) -> None:
        self.seekers = sorted(problem.seekers, key=lambda each: each.key)
        self.teams = teams
        everybody = [*self.seekers, *(member for team in teams for member in team.members)]
        self._institutions = {name: n for n, name in enumerate(_said(everybody, "institution"))}
        self._languages = {name: 1 << n for n, name in enumerate(_said(everybody, "language"))}
        self.marks = [self._marks(each) for each in self.seekers]
        self.always = [[self._marks(each) for each in team.members] for team in teams]
        self.chances = random.Random(1)  # noqa: S311  the same each time; nothing depends on it
        self.seated = self._deal(joining)
        self.members: list[set[int]] = [set() for _team in teams]
        for seeker, team in enumerate(self.seated):
            self.members[team].add(seeker)
        self.costs = [self._cost(team) for team in range(len(teams))]
        # Teams that changed since they were last looked at.
        self.touched = set(range(len(teams)))

    def _marks(self, someone: Someone) -> _Marks:
        skills = sum(1 << n for n, skill in enumerate(SKILLS) if skill in someone.skills)
        return (
            self._institutions.get(someone.institution, -1),
            self._languages.get(someone.language, 0),
            skills,
            int(someone.from_afar),
        )

    def _deal(self, joining: int) -> list[int]:
        """Those who speak alike, and are where others are, one after the other."""
        places: list[int] = []
        left = joining - sum(team.least for team in self.teams if team.members)
        for n, team in enumerate(self.teams):
            more = min(left, team.most - team.least) if team.members else 0
            left -= more
            places += [n] * (team.least + more)
        order = sorted(
            range(len(self.seekers)),
            key=lambda n: (self.marks[n][1], self.marks[n][3], self.marks[n][0], n),
        )
        seated = [0] * len(places)
        for seeker, place in zip(order, places, strict=True):
            seated[seeker] = place
        return seated

    def _cost(self, team: int) -> int:
        languages = skills = afar = pairs = 0
        seen: list[int] = []
        for each in self.always[team]:
            institution, language, able, away = each
            languages |= language
            skills |= able
            afar += away
            if institution >= 0:
                pairs += seen.count(institution)
                seen.append(institution)
        for seeker in self.members[team]:
            institution, language, able, away = self.marks[seeker]
            languages |= language
            skills |= able
            afar += away
            if institution >= 0:
                pairs += seen.count(institution)
                seen.append(institution)
        gaps = len(SKILLS) - skills.bit_count()
        alone = _ALONE if afar == 1 else 0
        return languages.bit_count() * _LANGUAGES + alone + pairs * _PAIRS + gaps * gaps

    @property
    def total(self) -> int:
        return sum(self.costs)

    def improve(self) -> None:
        """Until nobody can change places with anybody for the better, and nobody can move."""
        while self.touched:
            touched, self.touched = self.touched, set()
            for one, other in self._changes(touched):
                self._try(one, other)

    def _changes(self, touched: set[int]) -> Iterator[tuple[int, int]]:
        """Two seekers who would change places; or one, and below zero a team with room.

        Only where one of the teams is another than when it was last looked at.
        """
        roomy = [n for n, team in enumerate(self.teams) if team.members and team.most]
        for one in [n for n, team in enumerate(self.seated) if team in touched]:
            for other in range(len(self.seekers)):
                if self.seated[one] != self.seated[other] and self.marks[one] != self.marks[other]:
                    yield one, other
        for one in [n for n, team in enumerate(self.seated) if self.teams[team].members]:
            for team in roomy:
                if team in touched or self.seated[one] in touched:
                    yield one, -1 - team

    def _try(self, one: int, other: int) -> None:
        here = self.seated[one]
        there = self.seated[other] if other >= 0 else -1 - other
        if here == there or (other < 0 and not self._has_room(here, there)):
            return
        before = self.costs[here] + self.costs[there]
        self._change(one, other, here, there)
        after = self._cost(here), self._cost(there)
        if sum(after) < before:
            self.costs[here], self.costs[there] = after
            self.touched |= {here, there}
        else:
            self._change(one, other, there, here)

    def _change(self, one: int, other: int, here: int, there: int) -> None:
        self._seat(one, there)
        if other >= 0:
            self._seat(other, here)

    def _has_room(self, here: int, there: int) -> bool:
        is_full = len(self.members[there]) >= self.teams[there].most
        return not is_full and len(self.members[here]) > self.teams[here].least

    def _seat(self, seeker: int, team: int) -> None:
        self.members[self.seated[seeker]].discard(seeker)
        self.members[team].add(seeker)
        self.seated[seeker] = team

    def shake(self) -> None:
        """A few change places at random."""
        for _n in range(SHAKEN):
            one, other = (self.chances.randrange(len(self.seekers)) for _two in range(TWO))
            here, there = self.seated[one], self.seated[other]
            self._change(one, other, here, there)
            self._look_again(here, there)

    def put(self, seated: Sequence[int]) -> None:
        for seeker, team in enumerate(seated):
            here = self.seated[seeker]
            if here != team:
                self._seat(seeker, team)
                self._look_again(here, team)

    def _look_again(self, *teams: int) -> None:
        for team in teams:
            self.costs[team] = self._cost(team)
            self.touched.add(team)


def divide(
    problem: Problem,
    teams: Sequence[Seats],
    joining: int,
    begun: Mapping[int, str] | None = None,
) -> dict[int, str]:
    """By seeker the name of the team; the same people give the same teams.

    ``begun`` is a division to begin from; it only becomes better.
    """
    table = Table(problem, teams, joining)
    if begun is not None:
        at = {team.name: n for n, team in enumerate(teams)}
        table.put([at[begun[seeker.key]] for seeker in table.seekers])
    table.improve()
    best, seated = table.total, list(table.seated)
    for _n in range(SHAKES):
        table.shake()
        table.improve()
        if table.total <= best:
            best, seated = table.total, list(table.seated)
        else:
            table.put(seated)
            table.touched.clear()
    return {seeker.key: teams[at].name for seeker, at in zip(table.seekers, seated, strict=True)}


def _said(everybody: Sequence[Someone], what: str) -> list[str]:
    return sorted({getattr(each, what) for each in everybody} - {""})

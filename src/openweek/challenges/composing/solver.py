"""The best of all divisions, proved, level by level: each stays as small as it can be while the
next is made small.

Seekers who say the same of themselves are one kind: what is sought is how many of each kind go into
each team. What teams have of an institution, a language or a skill follows from these numbers, and
each costs more the more there is of it, so that the programme without whole numbers already says
nearly what can be reached.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from openweek.challenges.composing.linear import Programme, Values
from openweek.challenges.composing.problem import (
    SKILLS,
    TWO,
    Division,
    Levels,
    Problem,
    Seats,
    Someone,
    in_order,
    levels_of,
    seats_of,
)
from openweek.challenges.composing.swapping import divide

Kind = tuple[str, tuple[str, ...], str, bool]
Terms = dict[int, float]


def solve(problem: Problem) -> Division | None:
    """The same people give the same teams. None where there is one person and no team."""
    plan = seats_of(problem)
    if plan is None:
        return None
    if not problem.seekers:
        now = levels_of(problem, {})
        return Division({}, now, now)
    model = _Model(problem, plan.seats)
    model.fill(plan.joining)
    seats = divide(problem, plan.seats, plan.joining)
    bounds = []
    for level, (costs, already) in enumerate(model.levels()):
        known = levels_of(problem, seats)[level] - already
        answer = model.programme.smallest(costs, known, model.start(seats))
        if answer.values is not None:
            seats = divide(problem, plan.seats, plan.joining, model.seats(answer.values))
        bounds.append(answer.bound + already)
        model.programme.row(costs, most=answer.cost)
    return Division(in_order(seats, problem), levels_of(problem, seats), Levels(*bounds))


class _Model:
    def __init__(self, problem: Problem, teams: tuple[Seats, ...]) -> None:
        self.programme = Programme()
        self.teams = teams
        self.kinds: dict[Kind, list[Someone]] = defaultdict(list)
        for seeker in sorted(problem.seekers, key=lambda each: each.key):
            self.kinds[_kind_of(seeker)].append(seeker)
        self.at = {
            (kind, team.name): self.programme.column(min(len(people), team.most), whole=True)
            for kind, people in self.kinds.items()
            for team in teams
        }

    def fill(self, joining: int) -> None:
        """Everybody has one seat, and every seat is taken."""
        for kind, people in self.kinds.items():
            terms = {self.at[kind, team.name]: 1.0 for team in self.teams}
            self.programme.row(terms, least=len(people), most=len(people))

        old: Terms = {}
        for team in self.teams:
            terms = self._those(team, self.kinds)
            self.programme.row(terms, least=team.least, most=team.most)
            if team.name.startswith("team-"):
                old |= terms
        if old:
            self.programme.row(old, least=joining, most=joining)

    def _those(self, team: Seats, kinds: Iterable[Kind]) -> Terms:
        return {self.at[kind, team.name]: 1.0 for kind in kinds}

    def levels(self) -> list[tuple[Terms, int]]:
        """What is to be small, and how much of it there is whoever goes where."""
        found: list[tuple[Terms, int]] = []
        for level in (self._languages, self._alone, self._pairs, self._gaps):
            costs: Terms = {}
            already = sum(level(team, costs) for team in self.teams)
            found.append((costs, already))
        return found

    def _languages(self, team: Seats, costs: Terms) -> int:
        known = {member.language for member in team.members} - {""}
        for language in sorted({kind[2] for kind in self.kinds} - known - {""}):
            those = self._those(team, [kind for kind in self.kinds if kind[2] == language])
            spoken = self.programme.column(whole=True)
            costs[spoken] = 1
            for at in those:
                self._only_with(spoken, {at: 1.0}, team.most)
            self._only_with(spoken, those, team.most)
        return len(known)

    def _only_with(self, flag: int, those: Terms, most: int) -> None:
        self.programme.row({**those, flag: -float(max(most, 1))}, most=0)

    def _alone(self, team: Seats, costs: Terms) -> int:
        """One from afar, and no second one."""
        already = sum(member.from_afar for member in team.members)
        those = self._those(team, [kind for kind in self.kinds if kind[3]])
        if not those:
            return int(already == 1)
        if already >= TWO:
            return 0
        alone = self.programme.column(whole=True)
        costs[alone] = 1
        if already == 1:
            self.programme.row({**those, alone: 1.0}, least=1)
            return 0
        some = self.programme.column(whole=True)
        self._only_with(some, those, team.most)
        self.programme.row({**those, some: -2.0, alone: 1.0}, least=0)
        return 0

    def _pairs(self, team: Seats, costs: Terms) -> int:
        """The second of an institution makes one pair, the third two more, and so on."""
        already = 0
        for institution in sorted({kind[0] for kind in self.kinds} - {""}):
            those = self._those(team, [kind for kind in self.kinds if kind[0] == institution])
            there = sum(member.institution == institution for member in team.members)
            self._ever_more(those, team.most, costs, there)
        for institution in {member.institution for member in team.members} - {""}:
            there = sum(member.institution == institution for member in team.members)
            already += there * (there - 1) // TWO
        return already

    def _ever_more(self, those: Terms, most: int, costs: Terms, already: int) -> None:
        """A column for each one more, that costs more than the one before."""
        steps = {}
        for n in range(most):
            step = self.programme.column()
            steps[step] = -1.0
            costs[step] = already + n
        self.programme.row({**those, **steps}, least=0, most=0)

    def _gaps(self, team: Seats, costs: Terms) -> int:
        known = {skill for member in team.members for skill in member.skills}
        terms: Terms = {}
        lacking = [skill for skill in SKILLS if skill not in known]
        for skill in lacking:
            those = self._those(team, [kind for kind in self.kinds if skill in kind[1]])
            covered = self.programme.column(whole=True)
            self.programme.row({**those, covered: -1.0}, least=0)
            terms[covered] = 1.0
        for n in range(len(lacking)):
            gap = self.programme.column()
            terms[gap] = 1.0
            costs[gap] = TWO * n + 1
        if terms:
            self.programme.row(terms, least=len(lacking), most=len(lacking))
        return 0

    def start(self, seats: Mapping[int, str]) -> dict[int, int]:
        many = Counter(
            (kind, seats[each.key]) for kind, people in self.kinds.items() for each in people
        )
        return {column: many[there] for there, column in self.at.items()}

    def seats(self, values: Values) -> dict[int, str]:
        found: dict[int, str] = {}
        for kind, people in self.kinds.items():
            waiting = iter(people)
            for team in self.teams:
                for _n in range(round(values[self.at[kind, team.name]])):
                    found[next(waiting).key] = team.name
        return found


def _kind_of(someone: Someone) -> Kind:
    skills = tuple(sorted(set(someone.skills) & set(SKILLS)))
    return someone.institution, skills, someone.language, someone.from_afar

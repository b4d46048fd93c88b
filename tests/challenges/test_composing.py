"""Teams of those who came alone: the best there are, proved, and nobody left over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.challenges.composing import apart, reasons
from openweek.challenges.composing.problem import (
    SKILLS,
    Levels,
    Problem,
    Seats,
    Someone,
    Standing,
    levels_of,
    seats_of,
)
from openweek.challenges.composing.solver import solve

few = st.sampled_from
skills = st.lists(few(SKILLS[:4]), max_size=2, unique=True).map(lambda some: tuple(sorted(some)))


def someone(key: int) -> st.SearchStrategy[Someone]:
    return st.builds(
        Someone,
        key=st.just(key),
        institution=few(["", "mines", "archi"]),
        skills=skills,
        language=few(["", "fr", "es"]),
        from_afar=st.booleans(),
    )


def some(first: int, count: int) -> st.SearchStrategy[tuple[Someone, ...]]:
    return st.tuples(*(someone(first + n) for n in range(count)))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    teams = tuple(
        Standing(number, draw(some(100 * number, draw(st.integers(1, 2)))))
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    return Problem(draw(some(1, draw(st.integers(1, 6)))), teams, draw(st.integers(2, 4)))


def seatings(keys: Sequence[int], seats: Sequence[Seats], joining: int) -> Iterator[dict[int, str]]:
    """Every way to fill the seats, by trying all of them."""
    if not seats:
        if not keys and joining == 0:
            yield {}
        return
    first, rest = seats[0], seats[1:]
    is_old = first.name.startswith("team-")
    for many in range(first.least, min(first.most, len(keys)) + 1):
        left = joining - many if is_old else joining
        if left < 0:
            continue
        for chosen in combinations(keys, many):
            others = [key for key in keys if key not in chosen]
            for more in seatings(others, rest, left):
                yield {**dict.fromkeys(chosen, first.name), **more}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_no_division_of_a_few_is_better_and_that_is_proved(problem: Problem) -> None:
    plan = seats_of(problem)
    found = solve(problem)
    if plan is None or found is None:
        assert (len(problem.seekers), problem.teams) == (1, ())
        return
    keys = [seeker.key for seeker in problem.seekers]
    best = min(levels_of(problem, each) for each in seatings(keys, plan.seats, plan.joining))
    assert found.levels == best == found.bounds


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.integers(1, 6), st.lists(st.integers(1, 6), max_size=4))
def test_everybody_has_a_seat_and_teams_are_of_two_to_one_more_than_their_size(
    many: int, size: int, teams: list[int]
) -> None:
    standing = [
        Standing(n, tuple(Someone(1000 * n + m) for m in range(count)))
        for n, count in enumerate(teams, start=1)
    ]
    problem = Problem(tuple(Someone(n) for n in range(1, many + 1)), tuple(standing), size)
    plan = seats_of(problem)
    if plan is None:
        assert (many, teams) == (1, [])
        return
    assert sum(plan.sizes) + plan.joining == many
    assert all(2 <= each <= max(size, 2) + 1 for each in plan.sizes)
    assert sum(each.most for each in plan.seats if each.members) >= plan.joining
    assert sum(each.least for each in plan.seats if each.members) <= plan.joining


def test_one_too_many_for_full_teams_makes_one_team_larger() -> None:
    full = Standing(7, (Someone(100), Someone(101)))
    found = solve(Problem((Someone(1),), (full,), team_size=2))
    assert found is not None
    assert found.seats == {1: "team-7"}


def test_somebody_alone_in_a_team_is_joined_first() -> None:
    pair, lonely = Standing(1, (Someone(100), Someone(101))), Standing(2, (Someone(200),))
    found = solve(Problem((Someone(1),), (pair, lonely), team_size=4))
    assert found is not None
    assert found.seats == {1: "team-2"}


def school(many: int, size: int = 5) -> Problem:
    """Three institutions of as many people, who can do different things."""
    names = ["archi", "irts", "mines"]
    people = (
        Someone(n, names[n % 3], (SKILLS[n % 6],), "fr", from_afar=n < 2)
        for n in range(1, many + 1)
    )
    return Problem(tuple(people), team_size=size)


def test_institutions_are_spread_as_evenly_as_can_be() -> None:
    problem = school(15)
    found = solve(problem)
    assert found is not None
    assert found.levels.pairs == 6  # 2 + 2 + 1 in each of three teams
    sizes = Counter(found.seats.values())
    assert sorted(sizes.values()) == [5, 5, 5]


def test_two_from_afar_are_together_and_the_only_one_is_still_somewhere() -> None:
    people = [Someone(n, language="fr", from_afar=n in {1, 6}) for n in range(1, 9)]
    found = solve(Problem(tuple(people), team_size=4))
    assert found is not None
    assert found.seats[1] == found.seats[6]
    assert found.levels.alone == 0


def test_the_order_of_the_people_changes_nothing() -> None:
    problem = school(12, 4)
    backwards = Problem(problem.seekers[::-1], problem.teams, problem.team_size)
    one, other = solve(problem), solve(backwards)
    assert one is not None
    assert other is not None
    assert one.seats == other.seats


def test_sixty_people_all_have_a_team_in_a_process_of_its_own() -> None:
    problem = school(60)
    found = apart.solve(problem)
    assert found is not None
    assert set(found.seats) == set(range(1, 61))
    assert sorted(Counter(found.seats.values()).values()) == [5] * 12
    assert found.levels == levels_of(problem, found.seats)
    assert found.levels >= found.bounds


def test_why_is_said_in_words() -> None:
    team = [
        Someone(1, "mines", ("pictures",), "fr"),
        Someone(2, "archi", ("writer",), "es", from_afar=True),
    ]
    assert reasons.in_words(team)[0].startswith("2")
    assert len(reasons.in_words(team)) == 5
    assert levels_of(Problem(tuple(team)), {1: "new-1", 2: "new-1"}) == Levels(2, 1, 0, 16)

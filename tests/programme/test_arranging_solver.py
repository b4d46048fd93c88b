"""The solver: never a hard clash, as good as can be on small programmes, and it leaves alone."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openweek.programme.arranging import apart, greedy
from openweek.programme.arranging.problem import (
    CLASH,
    Place,
    Placements,
    Problem,
    Session,
    as_json,
    cost,
    from_json,
    hard_clashes,
    moved,
    soft_clashes,
)
from openweek.programme.arranging.solver import arrange

HOURS = (600, 660, 720)


def session(key: int, people: str = "", **more: object) -> Session:
    given: dict[str, object] = {"starts": HOURS, "rooms": {1: 0, 2: 0}, "minutes": 60, **more}
    return Session(key=key, people=frozenset(map(ord, people)), **given)  # type: ignore[arg-type]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to four sessions of one or two hours in three hours and two rooms: all ways are few."""
    sessions = []
    for key in range(draw(st.integers(1, 4))):
        minutes = draw(st.sampled_from([60, 120]))
        starts = draw(st.sets(st.sampled_from(HOURS), min_size=1))
        rooms = draw(st.sets(st.sampled_from([1, 2]), min_size=1))
        hosts = draw(st.sets(st.sampled_from(["ada", "zoe"]), max_size=1))
        now = draw(st.none() | st.builds(Place, st.sampled_from(HOURS), st.sampled_from([1, 2])))
        sessions.append(
            Session(
                key=key, minutes=minutes, starts=tuple(sorted(starts)), now=now,
                people=frozenset(draw(st.sets(st.integers(1, 5)))),
                rooms={room: draw(st.sampled_from([0, 50])) for room in sorted(rooms)},
                facilitators=frozenset(hosts), is_fixed=now is not None and draw(st.booleans()),
            )
        )  # fmt: skip
    return Problem(tuple(sessions), frozenset(draw(st.sets(st.just(2)))))


def best_of_all(problem: Problem) -> int | None:
    """By trying everything; None where something that has a time would have to lose it."""
    choices = [
        [each.now] if each.is_fixed else [*dict.fromkeys([*each.places(), None])]
        for each in problem.sessions
    ]
    prices = []
    for places in product(*choices):
        found: Placements = {
            each.key: place for each, place in zip(problem.sessions, places, strict=True)
        }
        if not hard_clashes(problem, found):
            prices.append((cost(problem, found), found))
    price, found = min(prices, key=lambda each: each[0])
    lost = any(each.now and found[each.key] is None for each in problem.sessions)
    return None if lost else price


@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_a_small_programme_is_arranged_as_well_as_by_trying_everything(problem: Problem) -> None:
    best = best_of_all(problem)
    solution = arrange(problem)

    if best is not None:
        assert hard_clashes(problem, solution.placements) == 0
        assert (solution.cost, solution.is_optimal) == (best, True)
    assert all(
        solution.placements[each.key] == each.now for each in problem.sessions if each.is_fixed
    )


def test_what_the_same_people_want_is_not_on_at_once() -> None:
    wanted = Problem((session(1, "abc"), session(2, "abc"), session(3, "abc"), session(4, "xyz")))

    solution = arrange(wanted)

    assert soft_clashes(wanted, solution.placements) == 0
    assert solution.is_optimal


def test_where_all_times_are_fixed_what_they_cost_is_known() -> None:
    both = [session(key, "a", now=Place(600, key), is_fixed=True) for key in (1, 2)]

    solution = arrange(Problem(tuple(both), frozenset()))

    assert solution.cost > 0
    assert solution.is_optimal


def test_arranged_again_nothing_moves_and_a_newcomer_moves_few() -> None:
    people = ["abcd", "abef", "cdef", "aceg", "bdfh", "gh"]
    first = Problem(tuple(session(key, who) for key, who in enumerate(people[:-1])))
    settled = arrange(first).placements
    placed = [session(key, who, now=settled[key]) for key, who in enumerate(people[:-1])]

    assert moved(Problem(tuple(placed)), arrange(Problem(tuple(placed))).placements) == []

    more = Problem((*placed, session(5, people[-1])))
    assert [each.key for each in moved(more, arrange(more).placements)] == [5]


def test_diaries_are_upset_for_several_people_and_not_for_one() -> None:
    def both(count: int) -> int:
        crowd = "abcdefgh"[:count]
        now = Place(600, 1), Place(600, 2)
        problem = Problem((session(1, crowd, now=now[0]), session(2, crowd, now=now[1])))
        return len(moved(problem, arrange(problem).placements))

    assert [both(count) for count in (1, 2, 8)] == [0, 0, 1]


def test_who_finds_no_place_has_none_and_nobody_is_double_booked() -> None:
    full = Problem(tuple(session(key, rooms={1: 0}, facilitators=frozenset()) for key in range(4)))
    solution = arrange(full)
    assert list(solution.placements.values()).count(None) == 1
    assert hard_clashes(full, solution.placements) == 0

    host = Problem(tuple(session(key, facilitators=frozenset(["ada"])) for key in range(3)))
    times = {place.start for place in arrange(host).placements.values() if place}
    assert times == set(HOURS)


@pytest.mark.parametrize("people", ["abcdefghij", "klmnop"])
def test_a_fuller_week_is_better_than_one_after_the_other_and_the_same_each_time(
    people: str,
) -> None:
    wishes = [
        "".join(people[(key * step) % len(people)] for step in (1, 3, 4)) for key in range(18)
    ]
    starts = tuple(range(540, 900, 30))
    problem = Problem(
        tuple(
            session(key, who, starts=starts, minutes=60 + 30 * (key % 2), rooms={1: 0, 2: 0, 3: 0})
            for key, who in enumerate(wishes)
        )
    )

    once, twice = arrange(problem), arrange(problem)

    assert once.placements == twice.placements
    assert hard_clashes(problem, once.placements) == 0
    assert once.cost <= cost(problem, greedy.arrange(problem))
    assert once.bound <= once.cost


def test_in_a_process_of_its_own_it_says_the_same() -> None:
    problem = Problem((session(1, "abc"), session(2, "abc", now=Place(600, 1))), frozenset([2]))

    assert from_json(as_json(problem)) == problem
    assert apart.arrange(problem) == arrange(problem)
    assert arrange(problem).cost < CLASH

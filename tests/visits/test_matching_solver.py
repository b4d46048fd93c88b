"""Who receives whom, without any database: as good as can be, and sound in every case."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openweek.visits.matching import apart, greedy
from openweek.visits.matching.problem import (
    Matching,
    Problem,
    Receiver,
    Stay,
    Visitor,
    as_json,
    changed,
    faults,
    from_json,
    levels_of,
    rank,
    stays_of,
)
from openweek.visits.matching.solver import solve

# In the order of the alphabet an afternoon comes before its morning.
HALVES = ("2026-11-25-morning", "2026-11-25-afternoon", "2026-11-26-morning")
TOPICS = ("#sewing", "#Linux", "vanneri")
LANGUAGES = ("fr", "ar", "fsl")
NEEDS = ("hearing", "child")

some = st.sampled_from


def sets_of(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(some(values), max_size=2)


@st.composite
def problems(draw: st.DrawFn, visitors: int = 3) -> Problem:
    """Few hosts, few visitors of one to three half-days: all ways can be tried."""
    hosts = tuple(
        Receiver(
            key=key, halves=draw(st.frozensets(some(HALVES), min_size=1)),
            at_once=draw(st.integers(1, 2)), topics=draw(sets_of(TOPICS)),
            languages=draw(sets_of(LANGUAGES)), needs=draw(sets_of(NEEDS)),
        )
        for key in range(1, draw(st.integers(1, 3)) + 1)
    )  # fmt: skip
    keys = [host.key for host in hosts]
    return Problem(
        tuple(draw(one_visitor(key, keys)) for key in range(1, draw(st.integers(1, visitors)) + 1)),
        hosts,
    )


@st.composite
def one_visitor(draw: st.DrawFn, key: int, hosts: list[int]) -> Visitor:
    when = draw(st.sets(st.integers(0, len(HALVES) - 1), min_size=1))
    return Visitor(
        key=key,
        stays=tuple(
            Stay(
                key * 10 + half, HALVES[half], now, is_told=draw(st.booleans()),
                is_fixed=now is not None and draw(st.booleans()),
            )
            for half in sorted(when)
            for now in [draw(st.none() | some(hosts))]
        ),
        topics=draw(st.dictionaries(some(TOPICS), st.integers(1, 2), max_size=2)),
        languages=draw(sets_of(LANGUAGES)),
        needs=draw(sets_of(NEEDS)),
        wishes=draw(st.frozensets(some(hosts), max_size=1)),
        refused=draw(st.frozensets(some(hosts), max_size=1)),
    )  # fmt: skip


def every_matching(problem: Problem) -> list[Matching]:
    choices = [
        [(stay.key, stay.now)] if stay.is_fixed else
        [(stay.key, host) for host in (None, *(each.key for each in problem.hosts))]
        for _visitor, stay in stays_of(problem)
    ]  # fmt: skip
    ways = ({stay: host for stay, host in way if host is not None} for way in product(*choices))
    return [way for way in ways if not faults(problem, way)]


@settings(max_examples=150)
@given(problem=problems())
def test_it_is_as_good_as_by_trying_everything(problem: Problem) -> None:
    solution = solve(problem)

    assert faults(problem, solution.matching) == []
    assert rank(problem, solution.matching) == min(
        rank(problem, way) for way in every_matching(problem)
    )
    assert solution.is_optimal
    assert solution.levels == levels_of(problem, solution.matching)


@settings(max_examples=60)
@given(problem=problems(visitors=12))
def test_it_is_sound_never_worse_than_by_hand_and_the_same_each_time(problem: Problem) -> None:
    solution, by_hand = solve(problem), greedy.match(problem)

    assert faults(problem, solution.matching) == faults(problem, by_hand) == []
    assert rank(problem, solution.matching) <= rank(problem, by_hand)
    assert solve(problem) == solution


@settings(max_examples=60)
@given(problem=problems(visitors=6), newcomer=one_visitor(99, [1]))
def test_matched_again_nobody_changes_and_a_newcomer_changes_few(
    problem: Problem, newcomer: Visitor
) -> None:
    found = solve(problem).matching
    settled = Problem(
        tuple(
            replace(each, stays=tuple(replace(s, now=found.get(s.key)) for s in each.stays))
            for each in problem.visitors
        ),
        problem.hosts,
    )
    alone = replace(
        newcomer, needs=frozenset(), wishes=frozenset(), refused=frozenset(),
        stays=tuple(replace(stay, now=None, is_fixed=False) for stay in newcomer.stays),
    )  # fmt: skip

    assert changed(settled, solve(settled).matching) == []
    more = replace(settled, visitors=(*settled.visitors, alone))
    # Each of their half-days may push one other along a row of hosts, of whom there are three.
    assert len(changed(more, solve(more).matching)) <= 3 * len(alone.stays)


def visitor(key: int, *halves: str, **said: object) -> Visitor:
    stays = tuple(Stay(key * 10 + n, half) for n, half in enumerate(halves or HALVES[:1]))
    return Visitor(key=key, stays=stays, **said)  # type: ignore[arg-type]


def host(key: int, *halves: str, **said: object) -> Receiver:
    return Receiver(key, frozenset(halves or HALVES), **said)  # type: ignore[arg-type]


def test_who_has_a_need_has_the_host_who_meets_it_whatever_the_others_share() -> None:
    wise = host(1, at_once=1, topics=frozenset(TOPICS), needs=frozenset(["hearing"]))
    keen = visitor(1, topics=dict.fromkeys(TOPICS, 2), wishes=frozenset([1]))
    needy = visitor(2, needs=frozenset(["hearing"]))

    assert solve(Problem((keen, needy), (wise,))).matching == {20: 1}
    assert solve(Problem((keen, needy), (wise, host(2)))).matching == {10: 2, 20: 1}


def test_no_language_in_common_only_where_nobody_else_could() -> None:
    arab = visitor(1, languages=frozenset(["ar"]), topics={"#sewing": 2})
    sewer = host(1, languages=frozenset(["fr"]), topics=frozenset(["#sewing"]))
    speaker = host(2, languages=frozenset(["ar", "fr"]))

    assert solve(Problem((arab,), (sewer, speaker))).matching == {10: 2}
    assert solve(Problem((arab,), (sewer,))).matching == {10: 1}
    silent = host(3)  # who said nothing is thought to speak with everybody
    assert solve(Problem((arab,), (sewer, silent))).matching == {10: 3}


def test_hosts_share_the_work_and_a_visitor_meets_the_same_one_again() -> None:
    guests = tuple(visitor(key, *HALVES) for key in (1, 2, 3))
    hosts = tuple(host(key, at_once=3) for key in (1, 2, 3))

    found = solve(Problem(guests, hosts)).matching

    met = [{found[stay.key] for stay in each.stays} for each in guests]
    assert sorted(map(len, met)) == [1, 1, 1]
    assert set.union(*met) == {1, 2, 3}


def test_a_rare_topic_tells_more_than_one_that_all_have() -> None:
    common = [host(key, topics=frozenset(["#Linux"])) for key in (1, 2, 3)]
    weaver = host(4, topics=frozenset(["vanneri"]))
    both = visitor(1, topics={"#Linux": 2, "vanneri": 2})

    assert solve(Problem((both,), (*common, weaver))).matching == {10: 4}


@pytest.mark.parametrize("problem", [Problem((), ()), Problem((visitor(1),), ())])
def test_where_there_is_nobody_nobody_is_matched(problem: Problem) -> None:
    assert solve(problem).matching == {}


def test_in_a_process_of_its_own_it_says_the_same() -> None:
    problem = Problem(
        (visitor(1, topics={"#sewing": 2}), visitor(2, needs=frozenset(["child"]))),
        (host(1, topics=frozenset(["#sewing"])), host(2, needs=frozenset(["child"]))),
    )

    assert from_json(as_json(problem)) == problem
    assert apart.solve(problem) == solve(problem)

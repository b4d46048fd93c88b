"""A full programme arranges itself: how long it takes, how good it is, how little moves again.

300 sessions, 8 rooms, 40 times: 320 places. 5,000 wishes of people who have tastes: each likes a
few subjects, and in them rather what everybody likes. ``python -m benchmarks.programme.arranging``
"""

import random
import resource
import sys
import time
from dataclasses import replace

from openweek.programme.arranging import greedy
from openweek.programme.arranging.problem import (
    Problem,
    Session,
    Solution,
    hard_clashes,
    moved,
    soft_clashes,
)
from openweek.programme.arranging.solver import arrange

SESSIONS, ROOMS, TIMES, WISHES, SUBJECTS = 300, 8, 40, 5000, 15
# Five days of eight hours.
STARTS = tuple(day * 1440 + hour * 60 for day in range(5) for hour in range(9, 17))
# The last six were put aside while the solver was tuned.
SEEDS = range(1, 10)
PEOPLE = (500, 250)


def make(seed: int, people: int = 500) -> Problem:
    chance = random.Random(seed)
    subjects = [chance.randrange(SUBJECTS) for _ in range(SESSIONS)]
    # A few are loved by all, most by some.
    appeal = [1 / (1 + rank) ** 0.6 for rank in range(SESSIONS)]
    chance.shuffle(appeal)
    wishes = _wishes(chance, people, subjects, appeal)
    # Most run one session, some several.
    hosts = [f"host {chance.randrange(220)}" for _ in range(SESSIONS)]
    free = {host: _free(chance) for host in hosts}
    return Problem(
        tuple(
            Session(
                key=key, minutes=60, people=frozenset(wishes[key]),
                facilitators=frozenset([hosts[key]]), starts=free[hosts[key]],
                rooms=_rooms(chance, len(wishes[key])),
            )
            for key in range(SESSIONS)
        )
    )  # fmt: skip


def _wishes(
    chance: random.Random, people: int, subjects: list[int], appeal: list[float]
) -> list[set[int]]:
    tastes = [{chance.randrange(SUBJECTS) for _ in range(3)} for _ in range(people)]
    wishes: list[set[int]] = [set() for _ in range(SESSIONS)]
    count = 0
    while count < WISHES:
        who = chance.randrange(people)
        weights = [
            each * (12 if subject in tastes[who] else 1)
            for each, subject in zip(appeal, subjects, strict=True)
        ]
        (what,) = chance.choices(range(SESSIONS), weights)
        if who not in wishes[what]:
            wishes[what].add(who)
            count += 1
    return wishes


def _free(chance: random.Random) -> tuple[int, ...]:
    """Two of three come all week; the others on some half-days."""
    if chance.random() < 0.67:
        return STARTS
    halves = chance.sample(range(10), chance.randint(3, 6))
    return tuple(start for n, start in enumerate(STARTS) if n // 4 in halves)


def _rooms(chance: random.Random, people: int) -> dict[int, int]:
    """Two rooms are large, three have a screen, two are quiet."""
    need = chance.random()
    if need < 0.2:
        return dict.fromkeys((0, 1, 2), 0)
    if need < 0.3:
        return dict.fromkeys((6, 7), 0)
    return {room: int(people > 30) * 50 if room > 1 else 3 for room in range(ROOMS)}


def again(problem: Problem, solution: Solution, *more: Session) -> tuple[int, float]:
    """How many move when it is arranged again, and how long that takes."""
    settled = tuple(replace(each, now=solution.placements[each.key]) for each in problem.sessions)
    once_more = replace(problem, sessions=(*settled, *more))
    began = time.perf_counter()
    after = arrange(once_more)
    new = {each.key for each in more}
    others = [each for each in moved(once_more, after.placements) if each.key not in new]
    return len(others), time.perf_counter() - began


def newcomer(problem: Problem) -> Session:
    crowd = max(problem.sessions, key=lambda each: len(each.people))
    return Session(
        key=SESSIONS, minutes=60, people=frozenset(sorted(crowd.people)[:25]), starts=STARTS,
        facilitators=frozenset(["somebody new"]), rooms=dict.fromkeys(range(ROOMS), 0),
    )  # fmt: skip


def main() -> None:
    for people in PEOPLE:
        for seed in SEEDS:
            problem = make(seed, people)
            plain = greedy.arrange(problem)
            began, worked = time.perf_counter(), time.process_time()
            solution = arrange(problem)
            took, worked = time.perf_counter() - began, time.process_time() - worked
            by_hand, ours = (soft_clashes(problem, each) for each in (plain, solution.placements))
            without = [
                sum(p is None for p in each.values()) for each in (plain, solution.placements)
            ]
            print(
                f"{people:5} people, seed {seed}: {took:5.2f} s "
                f"({worked:.2f} s of work), soft {ours} (greedy {by_hand}, "
                f"{ours / max(by_hand, 1):.2f}), "
                f"hard {hard_clashes(problem, solution.placements)}, "
                f"without a time {without[1]} (greedy {without[0]}), bound {solution.bound // 100}",
                flush=True,
            )
            if "--again" in sys.argv:
                print(
                    "       again:",
                    again(problem, solution),
                    "one more:",
                    again(problem, solution, newcomer(problem)),
                    flush=True,
                )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"at most {peak} MiB")


if __name__ == "__main__":
    main()

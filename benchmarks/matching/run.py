"""Visitors and hosts are matched: how good, how proved, how long; beside the best done by hand.

    .venv/bin/python -m benchmarks.matching.run            50 × 10, 200 × 30, 500 × 60
    .venv/bin/python -m benchmarks.matching.run --seeds 5  as many different weeks of each
    .venv/bin/python -m benchmarks.matching.run --again    and then with one visitor more

A line's levels are how many stays have a host: in need with a host who meets it, in need, with a
host who suits, at all. The cost is what continuity and loads cost, less what is shared and kept.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace

from benchmarks.matching.people import make
from openweek.visits.matching import greedy
from openweek.visits.matching.problem import (
    Matching,
    Problem,
    changed,
    faults,
    levels_of,
    parts_of,
    rank,
    stays_of,
)
from openweek.visits.matching.solver import solve

SIZES = [(50, 10), (200, 30), (500, 60)]


def settled(problem: Problem, matching: Matching) -> tuple:
    return tuple(
        replace(each, stays=tuple(replace(stay, now=matching.get(stay.key)) for stay in each.stays))
        for each in problem.visitors
    )


def one_more(size: tuple[int, int], seed: int, problem: Problem, matching: Matching) -> dict:
    """One visitor more, who wants what everybody wants: how many of the others change."""
    newcomer = make(size[0] + 1, size[1], seed=seed + 1000).visitors[-1]
    stays = tuple(replace(stay, key=10**6 + n) for n, stay in enumerate(newcomer.stays))
    newcomer = replace(newcomer, key=10**6, stays=stays, wishes=frozenset(), refused=frozenset())
    visitors = (*settled(problem, matching), newcomer)
    more = Problem(visitors, problem.hosts)
    begun = time.perf_counter()
    found = solve(more)
    again = solve(Problem(visitors[:-1], problem.hosts))
    return {
        "with one visitor more, others who change": len(changed(more, found.matching)),
        "and seconds": round(time.perf_counter() - begun, 2),
        "with nobody more": len(changed(Problem(visitors[:-1], problem.hosts), again.matching)),
    }


def measured(size: tuple[int, int], seed: int, *, again: bool) -> dict[str, object]:
    problem = make(*size, seed=seed)
    begun = time.perf_counter()
    by_hand = greedy.match(problem)
    hand_seconds = time.perf_counter() - begun
    begun, worked = time.perf_counter(), time.process_time()
    solution = solve(problem)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    stays = sum(1 for _ in stays_of(problem))
    if faults(problem, solution.matching) or faults(problem, by_hand):
        raise SystemExit("a matching does what none may do")
    result: dict[str, object] = {
        "visitors × hosts": f"{size[0]} × {size[1]}", "seed": seed, "stays": stays,
        "seconds": round(seconds, 2), "seconds of work": round(worked, 2),
        "proven optimum": solution.is_optimal,
        "levels": list(solution.levels), "cost": solution.cost, "bound": solution.bound,
        "parts": parts_of(problem, solution.matching)._asdict(),
        "by hand": {
            "seconds": round(hand_seconds, 3), "levels": list(levels_of(problem, by_hand)),
            "cost": parts_of(problem, by_hand).total,
            "parts": parts_of(problem, by_hand)._asdict(),
        },
        "better than by hand": rank(problem, solution.matching) < rank(problem, by_hand),
    }  # fmt: skip
    if again:
        result |= one_more(size, seed, problem, solution.matching)
    result["memory at most, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--size", help="visitors,hosts,seed: that one alone, in this process")
    said = parser.parse_args()
    if said.size:
        visitors, hosts, seed = map(int, said.size.split(","))
        one = measured((visitors, hosts), seed, again=said.again)
        print(json.dumps(one, ensure_ascii=False))
        return
    for size in SIZES:
        for seed in range(1, said.seeds + 1):
            # Each in a process of its own, so that its memory is its own.
            command = [sys.executable, "-m", "benchmarks.matching.run",
                       "--size", f"{size[0]},{size[1]},{seed}"]  # fmt: skip
            done = subprocess.run(
                [*command, *(["--again"] if said.again else [])],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            print(done.stdout.splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()

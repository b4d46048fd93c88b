"""Without a solver: the best host for one visit just now, and whole weeks one after the other."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from openweek.visits.matching.problem import (
    AGAIN,
    Matching,
    Problem,
    Receiver,
    Stay,
    Visitor,
    beside,
    is_well,
    kept_bonus,
    load_price,
    offered,
    open_stays,
    rank,
    stays_of,
)


class Board:
    """Who receives whom so far, and what the next match would gain."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.matching: Matching = {}
        self._busy: Counter[tuple[int, str]] = Counter()
        self._loads: Counter[int] = Counter()
        for _visitor, stay in stays_of(problem):
            if stay.is_fixed and stay.now is not None:
                self._keep(stay, stay.now)

    def _keep(self, stay: Stay, host: int) -> None:
        self.matching[stay.key] = host
        self._busy[host, stay.half] += 1
        self._loads[host] += 1

    def put(self, stay: Stay, host: Receiver) -> None:
        self._keep(stay, host.key)

    def is_free(self, host: Receiver, half: str) -> bool:
        return half in host.halves and self._busy[host.key, half] < host.at_once

    def gain(self, visitor: Visitor, stay: Stay, host: Receiver) -> int:
        again = sum(self.matching.get(e.key) == host.key for e in beside(visitor, stay))
        return (
            self.problem.worth(visitor, host)
            + kept_bonus(stay, host.key)
            + AGAIN * again
            - load_price(self._loads[host.key] + 1, offered(host))
        )

    def free_hosts(self, visitor: Visitor, stay: Stay) -> Iterator[Receiver]:
        for host in self.problem.hosts:
            if self.is_free(host, stay.half) and self.problem.may_meet(visitor, host):
                yield host


def best_host(
    board: Board, visitor: Visitor, stay: Stay, lights: Mapping[int, int] | None = None
) -> Receiver | None:
    """Who could receive them now. ``lights``: the higher, the rather, among those who can."""
    lit = lights or {}
    return max(
        board.free_hosts(visitor, stay),
        key=lambda host: (
            is_well(visitor, host),
            lit.get(host.key, 0),
            board.gain(visitor, stay, host),
            -host.key,
        ),
        default=None,
    )


def match(problem: Problem) -> Matching:
    """The better of two ways to do it by hand."""
    ways: list[Callable[[Problem], Matching]] = [visitor_by_visitor, pair_by_pair]
    return min((way(problem) for way in ways), key=lambda found: rank(problem, found))


def visitor_by_visitor(problem: Problem) -> Matching:
    """Those with a need first, then who has the least choice; each takes the best that is left."""
    board = Board(problem)
    waiting = [each for stays in open_stays(problem).values() for each in stays]
    choice = {stay.key: sum(1 for _ in board.free_hosts(v, stay)) for v, stay in waiting}
    for visitor, stay in sorted(
        waiting, key=lambda each: (not each[0].needs, choice[each[1].key], each[1].key)
    ):
        host = best_host(board, visitor, stay)
        if host is not None:
            board.put(stay, host)
    return board.matching


def pair_by_pair(problem: Problem) -> Matching:
    """Those with a need first; then always the pair that would be worth most."""
    board = Board(problem)
    pairs = [
        (not visitor.needs, not is_well(visitor, host), -board.gain(visitor, stay, host),
         stay.key, host.key, visitor, stay, host)
        for stays in open_stays(problem).values()
        for visitor, stay in stays
        for host in board.free_hosts(visitor, stay)
    ]  # fmt: skip
    for *_order, _visitor, stay, host in sorted(pairs, key=lambda each: each[:5]):
        if stay.key not in board.matching and board.is_free(host, stay.half):
            board.put(stay, host)
    return board.matching

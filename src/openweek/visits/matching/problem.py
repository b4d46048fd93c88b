"""What is to be matched, in plain values, and what a matching is worth."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

# All in points, and few of them: a finer scale would tell apart what nobody can, and it is whole
# points that let a good matching be proved the best.

# What a match is worth: a shared topic that everybody has, and one that a single host has.
COMMON, RARE = 2, 6
# Somebody asked for that host; both said a language that they share; one of their needs is met.
WISHED, SPOKEN, MET = 15, 3, 2
# The host of the half-day before receives again; nothing changes of what was proposed; and of what
# somebody was told.
AGAIN, KEPT, TOLD = 1, 3, 6
# What it costs a host to receive for the n-th time of all those that they offer: 2n - 1 shares.
LOAD = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """One visit on one half-day. ``now`` is who receives it so far; ``is_fixed`` for good."""

    key: int
    half: str
    now: int | None = None
    is_fixed: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody, or a group that is received together; their stays are in order.

    ``topics`` weigh: 2 what they wish to learn or show, 1 what their project is about besides.
    """

    key: int
    stays: tuple[Stay, ...]
    topics: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    wishes: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Receiver:
    """A host: when, how many visits at once, on what, in which languages, for which needs."""

    key: int
    halves: frozenset[str]
    at_once: int = 2
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


# By a stay's key, the key of the host who receives then; nobody where it is left out.
Matching = dict[int, int]


class Levels(NamedTuple):
    """How many stays have a host, the most important first; well: who speaks with them, and can
    do what they need. No number of the next makes up for one of these.
    """

    in_need_well: int
    in_need: int
    well: int
    all: int


@dataclass(frozen=True)
class Problem:
    visitors: tuple[Visitor, ...]
    hosts: tuple[Receiver, ...]

    @cached_property
    def by_key(self) -> dict[int, Receiver]:
        return {host.key: host for host in self.hosts}

    @cached_property
    def weights(self) -> dict[str, int]:
        """Of each topic of a host: a rare one tells more of two people than one that all have.

        Counted among hosts alone, so that a newcomer changes the worth of no other match.
        """
        counts = Counter(topic for host in self.hosts for topic in host.topics)
        most = math.log(max(len(self.hosts), 2))
        return {
            topic: round(RARE - (RARE - COMMON) * math.log(count) / most)
            for topic, count in counts.items()
        }

    def shared(self, visitor: Visitor, host: Receiver) -> list[tuple[int, str]]:
        """What they could speak of, and how much it weighs; the most first."""
        found = [
            (self.weights[topic] * strength // 2, topic)
            for topic, strength in visitor.topics.items()
            if topic in host.topics
        ]
        return sorted(found, key=lambda each: (-each[0], each[1]))

    def worth(self, visitor: Visitor, host: Receiver) -> int:
        """A second topic adds half of its weight, a third a third."""
        topics = sum(
            weight // place for place, (weight, _topic) in enumerate(self.shared(visitor, host), 1)
        )
        spoken = SPOKEN * bool(visitor.languages & host.languages)
        met = MET * len(visitor.needs & host.needs)
        return topics + spoken + met + WISHED * (host.key in visitor.wishes)

    @cached_property
    def taken(self) -> Counter[tuple[int, str]]:
        """What is fixed, by host and half-day."""
        return Counter(
            (stay.now, stay.half)
            for visitor in self.visitors
            for stay in visitor.stays
            if stay.is_fixed and stay.now is not None
        )

    def room(self, host: Receiver, half: str) -> int:
        """How many that are not fixed they can receive then."""
        if half not in host.halves:
            return 0
        return max(0, host.at_once - self.taken[host.key, half])

    def may_meet(self, visitor: Visitor, host: Receiver) -> bool:
        return host.key not in visitor.refused


def is_well(visitor: Visitor, host: Receiver) -> bool:
    """Whether they have a language in common, as far as both said, and their needs are met."""
    if visitor.languages and host.languages and not visitor.languages & host.languages:
        return False
    return visitor.needs <= host.needs


def beside(visitor: Visitor, stay: Stay) -> list[Stay]:
    """The stays of theirs before and after that one."""
    at = visitor.stays.index(stay)
    return [*visitor.stays[max(at - 1, 0) : at], *visitor.stays[at + 1 : at + 2]]


def kept_bonus(stay: Stay, host: int) -> int:
    """What it is worth that nothing changes for them."""
    if stay.now != host:
        return 0
    return KEPT + (TOLD if stay.is_told else 0)


def load_price(nth: int, offered: int) -> int:
    """What it costs to receive for the ``nth`` time: ever more, and sooner who offers less."""
    return round(LOAD * (2 * nth - 1) / max(offered, 1))


def offered(host: Receiver) -> int:
    return host.at_once * len(host.halves)


def levels_of(problem: Problem, matching: Matching) -> Levels:
    in_need_well = in_need = well = everybody = 0
    for visitor, stay in stays_of(problem):
        host = problem.by_key.get(matching.get(stay.key, -1))
        if host is None:
            continue
        good = is_well(visitor, host)
        everybody += 1
        well += good
        if visitor.needs:
            in_need += 1
            in_need_well += good
    return Levels(in_need_well, in_need, well, everybody)


class Parts(NamedTuple):
    """What a matching costs beside its levels: the smaller ``total`` the better."""

    worth: int
    again: int
    kept: int
    load: int

    @property
    def total(self) -> int:
        return self.load - self.worth - self.again - self.kept


def parts_of(problem: Problem, matching: Matching) -> Parts:
    worth = again = kept = 0
    loads: Counter[int] = Counter()
    for visitor in problem.visitors:
        before = None
        for stay in visitor.stays:
            host = problem.by_key.get(matching.get(stay.key, -1))
            again += AGAIN * (host is not None and host is before)
            before = host
            if host is None:
                continue
            loads[host.key] += 1
            worth += problem.worth(visitor, host)
            kept += kept_bonus(stay, host.key)
    load = sum(
        load_price(nth, offered(problem.by_key[key]))
        for key, count in loads.items()
        for nth in range(1, count + 1)
    )
    return Parts(worth, again, kept, load)


def rank(problem: Problem, matching: Matching) -> tuple[int, ...]:
    """The smaller the better: levels first, then what it costs."""
    return (*(-count for count in levels_of(problem, matching)), parts_of(problem, matching).total)


def faults(problem: Problem, matching: Matching) -> list[str]:
    """What no matching may do, in plain words; empty for a sound one."""
    found = []
    loads: Counter[tuple[int, str]] = Counter()
    for visitor, stay in stays_of(problem):
        key = matching.get(stay.key)
        if stay.is_fixed and key != stay.now:
            found.append(f"stay {stay.key} was fixed")
        if key is None or stay.is_fixed:
            continue
        loads[key, stay.half] += 1
        if not problem.may_meet(visitor, problem.by_key[key]):
            found.append(f"stay {stay.key} was refused")
    for (key, half), count in loads.items():
        if count > problem.room(problem.by_key[key], half):
            found.append(f"host {key} receives too many on {half}")
    return found


def changed(problem: Problem, matching: Matching) -> list[int]:
    """The stays that had a host, and get another one or none."""
    return [
        stay.key
        for _visitor, stay in stays_of(problem)
        if stay.now is not None and matching.get(stay.key) != stay.now
    ]


def stays_of(problem: Problem) -> Iterator[tuple[Visitor, Stay]]:
    for visitor in problem.visitors:
        for stay in visitor.stays:
            yield visitor, stay


def open_stays(problem: Problem) -> dict[str, list[tuple[Visitor, Stay]]]:
    """By half-day, those who can still get any host."""
    found: dict[str, list[tuple[Visitor, Stay]]] = defaultdict(list)
    for visitor, stay in stays_of(problem):
        if not stay.is_fixed:
            found[stay.half].append((visitor, stay))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Solution:
    """The best that was found, and what none can go below at those levels."""

    matching: Matching
    levels: Levels
    cost: int
    bound: int

    @property
    def is_optimal(self) -> bool:
        return self.bound >= self.cost


def as_json(problem: Problem) -> dict[str, Any]:
    def plain(row: Any) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in row.__dataclass_fields__}
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in values.items()
        }

    return {
        "visitors": [
            {**plain(each), "stays": [plain(stay) for stay in each.stays],
             "topics": dict(each.topics)}
            for each in problem.visitors
        ],
        "hosts": [plain(each) for each in problem.hosts],
    }  # fmt: skip


def from_json(said: Mapping[str, Any]) -> Problem:
    def sets(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
        return {**row, **{name: frozenset(row[name]) for name in names}}

    return Problem(
        tuple(
            Visitor(
                **{
                    **sets(row, "languages", "needs", "wishes", "refused"),
                    "stays": tuple(Stay(**stay) for stay in row["stays"]),
                }
            )
            for row in said["visitors"]
        ),
        tuple(
            Receiver(**sets(row, "halves", "topics", "languages", "needs")) for row in said["hosts"]
        ),
    )

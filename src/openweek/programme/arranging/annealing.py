"""A good start: sessions change places at random, ever more carefully, as hot metal cools.

Only what has no time yet takes part; what people may have noted already stays where it is.
"""

import math
import random
import time
from bisect import bisect_left

from openweek.programme.arranging.problem import CLASH, Place
from openweek.programme.arranging.standing import Standing

# For how many people a change for the worse may be, at the beginning and at the end.
HOT, COLD = 1.0 * CLASH, 0.15 * CLASH
STEPS_EACH, MOST_STEPS = 2000, 600_000
LOOK_AT_CLOCK = 4096
FREE = -1
IMPOSSIBLE = 10**7


def anneal(standing: Standing, until: float) -> None:
    """Leave a standing that is no worse than it was, and that holds no hard clash."""
    numbers = [
        n for n in standing.movable
        if standing.sessions[n].now is None and standing.places[n] is not None
    ]  # fmt: skip
    if len(numbers) > 1:
        _Furnace(standing, numbers).run(until)


class _Furnace:
    """Time is cut where anything may begin or end, so that what overlaps shares a piece of it."""

    def __init__(self, standing: Standing, numbers: list[int]) -> None:
        self._standing = standing
        self._numbers = numbers
        self._weights = [[round(w) for w in row] for row in standing.weights.tolist()]
        self._sessions = standing.sessions
        self._lengths = [each.minutes for each in self._sessions]
        self._free_to_move = set(numbers)
        self._prices = {
            n: {place: self._sessions[n].cost_at(place) for place in self._sessions[n].places()}
            for n in numbers
        }
        self._starts = {n: self._sessions[n].starts for n in numbers}
        self._rooms = {n: list(self._sessions[n].rooms) for n in numbers}
        self._cut()
        self._members: list[list[int]] = [[] for _ in self._edges]
        self._in_room: dict[tuple[int, int], int] = {}
        self._at: dict[int, Place] = {}
        for number, place in enumerate(standing.places):
            if place is not None:
                self._put(number, place)

    def _cut(self) -> None:
        edges = {
            edge
            for n in self._numbers
            for start in self._sessions[n].starts
            for edge in (start, start + self._sessions[n].minutes)
        }
        for number, place in enumerate(self._standing.places):
            if place is not None:
                edges |= {place.start, place.start + self._sessions[number].minutes}
        self._edges = sorted(edges)
        self._pieces: dict[tuple[int, int], range] = {}

    def _during(self, number: int, start: int) -> range:
        key = self._lengths[number], start
        if key not in self._pieces:
            first, last = (bisect_left(self._edges, edge) for edge in (start, start + key[0]))
            self._pieces[key] = range(first, last)
        return self._pieces[key]

    def _put(self, number: int, place: Place) -> None:
        self._at[number] = place
        holds_one = place.room is not None and place.room not in self._standing.problem.shared_rooms
        for piece in self._during(number, place.start):
            self._members[piece].append(number)
            if holds_one:
                self._in_room[piece, place.room or 0] = number

    def _take(self, number: int) -> None:
        place = self._at.pop(number)
        for piece in self._during(number, place.start):
            self._members[piece].remove(number)
            if self._in_room.get((piece, place.room or 0)) == number:
                del self._in_room[piece, place.room or 0]

    def run(self, until: float) -> None:
        chance = random.Random(1)  # noqa: S311  the same each time, on purpose
        steps = min(STEPS_EACH * len(self._numbers), MOST_STEPS)
        heat, began = HOT, time.monotonic()
        best, price = 0, 0
        kept = dict(self._at)
        for step in range(steps):
            if step % LOOK_AT_CLOCK == 0:
                # A slow machine cools faster, rather than being stopped while it is hot.
                spent = (time.monotonic() - began) / max(until - began, 1e-3)
                heat = HOT * (COLD / HOT) ** max(step / steps, spent)
                if spent >= 1:
                    break
                if price < best:
                    best, kept = price, dict(self._at)
            price += self._step(chance, heat)
        if price < best:
            kept = dict(self._at)
        for number in self._numbers:
            self._standing.put(number, kept[number])

    def _step(self, chance: random.Random, heat: float) -> int:
        """Somebody goes elsewhere, or changes places with who is there; what that cost."""
        rand = chance.random
        one = self._numbers[int(rand() * len(self._numbers))]
        old, starts, rooms = self._at[one], self._starts[one], self._rooms[one]
        new = Place(starts[int(rand() * len(starts))], rooms[int(rand() * len(rooms))])
        during = self._during(one, new.start)
        other = self._who_is_there(one, new.room or 0, during)
        if other is None or new == old:
            return 0
        if other != FREE and not self._can_follow(other, old, one, during):
            return 0
        price = self._prices[one][new] - self._prices[one][old]
        price += self._crowd(one, during) - self._crowd(one, self._during(one, old.start))
        if other != FREE:
            price += self._cost_of_change(one, other, old, during)
        if price >= IMPOSSIBLE or (price > 0 and rand() >= math.exp(-price / heat)):
            return 0
        self._take(one)
        if other != FREE:
            self._take(other)
            self._put(other, old)
        self._put(one, new)
        return price

    def _who_is_there(self, one: int, room: int, during: range) -> int | None:
        """FREE when nobody is; None when it is no use asking."""
        found = FREE
        for piece in during:
            who = self._in_room.get((piece, room), FREE)
            if who in (FREE, one):
                continue
            if found not in (FREE, who) or who not in self._free_to_move:
                return None
            found = who
        return found

    def _can_follow(self, other: int, old: Place, one: int, during: range) -> bool:
        """Whether it can be where the first one was, which goes where it is."""
        if old not in self._prices[other]:
            return False
        pieces = self._during(other, old.start)
        if self._at[other].room == old.room and _meet(pieces, during):
            return False
        return all(
            self._in_room.get((piece, old.room or 0), FREE) in (FREE, one, other)
            for piece in pieces
        )

    def _crowd(self, number: int, during: range) -> int:
        weights = self._weights[number]
        if len(during) == 1:
            total = 0
            for each in self._members[during[0]]:
                total += weights[each]
            return total
        return sum(weights[each] for each in {e for piece in during for e in self._members[piece]})

    def _cost_of_change(self, one: int, other: int, old: Place, during: range) -> int:
        """What the second one's move adds, and what the first one's counted too much."""
        was = self._at[other]
        pieces, was_pieces = self._during(other, old.start), self._during(other, was.start)
        price = self._prices[other][old] - self._prices[other][was]
        price += self._crowd(other, pieces) - self._crowd(other, was_pieces)
        both = self._weights[one][other]
        if both:
            old_pieces = self._during(one, old.start)
            price += both * (_meet(during, pieces) + _meet(old_pieces, was_pieces) - 2)
        return price


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop

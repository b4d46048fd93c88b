"""Where everything stands during the annealing: each possible change has its price at hand.

For each session and each time, ``crowd`` holds for how many people it would clash there; a move
adds and takes away the few rows that it touches. It is the matrix of differences of local search
for quadratic assignment (E. Taillard, "Robust taboo search for the quadratic assignment problem",
Parallel Computing 17, 1991): all moves of a session, and all its exchanges with another, cost a few
operations on whole arrays.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np

from openweek.programme.arranging.problem import Place
from openweek.programme.arranging.standing import Standing

Ints = np.ndarray[Any, np.dtype[np.int64]]
Reals = np.ndarray[Any, np.dtype[np.float64]]
# More than any change costs that can be made.
NEVER = 1e9


class Board:
    """Sessions count from 0 here, the shortest first; then comes FREE, then what is in the way.

    Time is cut where anything may begin or end, so that what overlaps shares a piece of it.
    """

    def __init__(self, standing: Standing, numbers: Sequence[int]) -> None:
        sessions = standing.sessions
        self.numbers = sorted(numbers, key=lambda n: (sessions[n].minutes, n))
        self.size = self.free = len(self.numbers)
        mine = [sessions[n] for n in self.numbers]
        moving = set(numbers)
        self._others = [
            (n, place)
            for n, place in enumerate(standing.places)
            if place is not None and n not in moving
        ]
        self._starts = sorted({start for each in mine for start in each.starts})
        self.starts: Ints = np.array(self._starts)
        self.rooms = sorted({room for each in mine for room in each.rooms})
        self._one_at_once = [room not in standing.problem.shared_rooms for room in self.rooms]
        self.lengths: Ints = np.array([*(each.minutes for each in mine), 0, 0])
        self._same_length = self._by_length()
        # All as long, and no two times overlap: each time is a piece of its own.
        self.is_plain = len(self._same_length) == 1 and bool(
            (np.diff(self.starts) >= self.lengths[0]).all()
        )
        self._cut(standing)
        self._fill(standing)
        for number, row in enumerate(self.numbers):
            place = standing.places[row]
            if place is not None:
                self.put(number, self._starts.index(place.start), self.rooms.index(place.room or 0))

    def _by_length(self) -> list[tuple[int, int, int]]:
        """Each length, with the first that has it and the first that has it no longer."""
        lengths = self.lengths[: self.size].tolist()
        return [
            (each, lengths.index(each), self.size - lengths[::-1].index(each))
            for each in sorted(set(lengths))
        ]

    def _cut(self, standing: Standing) -> None:
        ends = [self.starts + minutes for minutes, _from, _to in self._same_length]
        for number, place in self._others:
            ends.append(np.array([place.start, place.start + standing.lengths[number]]))
        self.edges: Ints = np.unique(np.concatenate([self.starts, *ends]))
        self.first: Ints = np.searchsorted(self.edges, self.starts)
        last = {
            minutes: np.searchsorted(self.edges, self.starts + minutes)
            for minutes, _from, _to in self._same_length
        }
        self._last: list[Ints] = [last[minutes] for minutes in self.lengths[: self.size].tolist()]
        self._windows = [np.stack([self.first, each], axis=1).ravel() for each in self._last]

    def _fill(self, standing: Standing) -> None:
        size, times, rooms = self.size, len(self.starts), len(self.rooms)
        # Who is there, by piece and room; nobody goes beyond the last.
        self.who: Ints = np.full((len(self.edges) + 1, rooms), self.free)
        self.who[-1] = self.free + 1
        self.weights: Reals = np.zeros((size, size + 2))
        self.weights[:, :size] = standing.weights[np.ix_(self.numbers, self.numbers)]
        self._twice = 2 * self.weights
        self.crowd: Reals = np.zeros((times, size + 2))
        for number, place in self._others:
            minutes = int(standing.lengths[number])
            self._add(standing.weights[number][self.numbers], place.start, minutes, 1)
            self._close(place, minutes)
        # By time, room and session, what it costs to be there alone; and the same by session.
        self.alone = np.full((times, rooms, size + 2), NEVER)
        self.alone[:, :, self.free] = 0
        for number, row in enumerate(self.numbers):
            session = standing.sessions[row]
            for place in session.places():
                at = self._starts.index(place.start), self.rooms.index(place.room or 0)
                self.alone[(*at, number)] = session.cost_at(place)
        self.of = np.ascontiguousarray(self.alone.transpose(2, 0, 1))
        # What each pays where it is, and its time and room there.
        self.paid: Reals = np.zeros(size + 2)
        self.begins: Ints = np.zeros(size + 2, dtype=np.int64)
        self.time, self.room = [0] * (size + 2), [0] * (size + 2)
        # Where each finds itself in the crowd.
        self._index: Ints = np.arange(size + 2)
        self._flat = self.crowd.reshape(-1)

    def _close(self, place: Place, minutes: int) -> None:
        if place.room in self.rooms and self._one_at_once[self.rooms.index(place.room)]:
            first, last = np.searchsorted(self.edges, [place.start, place.start + minutes])
            self.who[first:last, self.rooms.index(place.room)] = self.free + 1

    def _add(self, weights: Reals, start: int, minutes: int, sign: int) -> None:
        for length, one, last in self._same_length:
            rows = slice(
                bisect_right(self._starts, start - length),
                bisect_left(self._starts, start + minutes),
            )
            if sign > 0:
                self.crowd[rows, one:last] += weights[one:last]
            else:
                self.crowd[rows, one:last] -= weights[one:last]

    def _mark(self, number: int, time: int, room: int, who: int) -> None:
        if self._one_at_once[room]:
            self.who[self.first[time] : self._last[number][time], room] = who

    def put(self, number: int, time: int, room: int) -> None:
        self.put_in_room(number, time, room)
        self.time[number] = time
        self.begins[number] = self._starts[time]
        self._index[number] = time * (self.size + 2) + number
        self._add(self.weights[number], self._starts[time], int(self.lengths[number]), 1)

    def take(self, number: int) -> None:
        time = self.time[number]
        self._mark(number, time, self.room[number], self.free)
        self._add(self.weights[number], self._starts[time], int(self.lengths[number]), -1)

    def put_in_room(self, number: int, time: int, room: int) -> None:
        """At the same time as before."""
        self._mark(number, time, room, number)
        self.room[number] = room
        self.paid[number] = self.of[number, time, room]

    def change(self, number: int, time: int, room: int, other: int) -> None:
        """One goes there, and who is there (or FREE) goes where the one was."""
        old_time, old_room = self.time[number], self.room[number]
        if time == old_time and self.is_plain:
            self._mark(number, time, old_room, self.free)
            if other != self.free:
                self.put_in_room(other, time, old_room)
            self.put_in_room(number, time, room)
            return
        self.take(number)
        if other != self.free:
            self.take(other)
            self.put(other, old_time, old_room)
        self.put(number, time, room)

    def here(self, number: int) -> float:
        return float(self.paid[number] + self.crowd[self.time[number], number])

    def prices(self, number: int, *, same_time: bool = True) -> tuple[Reals, Ints]:
        """What all pay together, but for what does not change, by the time and room to which it
        goes; and who would change places with it.
        """
        time, room = self.time[number], self.room[number]
        # What it adds for each other one to go where this one is.
        follows: Reals = self.alone[time, room] + self.crowd[time]
        follows -= self.paid
        follows -= self._flat.take(self._index)
        weights = self.weights[number]
        if self.is_plain:
            there: Ints = self.who.take(self.first, axis=0)
            # The two will not be together, neither here nor there.
            if same_time:
                follows -= 2 * weights * (self.begins != self._starts[time])
            else:
                follows -= self._twice[number]
        else:
            there = self._who_would_be_met(number)
        follows[self.free] = follows[number] = 0
        prices: Reals = follows.take(there)
        prices += self.of[number]
        prices += self.crowd[:, number, None]
        if not self.is_plain:
            self._correct(number, there, prices)
        if not same_time:
            prices[time] = NEVER
        prices[time, room] = self.here(number)
        return prices, there

    def _who_would_be_met(self, number: int) -> Ints:
        """By time and room the one that is there; something in the way where several are."""
        time, room = self.time[number], self.room[number]
        self._mark(number, time, room, self.free)
        windows = self._windows[number]
        some = np.minimum.reduceat(self.who, windows, axis=0)[::2]
        nobody = np.where(self.who == self.free, -1, self.who)
        most = np.maximum.reduceat(nobody, windows, axis=0)[::2]
        self._mark(number, time, room, number)
        # Free counts as more than any session: where there is one alone, it is least and most.
        found: Ints = np.where(some == most, most, self.free + 1)
        found[most == -1] = self.free
        return found

    def _correct(self, number: int, there: Ints, prices: Reals) -> None:
        """For what the two do to each other, and where the other one would not fit."""
        time, room = self.time[number], self.room[number]
        start, minutes = self._starts[time], int(self.lengths[number])
        begins, lengths = self.begins.take(there), self.lengths.take(there)
        now = (begins < start + minutes) & (start < begins + lengths)
        then = (self.starts[:, None] < start + lengths) & (
            start < self.starts[:, None] + minutes
        )  # fmt: skip
        prices += self.weights[number].take(there) * (now.astype(np.float64) + then - 2)
        if not self._one_at_once[room]:
            return
        follows = there < self.free
        then[:, np.arange(len(self.rooms)) != room] = False
        pieces = self.who[self.first[time] :, room]
        busy = int(((pieces != self.free) & (pieces != number)).argmax())
        room_for = self.edges[min(self.first[time] + busy, len(self.edges) - 1)] - start
        prices[follows & (then | (lengths > room_for))] = NEVER

    def hand_back(self, standing: Standing, times: list[int], rooms: list[int]) -> None:
        for number, time, room in zip(self.numbers, times, rooms, strict=False):
            standing.put(number, Place(self._starts[time], self.rooms[room]))

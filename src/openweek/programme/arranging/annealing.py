"""A good start: sessions change places at random, ever more carefully, as hot metal cools.

Simulated annealing (S. Kirkpatrick, C. Gelatt, M. Vecchi, "Optimization by simulated annealing",
Science 220, 1983) with steps of the heat bath (the Gibbs sampler of S. and D. Geman, 1984): of all
places to which a session can go, and of all with which it can change, one is drawn, each as often
as the heat allows what it costs; so no step is spent on guessing a change and refusing it. The draw
is one operation on an array: the cheapest, once noise after Gumbel's law is taken off each price.

Only what has no time yet takes part; what people may have noted already stays where it is.
"""

import time

import numpy as np

from openweek.programme.arranging.board import Board, Reals
from openweek.programme.arranging.standing import Standing

# How much is paid for a change for the worse, at the beginning and at the end.
HOT, COLD = 54.0, 20.0
# Few sessions have been everywhere soon.
STEPS_EACH_PAIR, MOST_STEPS = 20, 500_000
LEVELS = 100
# How often a session may change rooms at the same time: it costs little, and gains little.
IN_PLACE = 0.03
NOISE = 1 << 17


def anneal(standing: Standing, until: float) -> None:
    """Leave a standing that is no worse than it was, and that holds no hard clash."""
    numbers = [
        n for n in standing.movable
        if standing.sessions[n].now is None and standing.places[n] is not None
    ]  # fmt: skip
    if len(numbers) > 1:
        _Furnace(Board(standing, numbers)).run(until).hand_back(standing)


class _Furnace:
    def __init__(self, board: Board) -> None:
        self._board = board
        # The same each time, on purpose.
        self._chance = np.random.default_rng(1)
        self._spread = board.who[0].size * len(board.starts)
        self._noise = self._chance.gumbel(size=NOISE + self._spread)
        self._price = self._best = 0.0
        self._keep()

    def _keep(self) -> None:
        self._best = self._price
        self._times, self._rooms = self._board.time[:], self._board.room[:]

    def run(self, until: float) -> "_Furnace":
        steps = min(STEPS_EACH_PAIR * self._board.size**2, MOST_STEPS)
        began = time.monotonic()
        for level in range(LEVELS):
            # A slow machine cools faster, rather than being stopped while it is hot.
            spent = (time.monotonic() - began) / max(until - began, 1e-3)
            if spent >= 1:
                break
            cooled = max(level / (LEVELS - 1), spent)
            self._at_one_heat(HOT * (COLD / HOT) ** cooled, steps // LEVELS)
        return self

    def _at_one_heat(self, heat: float, steps: int) -> None:
        noise = self._noise * heat
        who = self._chance.integers(self._board.size, size=steps).tolist()
        places = self._chance.integers(NOISE, size=steps).tolist()
        in_place = (self._chance.random(steps) < IN_PLACE).tolist()
        for number, place, same_time in zip(who, places, in_place, strict=True):
            self._step(number, noise[place : place + self._spread], same_time=same_time)
            if self._price < self._best:
                self._keep()

    def _step(self, number: int, noise: Reals, *,
              same_time: bool) -> None:  # fmt: skip
        board = self._board
        prices, there = board.prices(number, same_time=same_time)
        drawn = int((prices.ravel() - noise).argmin())
        to = divmod(drawn, len(board.rooms))
        if to == (board.time[number], board.room[number]):
            return
        self._price += float(prices[to]) - board.here(number)
        board.change(number, *to, int(there[to]))

    def hand_back(self, standing: Standing) -> None:
        self._board.hand_back(standing, self._times, self._rooms)

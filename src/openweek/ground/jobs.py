"""The thread that does what must happen without anybody asking: deadlines, letters.

Each round is short and starts from rows, so that a process killed at any moment loses nothing.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)

Round = Callable[[], object]
_rounds: list[Round] = []
_long_rounds: list[Round] = []


def every_second(a_round: Round) -> Round:
    """Have that done about once a second for as long as the pages are served."""
    _rounds.append(a_round)
    return a_round


def at_leisure(a_round: Round) -> Round:
    """The same for what takes long: a caretaker of its own does it, and nobody waits."""
    _long_rounds.append(a_round)
    return a_round


def do_rounds(*, at_leisure: bool = False) -> None:
    """Do each once; one that fails is told in the log and does not hold up the others."""
    for a_round in _long_rounds if at_leisure else _rounds:
        try:
            a_round()
        except Exception:
            logger.exception("A round failed: %s", a_round)


class Caretaker(threading.Thread):
    """Does the rounds until told to stop."""

    def __init__(self, pause_seconds: float = 1.0, *, at_leisure: bool = False) -> None:
        super().__init__(name="caretaker at leisure" if at_leisure else "caretaker", daemon=True)
        self._at_leisure = at_leisure
        self._pause_seconds = pause_seconds
        self._stop_asked = threading.Event()

    def run(self) -> None:
        while not self._stop_asked.is_set():
            close_old_connections()
            do_rounds(at_leisure=self._at_leisure)
            self._stop_asked.wait(self._pause_seconds)

    def stop(self) -> None:
        self._stop_asked.set()
        self.join(timeout=10)

"""Who computes, and who only waits for somebody else to.

Python computes in one thread at a time: a second one fills the moments in which the first waits
for the disk, every further one makes both wait, since at each question to the database a thread
gives up its place, and stands in line again behind all the others. The server therefore lets few
threads compute at once (:mod:`openweek.config.handler`).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_own = threading.local()


@contextmanager
def told_of_waiting(leave: Callable[[], object]) -> Iterator[None]:
    """Within it, this thread computes; ``leave`` is called once if it is about to wait."""
    _own.leave = leave
    try:
        yield
    finally:
        _own.leave = None


def step_aside() -> None:
    """Somebody else may compute meanwhile: for who is about to wait for another process.

    It holds until the end of what the thread does: to stand in line again could be to wait for
    somebody who waits for a row that one has.
    """
    leave: Callable[[], object] | None = getattr(_own, "leave", None)
    _own.leave = None
    if leave is not None:
        leave()

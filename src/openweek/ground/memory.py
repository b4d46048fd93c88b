"""How a process that serves keeps its memory; it imports nothing of Django."""

import ctypes
import gc
import sys

ARENA_MAX = -8  # of mallopt(3)
COLLECT_AFTER = (20_000, 20, 50)  # hardly anything here is garbage in circles


def share_one_heap() -> None:
    """For all threads, rather than one each, of megabytes. To be called before there are any."""
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


def leave_the_start_alone() -> None:
    """What was made until now stays: looking through it for garbage costs a hundred pages' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)

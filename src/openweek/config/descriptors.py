"""How many files and lines a process may have open, which is how many pages can listen."""

import resource

from openweek.config.streams import MOST, SPARE_DESCRIPTORS

ENOUGH = MOST + SPARE_DESCRIPTORS


def raised() -> int:
    """Ask for as many as we need; how many there are now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return ENOUGH
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


def room_for_streams() -> int:
    """How many pages this process can tell; of few descriptors, a quarter is left for the rest."""
    open_files = raised()
    return max(0, min(MOST, open_files - min(SPARE_DESCRIPTORS, open_files // 4)))

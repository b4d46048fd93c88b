"""``python -m openweek.writing.live [NUMBER]``: a live process, as ``openweek serve`` starts it."""

import ctypes
import gc
import os
import sys

import django

ARENA_MAX = -8  # of mallopt(3)
SWITCH_SECONDS = 0.0005  # how long a thread that reads or saves may hold up the one that delivers
COLLECT_AFTER = (20_000, 20, 50)  # hardly anything here is garbage in circles


def _share_memory() -> None:
    """One heap for all threads: only one of them allocates much, and each heap is megabytes."""
    if sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt"):
        ctypes.CDLL(None).mallopt(ARENA_MAX, 1)


def main() -> None:
    _share_memory()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.live_settings")
    django.setup()
    from openweek.writing.live.server import run  # noqa: PLC0415  needs Django set up

    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()

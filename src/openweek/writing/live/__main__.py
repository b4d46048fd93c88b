"""``python -m openweek.writing.live [NUMBER]``: a live process, as ``openweek serve`` starts it."""

import os
import sys

import django

from openweek.ground import memory

SWITCH_SECONDS = 0.0005  # how long a thread that reads or saves may hold up the one that delivers


def main() -> None:
    memory.share_one_heap()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.live_settings")
    django.setup()
    from openweek.writing.live.server import run  # noqa: PLC0415  needs Django set up

    sys.setswitchinterval(SWITCH_SECONDS)
    memory.leave_the_start_alone()
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()

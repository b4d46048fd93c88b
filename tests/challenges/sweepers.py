"""Starts processes that sweep quickly: all is imported once, then each is a fork of this one.

Run as ``python -m tests.challenges.sweepers <kinds of files>`` with the installation's own
environment. Each line read from standard input makes one more, whose number is written; it sweeps
until it is killed.
"""

import os
import signal
import sys
import time

import django


def main(kinds: list[str]) -> None:
    django.setup()

    from django.urls import get_resolver  # noqa: PLC0415  needs Django set up

    from openweek.ground import deadlines  # noqa: PLC0415
    from openweek.publishing.binding import BINDERS  # noqa: PLC0415

    for kind in set(BINDERS) - set(kinds):
        del BINDERS[kind]
    get_resolver().url_patterns  # noqa: B018  read once, not by each of them
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            while True:
                deadlines.sweep()
                time.sleep(0.02)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Meets what is due until the second book is published, and dies before that is committed.

Run as a process of its own: ``python -m tests.challenges.dying <database> <moment>``.
"""

import os
import signal
import sys
from datetime import datetime

import django
from django.conf import settings


def main(database: str, moment: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()

    from openweek.ground import clock, deadlines  # noqa: PLC0415  once settings are told
    from openweek.publishing.actions import PUBLISH, meet_deadline  # noqa: PLC0415

    begun: list[int] = []

    def publish_and_die(book_id: int) -> None:
        meet_deadline(book_id)
        begun.append(book_id)
        if len(begun) > 1:
            os.kill(os.getpid(), signal.SIGKILL)

    deadlines.register(PUBLISH, publish_and_die)
    with clock.at(datetime.fromisoformat(moment)):
        deadlines.sweep()
        deadlines.sweep()


if __name__ == "__main__":
    main(*sys.argv[1:])

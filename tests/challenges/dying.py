"""Meets what is due, and dies at the worst moment: before what it just did is committed.

Run as a process of its own: ``python -m tests.challenges.dying <database> <moment> <when>``, where
``when`` is ``publishing`` (the second book) or ``binding`` (its files are there, and no row).
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

import django
from django.conf import settings


def main(database: str, moment: str, when: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()

    from openweek.ground import clock, deadlines  # noqa: PLC0415  once settings are told
    from openweek.publishing.actions import (  # noqa: PLC0415
        BIND,
        PUBLISH,
        meet_deadline,
        prepare_files,
    )
    from openweek.publishing.actions.binding import meet_deadline as bind  # noqa: PLC0415

    begun: list[int] = []

    def dying(meet: Callable[[int], None], after: int) -> Callable[[int], None]:
        def meet_and_die(subject_id: int) -> None:
            meet(subject_id)
            begun.append(subject_id)
            if len(begun) > after:
                os.kill(os.getpid(), signal.SIGKILL)

        return meet_and_die

    if when == "publishing":
        deadlines.register(PUBLISH, dying(meet_deadline, after=1))
    else:
        deadlines.register(BIND, dying(bind, after=0), prepare=prepare_files)
    with clock.at(datetime.fromisoformat(moment)):
        deadlines.sweep()


if __name__ == "__main__":
    main(*sys.argv[1:])

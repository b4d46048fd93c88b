"""Starts live processes quickly: everything is imported once, then each is a fork of this one.

Read from standard input: a line of JSON with the data folder; answered by the process' number.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  needs Django set up

    from openweek.writing.live.server import run  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        folder = Path(json.loads(line))
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            settings.OPENWEEK_DATA = folder
            settings.DATABASES["default"]["NAME"] = str(folder / "openweek.sqlite3")
            run()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

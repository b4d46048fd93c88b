"""Starts live processes quickly: everything is imported once, then each is a fork of this one.

Read from standard input: a line of JSON, which is the data folder, or has it as "folder" beside
what the process is to find in its environment and which constants are shorter for it ("environ",
"constants": {"module.NAME": value}); answered by the process' number.
"""

import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  needs Django set up

    from openweek.writing.live.server import run  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        asked = json.loads(line)
        asked = asked if isinstance(asked, dict) else {"folder": asked}
        folder = Path(asked["folder"])
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            settings.OPENWEEK_DATA = folder
            settings.DATABASES["default"]["NAME"] = str(folder / "openweek.sqlite3")
            os.environ.update(asked.get("environ", {}))
            _shorten(asked.get("constants", {}))
            run()
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _shorten(constants: dict[str, Any]) -> None:
    """So that what happens after hours or thousands of rows happens in a test."""
    for name, value in constants.items():
        module_name, _, constant = name.rpartition(".")
        module = importlib.import_module(module_name)
        assert hasattr(module, constant), f"there is no {name} any more"
        setattr(module, constant, value)


if __name__ == "__main__":
    main()

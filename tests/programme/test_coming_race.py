"""Fifty race for the last seat: exactly one gets it, and the others wait in their order."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.programme.test_double_booking import ROOT, postgres

__all__ = ["postgres"]

RUN = (
    "import django, json; django.setup(); from tests.programme.race_for_a_seat import main; "
    "print(json.dumps(main()))"
)
EXPECTED = {
    "came": {"has the seat": 1, "waits": 49},
    "seats": [1, 2, 3],
    "moved_up_in_order": True,
    "inserts": {"refused": 1, "seated": 1},
}


def raced(data: Path, url: str) -> dict[str, object]:
    environment = {
        **os.environ, "OPENWEEK_DATA": str(data), "OPENWEEK_DATABASE_URL": url,
        "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def test_of_fifty_one_gets_the_last_seat_on_sqlite(tmp_path: Path) -> None:
    assert raced(tmp_path, "") == {"vendor": "sqlite", **EXPECTED}


def test_of_fifty_one_gets_the_last_seat_on_postgresql(tmp_path: Path, postgres: str) -> None:
    assert raced(tmp_path, postgres) == {"vendor": "postgresql", **EXPECTED}

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import binaries, cluster
from tests.visits import race

ROOT = Path(__file__).parent.parent.parent
RUN = (
    "import django, json; django.setup(); from tests.visits.race import main; "
    "print(json.dumps(main()))"
)
on_a_file = pytest.mark.django_db(transaction=True)


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_of_fifty_who_race_for_the_last_seat_exactly_one_gets_it() -> None:
    assert race.fifty_for_the_last_seat() == (1, 2)


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_a_form_sent_ten_times_at_once_registers_once() -> None:
    assert race.one_form_ten_times() == 1


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_ten_desks_at_once_let_somebody_in_once() -> None:
    assert race.ten_desks_for_one_visitor() == 1


@on_a_file
@pytest.mark.usefixtures("wednesday_ten")
def test_ten_who_look_at_the_line_at_once_give_each_seat_once() -> None:
    assert race.ten_look_at_a_line_for_three_seats() == (3, 3, 3)


@on_a_file
def test_of_fifty_letters_at_once_to_one_address_three_are_written() -> None:
    assert race.fifty_letters_to_one_address() == 3


def test_the_same_holds_on_postgresql(tmp_path: Path) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster(programs) as url:
        environment = {
            **os.environ, "OPENWEEK_DATA": str(tmp_path), "OPENWEEK_DATABASE_URL": url,
            "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", RUN],
            env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip

    expected = {
        "vendor": "postgresql", "last seat": [1, 2], "forms": 1, "desks": 1,
        "line": [3, 3, 3], "letters": 3,
    }  # fmt: skip
    assert json.loads(done.stdout) == expected

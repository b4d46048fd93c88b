"""The database itself refuses a room that is taken, on both engines."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from openweek.programme.models import Slot, Span
from tests.factories.programme import make_session, make_week_with_rooms, room_of, slot_of, span
from tests.postgres import binaries, cluster

ROOT = Path(__file__).parent.parent.parent
RUN = (
    "import django, json; django.setup(); from tests.programme.race import main; "
    "print(json.dumps(main()))"
)


def insert(taken: Slot, at: Span) -> Slot:
    with transaction.atomic():
        return Slot.objects.create(
            session=taken.session, room=at.room, starts_at=at.starts_at, ends_at=at.ends_at
        )


@pytest.mark.parametrize(
    ("starts", "minutes"),
    [("10:00", 60), ("09:30", 45), ("10:30", 10), ("10:59", 60), ("09:00", 240)],
)
def test_a_time_that_overlaps_is_refused(starts: str, minutes: int) -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    taken = slot_of(make_session(week, "Couture", span(week, room, at="10:00", minutes=60)))

    with pytest.raises(IntegrityError, match="slot_no_double_booking"):
        insert(taken, span(week, room, at=starts, minutes=minutes))


@pytest.mark.parametrize(("starts", "minutes"), [("09:00", 60), ("11:00", 60)])
def test_a_time_that_touches_is_not(starts: str, minutes: int) -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    taken = slot_of(make_session(week, "Couture", span(week, room, at="10:00", minutes=60)))

    assert insert(taken, span(week, room, at=starts, minutes=minutes)).pk


def test_without_a_room_nothing_is_taken() -> None:
    week = make_week_with_rooms()
    taken = slot_of(make_session(week, "Balade", span(week)))

    assert insert(taken, span(week)).pk


def test_moving_a_row_into_a_taken_time_is_refused() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    make_session(week, "Couture", span(week, room, at="10:00"))
    later = slot_of(make_session(week, "Yoga", span(week, room, at="11:00")))

    later.starts_at -= timedelta(minutes=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        later.save(update_fields=["starts_at"])


def raced(data: Path, url: str) -> dict[str, object]:
    environment = {
        **os.environ, "OPENWEEK_DATA": str(data), "OPENWEEK_DATABASE_URL": url,
        "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.fixture
def postgres() -> Iterator[str]:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with cluster(programs) as url:
        yield url


EXPECTED = {
    "proposals": {"offered Cuisine and 2 times": 49, "won": 1},
    "numbers": [1, 1, 1],
    "inserts": ["refused", "won"],
    "slots": 2,
}


def test_of_those_who_race_for_a_room_one_wins_on_sqlite(tmp_path: Path) -> None:
    assert raced(tmp_path, "") == {"vendor": "sqlite", **EXPECTED}


def test_of_those_who_race_for_a_room_one_wins_on_postgresql(tmp_path: Path, postgres: str) -> None:
    assert raced(tmp_path, postgres) == {"vendor": "postgresql", **EXPECTED}

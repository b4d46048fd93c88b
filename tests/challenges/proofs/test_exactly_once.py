"""200 books due, four workers, ``kill -9`` at random: 200 publications, and no second one."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from openweek.publishing.models import EditionFile
from tests.challenges import fleet
from tests.challenges.proofs.conftest import times
from tests.postgres import binaries, cluster
from tests.writing.conftest import database_at
from tests.writing.fleet import rows_in

BOOKS = 200
# Books of all forms are for longer proofs; what is shown here is the same with two.
KINDS = [EditionFile.Kind.EPUB, EditionFile.Kind.MARKDOWN]
MOST_SECONDS = 0.6  # between two kills: about as long as a few books take

Installation = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def embedded(tmp_path: Path) -> Iterator[str]:
    with (
        override_settings(OPENWEEK_DATA=tmp_path),
        database_at(tmp_path / "openweek.sqlite3"),
    ):
        call_command("migrate", verbosity=0, skip_checks=True)
        yield ""


@contextmanager
def region(tmp_path: Path) -> Iterator[str]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here")
    with (
        cluster(programs) as url,
        override_settings(OPENWEEK_DATA=tmp_path, OPENWEEK_DATABASE_URL=url),
        rows_in(url),
    ):
        call_command("migrate", verbosity=0, skip_checks=True)
        yield url


@pytest.mark.parametrize("installation", [embedded, region], ids=["SQLite", "PostgreSQL"])
def test_each_book_is_published_once_however_often_workers_are_killed(
    installation: Installation,
    tmp_path: Path,
    chance: random.Random,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    for _round in range(times()):
        folder = tmp_path / "data"
        folder.mkdir()
        with django_db_blocker.unblock(), installation(folder) as url:
            challenge = fleet.books_due(BOOKS)
            with fleet.sweepers(list(map(str, KINDS)), url=url) as workers:
                fleet.fall_due(challenge)
                fleet.publish_under_fire(workers, challenge, chance, most_seconds=MOST_SECONDS)
                print(f"{workers.kills} kills")  # noqa: T201  for who reads the proof
            fleet.check_exactly_once(challenge, list(map(str, KINDS)))
        shutil.rmtree(folder)

"""The embedded database: nobody checkpoints but the keeper, and never while somebody writes."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from openweek.config.databases import sqlite
from openweek.ground.sqlite.base import DatabaseWrapper
from openweek.ground.sqlite.keeper import checkpoint


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.sqlite3"
    with sqlite3.connect(path) as new:
        new.execute("PRAGMA journal_mode=WAL")
        new.execute("PRAGMA wal_autocheckpoint=0")
        new.execute("CREATE TABLE said (words TEXT)")
    new.close()
    return path


@pytest.mark.django_db
def test_our_connections_wait_for_the_disk_and_never_checkpoint(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite")
    settings = {**connection.settings_dict, **sqlite(tmp_path, "")}
    ours = DatabaseWrapper(settings, alias="ours")
    with ours.cursor() as cursor:
        asked = ["journal_mode", "synchronous", "wal_autocheckpoint", "foreign_keys"]
        answers = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    ours.close()
    assert answers == ["wal", 2, 0, 1]


def test_checkpoint_folds_the_log_back_and_the_log_is_used_again(database: Path) -> None:
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("PRAGMA wal_autocheckpoint=0")
    log = database.with_name("a.sqlite3-wal")
    for _ in range(3):
        writer.execute("INSERT INTO said SELECT hex(randomblob(200000))")
        assert checkpoint(database)
    size = log.stat().st_size
    writer.execute("INSERT INTO said VALUES ('small')")
    assert log.stat().st_size == size
    assert writer.execute("SELECT count(*) FROM said").fetchone() == (4,)
    writer.close()


def test_checkpoint_waits_while_somebody_writes(database: Path) -> None:
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO said VALUES ('not yet')")
    assert not checkpoint(database)
    writer.execute("COMMIT")
    assert checkpoint(database)
    writer.close()

"""The log in a file of its own beside the embedded database."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openweek.writing.log.store import TABLES, NoTablesError, Rows, Store, StoreError


class SqliteStore(Store):
    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__()
        mode = "ro" if read_only else "rwc"
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=20,
                isolation_level=None,
                check_same_thread=False,
            )
            if read_only:
                self._connection.execute("PRAGMA wal_autocheckpoint = 0")
                return
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(
                TABLES.format(serial="INTEGER PRIMARY KEY AUTOINCREMENT", bytes="BLOB")
            )
        except sqlite3.Error as trouble:
            raise StoreError(f"{path}: {trouble}") from trouble

    def _run(self, sql: str, values: Sequence[Any] = ()) -> Rows:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as trouble:
            if "no such table" in str(trouble):
                raise NoTablesError(str(trouble)) from trouble
            raise StoreError(str(trouble)) from trouble

    def _run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as trouble:
            raise StoreError(str(trouble)) from trouble

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    def close(self) -> None:
        self._connection.close()

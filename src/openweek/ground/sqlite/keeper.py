"""The one who folds the write-ahead log back into the database file."""

import logging
import sqlite3
import threading
from pathlib import Path

logger = logging.getLogger(__name__)

WORTH_IT_BYTES = 1 << 20


def checkpoint(database: Path) -> bool:
    """Fold the log back while holding the write lock; False when somebody is writing just now.

    The lock is held by one connection and the checkpoint run by another, because SQLite does
    not checkpoint inside a transaction; PASSIVE needs no lock of its own.
    """
    holder = sqlite3.connect(database, timeout=1, isolation_level=None)
    folder = sqlite3.connect(database, timeout=1, isolation_level=None)
    try:
        for connection in (holder, folder):
            connection.execute("PRAGMA wal_autocheckpoint = 0")
        folder.execute("PRAGMA synchronous = FULL")
        holder.execute("BEGIN IMMEDIATE")
        folder.execute("PRAGMA wal_checkpoint(PASSIVE)")
        holder.execute("ROLLBACK")
    except sqlite3.OperationalError as busy:
        logger.debug("No checkpoint this time: %s", busy)
        return False
    finally:
        folder.close()
        holder.close()
    return True


class Keeper(threading.Thread):
    """Looks every few seconds whether the log has grown, and folds it back when it has."""

    def __init__(self, database: Path, pause_seconds: float = 5.0) -> None:
        super().__init__(name="keeper", daemon=True)
        self._database = database
        self._log = database.with_name(database.name + "-wal")
        self._pause_seconds = pause_seconds
        self._stop_asked = threading.Event()

    def run(self) -> None:
        while not self._stop_asked.wait(self._pause_seconds):
            if self._log.exists() and self._log.stat().st_size > WORTH_IT_BYTES:
                checkpoint(self._database)

    def stop(self) -> None:
        self._stop_asked.set()
        self.join(timeout=10)

"""SQLite, so that two connections never write and checkpoint at the same moment.

Versions before 3.51.3 can lose committed rows when they do (see docs/adr/0002). No connection
checkpoints by itself; :mod:`openweek.ground.sqlite.keeper` does it for all of them.
"""

import threading
from typing import Any

from django.db.backends.sqlite3 import base

# SQLite has one writer at a time, and who waits looks again after ever longer naps, of up to a
# tenth of a second. In one process those who write wait for one another here instead, and go on
# at once. It is manners and no more: nothing is written without SQLite's own lock.
_turn = threading.Lock()
PATIENCE_SECONDS = 20.0


class DatabaseWrapper(base.DatabaseWrapper):
    _has_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._has_turn = self._has_turn or _turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # its stubs do not say
        except BaseException:
            self._next()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # as above
        self._next()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # as above
        finally:
            self._next()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # as above
        finally:
            self._next()

    def _next(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turn.release()

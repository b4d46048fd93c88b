"""SQLite, so that two connections never write and checkpoint at the same moment.

Versions before 3.51.3 can lose committed rows when they do (see docs/adr/0002). No connection
checkpoints by itself; :mod:`openweek.ground.sqlite.keeper` does it for all of them.
"""

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        return connection

"""Which store it is."""

from django.conf import settings

from openweek.writing.log.sqlite import SqliteStore
from openweek.writing.log.store import NoTablesError, Store


def open_store(*, read_only: bool = False) -> Store:
    """Where the settings say. Only whoever holds the lock (see paths.py) may open it to write."""
    url = settings.OPENWEEK_DATABASE_URL
    if url.startswith(("postgres://", "postgresql://")):
        from openweek.writing.log.postgres import PostgresStore  # noqa: PLC0415  not on a laptop

        return PostgresStore(url, read_only=read_only)
    path = settings.OPENWEEK_DATA / "live.sqlite3"
    if read_only and not path.exists():
        raise NoTablesError(f"no {path}")
    return SqliteStore(path, read_only=read_only)

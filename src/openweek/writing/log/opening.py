"""Which store it is."""

from django.conf import settings

from openweek.writing.log.sqlite import SqliteStore
from openweek.writing.log.store import NoTablesError, Store


def is_shared() -> bool:
    """Whether several processes, also on other machines, may write the log at once."""
    return settings.OPENWEEK_DATABASE_URL.startswith(("postgres://", "postgresql://"))


def open_store(*, read_only: bool = False) -> Store:
    """Where the settings say. A file may be opened to write by whoever holds the lock alone."""
    if is_shared():
        from openweek.writing.log.postgres import PostgresStore  # noqa: PLC0415  not on a laptop

        return PostgresStore(settings.OPENWEEK_DATABASE_URL, read_only=read_only)
    path = settings.OPENWEEK_DATA / "live.sqlite3"
    if read_only and not path.exists():
        raise NoTablesError(f"no {path}")
    return SqliteStore(path, read_only=read_only)

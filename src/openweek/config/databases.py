"""Where rows live: one file on a laptop, PostgreSQL for a region."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def sqlite(folder: Path, url: str) -> dict[str, Any]:
    """The embedded database: in the data folder, or at ``sqlite:///absolute/path``."""
    if url and not url.startswith("sqlite:///"):
        raise ImproperlyConfigured(
            "OPENWEEK_DATABASE_URL must begin with postgresql:// or sqlite:///"
        )
    path = Path("/" + url.removeprefix("sqlite:///").lstrip("/")) if url else None
    return {
        "ENGINE": "openweek.ground.sqlite",
        "NAME": path or folder / "openweek.sqlite3",
        "CONN_MAX_AGE": None,
        # A file too in tests: threads and processes must meet in it.
        "TEST": {"NAME": str(folder / "test.sqlite3")},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                # What somebody asked to erase does not stay in the pages that it leaves free.
                "PRAGMA secure_delete=ON;"
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("OPENWEEK_DATABASE_URL names no database after the host")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }

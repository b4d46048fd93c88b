"""Who is at it: a hold that its process loses when it dies, whatever became of it.

On SQLite all processes are on one machine: a hold is a lock on a file, which the system takes
back. On PostgreSQL it is a lock of the session, which the server takes back when the line is cut.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def held(name: str) -> Iterator[bool]:
    """Whether it is ours until the block ends; False, at once, while somebody alive has it."""
    if connection.vendor == "postgresql":
        with _held_in_session(name) as is_ours:
            yield is_ours
    else:
        with _held_on_disk(name) as is_ours:
            yield is_ours


@contextmanager
def _held_on_disk(name: str) -> Iterator[bool]:
    """The file stays: whoever deleted it could take it from under another's hands."""
    folder: Path = settings.OPENWEEK_DATA / "holds"
    folder.mkdir(parents=True, exist_ok=True)
    # A few hundred files at most, however many names there are; two names in one wait in turn.
    number = int.from_bytes(_digest(name)[:1])
    descriptor = os.open(folder / f"{number:02x}", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


@contextmanager
def _held_in_session(name: str) -> Iterator[bool]:
    key = int.from_bytes(_digest(name)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()

"""Where the live processes of this machine listen, and the locks that keep them apart.

There is one, numbered 0, unless the log is in PostgreSQL and several were asked for.
"""

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_HANDOVER = re.compile(r"handover(?:-(\d+))?\.sock")
LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes, and some take 103


class LockedError(Exception):
    """Somebody else writes."""


def socket_folder() -> Path:
    """A folder of ours alone; beside the data unless that path is too long for a socket."""
    data = settings.OPENWEEK_DATA.resolve()
    folder = data / "run"
    if len(os.fsencode(folder / "control.sock")) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(data)).hexdigest()[:20]
        folder = Path(tempfile.gettempdir()) / f"openweek-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} must be yours, and closed to others (chmod 700)")
    return folder


def control_socket(number: int = 0) -> Path:
    return socket_folder() / _named("control", number, "sock")


def handover_socket(number: int = 0) -> Path:
    return socket_folder() / _named("handover", number, "sock")


def _named(name: str, number: int, suffix: str) -> str:
    return f"{name}-{number}.{suffix}" if number else f"{name}.{suffix}"


def numbers_for(text_id: str) -> list[int]:
    """The live processes that listen here, in the order in which this text goes to them.

    Each text has an order of its own, which stays as it is among the others when one of them
    falls. One that was killed may still stand in it: its socket then refuses.
    """
    found = [_HANDOVER.fullmatch(path.name) for path in socket_folder().iterdir()]
    numbers = [int(match[1] or 0) for match in found if match]

    def weight(number: int) -> bytes:
        return hashlib.blake2b(f"{number} {text_id}".encode(), digest_size=8).digest()

    return sorted(numbers, key=weight, reverse=True) if len(numbers) > 1 else numbers


@contextmanager
def writing_lock(number: int = 0) -> Iterator[None]:
    """Held by whoever writes; let go by the kernel when that process dies. Never waits.

    With the log in PostgreSQL it only keeps a process apart from its predecessor.
    """
    settings.OPENWEEK_DATA.mkdir(parents=True, exist_ok=True)
    with (settings.OPENWEEK_DATA / _named("live", number, "lock")).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as locked:
            raise LockedError("another process writes the texts of this installation") from locked
        yield

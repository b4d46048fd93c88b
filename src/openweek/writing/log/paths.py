"""Where the live process listens, and the lock that makes it the only one who writes."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

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


def control_socket() -> Path:
    return socket_folder() / "control.sock"


def handover_socket() -> Path:
    return socket_folder() / "handover.sock"


@contextmanager
def writing_lock() -> Iterator[None]:
    """Held by whoever writes; let go by the kernel when that process dies. Never waits."""
    settings.OPENWEEK_DATA.mkdir(parents=True, exist_ok=True)
    with (settings.OPENWEEK_DATA / "live.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as locked:
            raise LockedError("another process writes the texts of this installation") from locked
        yield

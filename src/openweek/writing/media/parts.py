"""Files that come in parts: what has come of each lies in a file of its own, whole up to there.

What is told to be here was given to the disk before it was told. A process that dies may leave
more than that at the end of a file: nobody knows how sound it is, and the next part writes over it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from django.conf import settings

from openweek.ground.files import sync_folder

_PIECE = 256 * 1024
ENDING = ".part"


class Readable(Protocol):
    """A request, or a file."""

    def read(self, size: int, /) -> bytes: ...


class BusyError(Exception):
    """Another part of the same file is just being written."""


class TooMuchError(Exception):
    """More than was said at the beginning."""


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "uploads"


def path_of(upload: UUID) -> Path:
    return folder() / f"{upload}{ENDING}"


def begin(upload: UUID) -> None:
    """There is an empty file, also after a power cut."""
    folder().mkdir(parents=True, exist_ok=True)
    path_of(upload).touch()
    sync_folder(folder())


def here(upload: UUID, noted: int) -> int:
    """How many bytes are surely on the disk, of which ``noted`` were told."""
    try:
        return min(path_of(upload).stat().st_size, noted)
    except FileNotFoundError:
        return 0


@contextmanager
def held(upload: UUID) -> Iterator[IO[bytes]]:
    """Its file, for this part alone. Raises BusyError; a process that dies lets go of it."""
    folder().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path_of(upload), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise BusyError from taken
        yield file


def append(file: IO[bytes], *, at: int, body: Readable, most: int) -> int:
    """Write all of ``body`` from there on, for the disk to keep; return where it ends.

    Raises TooMuchError when it goes beyond ``most``, OSError when the disk does not take it: then
    nothing of it stays.
    """
    try:
        file.truncate(at)
        file.seek(at)
        written = _copy(body, file, most - at)
        file.flush()
        os.fsync(file.fileno())
    except (OSError, TooMuchError):
        with suppress(OSError):
            file.truncate(at)
        raise
    return at + written


def _copy(body: Readable, file: IO[bytes], most: int) -> int:
    written = 0
    while piece := body.read(_PIECE):
        written += len(piece)
        if written > most:
            raise TooMuchError
        file.write(piece)
    return written


def forget(upload: UUID) -> None:
    path_of(upload).unlink(missing_ok=True)


def lying_about(known: set[UUID]) -> Iterator[tuple[Path, float]]:
    """Files of which no row knows, and when each was last written to, in seconds since 1970."""
    with suppress(FileNotFoundError):
        for path in folder().glob(f"*{ENDING}"):
            with suppress(FileNotFoundError, ValueError):
                if UUID(path.stem) not in known:
                    yield path, path.stat().st_mtime

"""The files of editions on the disk: whole, or not at all."""

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from openweek.ground.files import written_whole
from openweek.publishing.binding import BINDERS
from openweek.publishing.files import folder_of
from openweek.publishing.models import Edition, EditionFile


class _Seen(NamedTuple):
    """What changes when another file takes its name."""

    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, told: os.stat_result) -> "_Seen":
        return cls(told.st_ino, told.st_size, told.st_mtime_ns)


def keep_file(edition: Edition, kind: str) -> None:
    """Have it bound beside the book, under a name that says of which edition it is."""
    path = _bound_path(edition, kind)
    if not path.is_file():
        with written_whole(path) as to:
            BINDERS[kind].build(edition, to)
    _digest_of(path)


def kept_files(edition: Edition, kinds: Iterable[str]) -> list[EditionFile]:
    """Their rows, not saved yet. FileNotFoundError for one that was not bound."""
    return [_kept_file(edition, kind, _bound_path(edition, kind)) for kind in kinds]


def _kept_file(edition: Edition, kind: str, path: Path) -> EditionFile:
    digest, size = _digest_of(path), path.stat().st_size
    return EditionFile(edition=edition, kind=kind, file=path.name, digest=digest, size=size)


def _digest_of(path: Path) -> str:
    """Known already where it was bound here: it is then named while others wait to write."""
    return _read_digest(path, _Seen.of(path.stat()))


@lru_cache(maxsize=64)
def _read_digest(path: Path, _seen: "_Seen") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bound_path(edition: Edition, kind: str) -> Path:
    binder = BINDERS[kind]
    name = f"{edition.number}-{edition.digest[:16]}-{kind}.{binder.ending}"
    return folder_of(edition.book) / name

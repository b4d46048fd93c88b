"""Files that are there whole, also after a power cut, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, content: bytes) -> None:
    """Nobody ever reads half of it; a disk that is full leaves nothing behind."""
    with written_whole(path) as file:
        file.write(content)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """The same for what is written piece by piece: it gets its name when all of it is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)
    sync_folder(path.parent)


def copy_all_whole(copies: Iterable[tuple[Path, Path]]) -> None:
    """The same for many, each from its first path to its second: every folder is written once.

    What is there already under that name stays.
    """
    folders = set()
    for source, path in copies:
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(source, path)
        folders.add(path.parent)
    for folder in sorted(folders):
        sync_folder(folder)


def _link_or_copy(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except FileExistsError:  # somebody was faster
        return
    except OSError:  # another disk, or one that knows no links
        copy_whole(source, path)


def copy_whole(source: Path, path: Path) -> None:
    """The same file under another name; for one that nobody changes any more.

    Where the disk can, it lies there once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    os.close(descriptor)
    try:
        Path(scratch).unlink()
        try:
            os.link(source, scratch)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(source, scratch)
            with Path(scratch).open("rb") as file:
                os.fsync(file.fileno())
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Its new name too must outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""A disk for one process that can lose power, be full, or fail (see disk.c).

The strictest disk that POSIX allows: what was not synchronised before the cut may be there, not be
there, or be there in some of its sectors; a new name is certain only once its folder was
synchronised; what a failed sync covered is never certain again, whatever later syncs say.
"""

import errno
import mmap
import random
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

SECTOR = 512
LIES = -1
FILES = "live.sqlite3"
OPENED, WROTE, CUT_SHORT, SYNC_BEGUN, SYNC_DONE, SYNC_FAILED, REMOVED, RENAMED = range(1, 9)

IS_NEW, IS_EMPTIED = 1, 2  # of what is opened
_HEAD = struct.Struct("<IIIIq")
_CONTROL = struct.Struct("<iiiiq")


@cache
def library() -> Path:
    """The shim, built once."""
    if not shutil.which("cc"):
        pytest.skip("no C compiler here to build a disk that fails (apt install gcc libc6-dev)")
    built = Path(tempfile.mkdtemp(prefix="openweek-disk-")) / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run(
        ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", built, source, "-ldl"],
        check=True,
    )
    return built


@dataclass
class Change:
    """One thing that a file or a folder was told and that is not certain yet."""

    at: int = 0
    data: bytes = b""
    is_cut: bool = False
    is_doubtful: bool = False  # a sync of it failed


@dataclass
class File:
    certain: bytearray = field(default_factory=bytearray)
    waiting: list[Change] = field(default_factory=list)
    begun: int = 0  # of those, how many a sync that has begun covers

    def take(self, record: "Record") -> None:
        if record.kind in (WROTE, CUT_SHORT):
            is_cut = record.kind == CUT_SHORT
            self.waiting.append(Change(record.at, record.data, is_cut=is_cut))
        elif record.kind == SYNC_BEGUN:
            self.begun = len(self.waiting)
        elif record.kind == SYNC_DONE:
            self.settle()
        else:
            self.doubt()

    def settle(self) -> None:
        covered, self.waiting = self.waiting[: self.begun], self.waiting[self.begun :]
        doubtful = [change for change in covered if change.is_doubtful]
        for change in covered:
            if not change.is_doubtful:
                _do(self.certain, change)
        self.waiting[:0] = doubtful
        self.begun = 0

    def doubt(self) -> None:
        for change in self.waiting[: self.begun]:
            change.is_doubtful = True
        self.begun = 0


class Disk:
    """Under one data folder; ``environ`` is what the process must be started with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cuts = 0
        self.uncertain = 0  # bytes that could have been lost at cuts until now
        self._control = folder / "disk.control"
        self._control.write_bytes(bytes(_CONTROL.size))
        with self._control.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _CONTROL.size)
        self.heal()
        self.begin()

    @property
    def environ(self) -> dict[str, str]:
        return {
            "DISK_PREFIX": str(self.folder / FILES),
            "DISK_TAPE": str(self._tape),
            "DISK_CONTROL": str(self._control),
        }

    # --- what fails -------------------------------------------------------------------

    def heal(self) -> None:
        self.fail()

    def fail(
        self, *, write: int = 0, sync: int = 0, opening: int = 0, room: int = -1, slow: int = 0
    ) -> None:
        """Answer with these errors; files may still grow by ``room`` bytes; syncs take
        ``slow`` microseconds.
        """
        _CONTROL.pack_into(self._shared, 0, write, sync, opening, slow, room)

    def fill(self, room: int = 0) -> None:
        self.fail(room=room)

    def lie(self) -> None:
        """Say that all is synchronised, and do nothing, as with ``synchronous=OFF``."""
        self.fail(sync=LIES)

    def break_down(self) -> None:
        self.fail(write=errno.EIO, sync=errno.EIO)

    # --- power ------------------------------------------------------------------------

    def begin(self) -> None:
        """What lies there now is certain."""
        self._tape = self.folder / f"disk.tape{self.cuts}"
        self._found = {
            path.name: path.read_bytes()
            for path in self.folder.glob(FILES + "*")
            if not path.name.endswith("-shm")
        }

    def cut(self, chance: random.Random) -> None:
        """Leave what a machine would find that lost power; the process must be dead."""
        left = self._after_cut(chance)
        for path in self.folder.glob(FILES + "*"):
            path.unlink()
        for name, content in left.items():
            (self.folder / name).write_bytes(content)
        self._tape.unlink(missing_ok=True)
        self.cuts += 1
        self.begin()

    def copy(self) -> Path:
        """The log as it is now, to be looked at without touching it."""
        other = self.folder / "looked-at"
        shutil.rmtree(other, ignore_errors=True)
        other.mkdir()
        for path in self.folder.glob(FILES + "*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, other)
        return other / FILES

    def _after_cut(self, chance: random.Random) -> dict[str, bytes]:
        tape = Tape(self._found)
        for record in _records(self._tape):
            tape.play(record)
        luck = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        kept = tape.certain
        for names in tape.told[: chance.randint(0, len(tape.told))]:
            kept = names
        left = {}
        for name, number in kept.items():
            file = tape.files[number]
            self.uncertain += sum(len(change.data) for change in file.waiting)
            content = bytearray(file.certain)
            for change in file.waiting:
                _do_in_part(content, change, chance, luck)
            left[name] = bytes(content)
        return left


class Tape:
    """What was told, played back: what is certain of each file and of the folder, what is not."""

    def __init__(self, found: dict[str, bytes]) -> None:
        self.files = [File(bytearray(content)) for content in found.values()]
        self.certain = {name: number for number, name in enumerate(found)}
        self.told: list[dict[str, int]] = []  # the folder's later states
        self._now = dict(self.certain)
        self._begun = 0
        self._opened: dict[int, File | None] = {}  # None is the folder

    def play(self, record: "Record") -> None:
        if record.kind == OPENED:
            self._open(record)
        elif record.kind in (REMOVED, RENAMED):
            left = dict(self._now)
            number = left.pop(record.name)
            if record.kind == RENAMED:
                left[record.data.decode()] = number
            self._tell(left)
        else:
            file = self._opened[record.handle]
            if file is None:
                self._sync_folder(record.kind)
            else:
                file.take(record)

    def _open(self, record: "Record") -> None:
        if not record.name:
            self._opened[record.handle] = None
            return
        if record.at & IS_NEW and record.name not in self._now:
            self.files.append(File())
            self._tell({**self._now, record.name: len(self.files) - 1})
        file = self._opened[record.handle] = self.files[self._now[record.name]]
        if record.at & IS_EMPTIED:
            file.waiting.append(Change(is_cut=True))

    def _tell(self, names: dict[str, int]) -> None:
        self._now = names
        self.told.append(names)

    def _sync_folder(self, kind: int) -> None:
        if kind == SYNC_BEGUN:
            self._begun = len(self.told)
        elif kind == SYNC_DONE and self._begun:
            self.certain = self.told[self._begun - 1]
            del self.told[: self._begun]
            self._begun = 0


@dataclass(frozen=True, slots=True)
class Record:
    kind: int
    handle: int
    at: int
    name: str
    data: bytes


def _records(tape: Path) -> Iterator[Record]:
    content = tape.read_bytes() if tape.exists() else b""
    position = 0
    while position + _HEAD.size <= len(content):
        kind, handle, name_size, data_size, at = _HEAD.unpack_from(content, position)
        position += _HEAD.size
        end = position + name_size + data_size
        if end > len(content):
            return  # the process died while it was told
        name = content[position : position + name_size].decode()
        yield Record(kind, handle, at, name, content[position + name_size : end])
        position = end


def _do(content: bytearray, change: Change) -> None:
    if change.is_cut:
        del content[change.at :]
        content.extend(bytes(change.at - len(content)))
        return
    content.extend(bytes(max(0, change.at - len(content))))
    content[change.at : change.at + len(change.data)] = change.data


def _do_in_part(content: bytearray, change: Change, chance: random.Random, luck: float) -> None:
    """Some of its sectors arrive; where a later one does and this one not, there may be rubbish."""
    if change.is_cut:
        if chance.random() < luck:
            _do(content, change)
        return
    start, end = change.at, change.at + len(change.data)
    edges = [start, *range((start // SECTOR + 1) * SECTOR, end, SECTOR), end]
    for first, last in pairwise(edges):
        if chance.random() >= luck:
            continue
        if first > len(content):
            missing = first - len(content)
            content.extend(chance.choice((bytes(missing), chance.randbytes(missing))))
        content[first:last] = change.data[first - start : last - start]

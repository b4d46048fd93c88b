"""The disk is full, or fails: nothing is called saved, nothing is lost, nobody types it again."""

import errno
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from openweek.writing.log.reading import state_of
from tests.writing.client import Writer
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE
from tests.writing.proofs.disk import Disk
from tests.writing.proofs.pens import WORDS, Marks, Pen, is_contained, marks_in, words_of

TROUBLES: dict[str, dict[str, int]] = {
    "full": {"room": 0},
    "nearly full": {"room": 3000},
    "ENOSPC at every write": {"write": errno.ENOSPC},
    "EIO at every write": {"write": errno.EIO},
    "EIO at every sync": {"sync": errno.EIO},
    "EIO everywhere": {"write": errno.EIO, "sync": errno.EIO, "opening": errno.EIO},
}
SILENCE_SECONDS = 1.5


class Two:
    """Ada and Blaise in one text, on a disk that we hold."""

    def __init__(self, house: House, disk: Disk) -> None:
        self.house, self.disk = house, disk
        house.constants = HASTE
        house.environ = disk.environ
        self.text = house.text("Début.")
        marks = Marks()
        self.pens = [Pen("Ada", marks), Pen("Blaise", marks)]

    def start(self) -> None:
        self.house.environ = self.disk.environ
        self.house.start_live()
        self.connect()

    def connect(self) -> None:
        for pen in self.pens:
            pen.connect(self.house.address(self.text, who=pen.name))

    def hear(self) -> None:
        for pen in self.pens:
            pen.hear_all()

    def type(self, chance: random.Random, times: int = 1) -> None:
        for _ in range(times):
            pen = chance.choice(self.pens)
            pen.put(chance.choice(WORDS), chance.randrange(99), chance.randrange(99))
            self.hear()

    def are_settled(self) -> bool:
        self.hear()
        for pen in self.pens:
            if not pen.is_connected:
                pen.connect(self.house.address(self.text, who=pen.name))
        said = {words_of(pen.doc.get_update()) for pen in self.pens}
        return len(said) == 1 and all(pen.all_is_saved for pen in self.pens)

    @property
    def promises(self) -> list[bytes]:
        return [update for pen in self.pens for update in pen.promised.updates]

    def everything_is_there(self) -> None:
        """All that was ever typed, once."""
        state = state_of(self.text)
        made = {edit.mark for pen in self.pens for edit in pen.made}
        assert marks_in(words_of(state)) == dict.fromkeys(made, 1)
        assert is_contained(state, self.promises)

    def close(self) -> None:
        for pen in self.pens:
            pen.hang_up()


@pytest.fixture
def two(house_on_disk: House, disk: Disk) -> Any:
    both = Two(house_on_disk, disk)
    yield both
    disk.heal()
    both.close()


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_while_the_disk_refuses_nothing_is_saved_and_then_everything_is(
    two: Two, disk: Disk, chance: random.Random, trouble: dict[str, int]
) -> None:
    two.start()
    soon(two.are_settled)
    two.type(chance, 20)
    soon(two.are_settled)
    disk.fail(**trouble)
    fill_up(two, chance)
    safe, told = state_of(two.text), len(two.promises)
    two.type(chance, 20)
    quiet(two.hear)
    assert len(two.promises) == told, "something was called saved that is on no disk"
    # Whoever is there still reads what the others type; whoever asks the disk, what it holds.
    assert len({words_of(pen.doc.get_update()) for pen in two.pens}) == 1
    assert state_of(two.text) == safe
    disk.heal()
    soon(two.are_settled)
    two.everything_is_there()


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_killed_while_the_disk_refuses_loses_nothing_that_was_said_to_be_saved(
    two: Two, disk: Disk, chance: random.Random, trouble: dict[str, int]
) -> None:
    two.start()
    soon(two.are_settled)
    two.type(chance, 30)
    disk.fail(**trouble)
    two.type(chance, 30)
    two.house.end_live(signal.SIGKILL)
    two.hear()
    disk.cut(chance)
    assert is_contained(state_of(two.text), two.promises)
    disk.heal()
    two.start()
    soon(two.are_settled)
    two.everything_is_there()


def test_a_disk_that_fails_now_and_then_under_load_loses_nothing(
    two: Two, disk: Disk, chance: random.Random
) -> None:
    """Also while rows are folded, which happens all the time here; then the power goes."""
    two.start()
    soon(two.are_settled)
    for _ in range(25):
        two.type(chance, 30)
        disk.fail(**chance.choice(list(TROUBLES.values())))
        two.type(chance, chance.randint(0, 20))
        quiet(two.hear, chance.uniform(0, 0.2))
        disk.heal()
    two.house.end_live(signal.SIGKILL)
    two.hear()
    disk.cut(chance)
    assert is_contained(state_of(two.text), two.promises)
    two.start()
    soon(two.are_settled, 30)
    two.everything_is_there()


def test_a_text_that_cannot_be_read_is_not_opened_blank_and_opens_when_it_can(
    two: Two, disk: Disk, chance: random.Random
) -> None:
    two.start()
    soon(two.are_settled)
    two.type(chance, 20)
    soon(two.are_settled)
    two.house.end_live(signal.SIGKILL)
    two.hear()
    for pen in two.pens:
        pen.hang_up()
    disk.begin()
    two.house.environ = disk.environ
    two.house.start_live()
    disk.fail(opening=errno.EIO)
    late = Writer("Zoé").connect(two.house.address(two.text))
    assert late.hear_the_end() == 1013
    assert late.words == []
    disk.heal()
    two.connect()
    soon(two.are_settled)
    two.everything_is_there()


def test_whoever_comes_while_the_disk_is_full_reads_all_that_the_others_type(
    two: Two, disk: Disk, chance: random.Random
) -> None:
    two.start()
    soon(two.are_settled)
    disk.fail(write=errno.ENOSPC)
    two.type(chance, 10)
    reader = Pen("Rémi", Marks())
    reader.connect(two.house.address(two.text, who="Rémi", level="read"))
    made = {edit.mark for pen in two.pens for edit in pen.made}
    soon(lambda: reader.hear_all() or set(marks_in(words_of(reader.doc.get_update()))) == made)
    reader.hang_up()
    disk.heal()
    soon(two.are_settled)
    two.everything_is_there()


def fill_up(two: Two, chance: random.Random) -> None:
    """Until the disk has taken its last: what room there was is gone."""
    for _ in range(40):
        before = len(two.promises)
        two.type(chance, 5)
        quiet(two.hear, 0.3)
        if before == len(two.promises):
            return
    pytest.fail("a disk that takes nothing was said to have saved everything")


def quiet(hear: Callable[[], None], seconds: float = SILENCE_SECONDS) -> None:
    """Listen for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        hear()
        time.sleep(0.01)

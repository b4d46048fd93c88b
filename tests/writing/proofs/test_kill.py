"""The live process is killed at any moment; then it loses its power at any moment."""

import random
import signal
import sqlite3
import threading
import time

import pytest

from openweek.writing.log.reading import state_of
from openweek.writing.models import Text
from tests.writing.conftest import House, soon
from tests.writing.proofs.conftest import HASTE, times
from tests.writing.proofs.disk import Disk
from tests.writing.proofs.pens import WORDS, Marks, Pen, is_contained, marks_in, words_of

KILLS = 200
LIVES = 25  # of the same texts
CUTS = 50
READY_SECONDS = 10.0


class Load:
    """Several people typing in several texts, as fast as one process can."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house = house
        self.chance = chance
        self.texts = [house.text("Début.") for _ in range(3)]
        marks = Marks()
        self.pens = [
            (Pen(f"{name}{number}", marks), text)
            for number, text in enumerate(self.texts)
            for name in ("Ada", "Blaise", "Chloé")
        ]
        self.slowest_return = 0.0

    def come_back(self) -> None:
        """All of them, until one of each text was told that something is saved."""
        begun = time.monotonic()
        for pen, text in self.pens:
            pen.connect(self.house.address(text, who=pen.name))
            assert pen.is_connected
        for text in self.texts:
            pens = [pen for pen, where in self.pens if where == text]
            soon(lambda pens=pens: [pen.hear_all() for pen in pens] and any(p.saved for p in pens))
        self.slowest_return = max(self.slowest_return, time.monotonic() - begun)

    def type(self) -> None:
        pen, _ = self.chance.choice(self.pens)
        place, at = self.chance.randrange(1000), self.chance.randrange(1000)
        if len(pen.fragment.children) < 8:
            pen.begin_paragraph(self.chance.choice(WORDS), place)
        else:
            pen.put(self.chance.choice(WORDS), place, at)
        if self.chance.random() < 0.3:
            self.chance.choice(self.pens)[0].hear_all()

    def live_and_die(self) -> None:
        """Start, type, and be killed while it goes on."""
        self.house.start_live()
        self.come_back()
        end = threading.Timer(self.chance.uniform(0.0, 0.25), self.house.end_live, [signal.SIGKILL])
        end.start()
        while end.is_alive():
            self.type()
        end.join()
        for pen, _ in self.pens:
            pen.hear_all()
            pen.hang_up()

    def missing(self, text: Text) -> set[str]:
        """Marks that somebody was told are saved and that are not there; nothing may be double."""
        found = marks_in(words_of(state_of(text)))
        assert not [mark for mark, count in found.items() if count > 1], "something is double"
        promised = {
            mark for pen, where in self.pens if where == text for mark in pen.promised.marks
        }
        return promised - set(found)

    def settle(self) -> None:
        """All that was ever typed is there in the end, once, for everybody."""
        self.house.start_live()
        self.come_back()
        for text in self.texts:
            pens = [pen for pen, where in self.pens if where == text]
            soon(lambda pens=pens: [p.hear_all() for p in pens] and are_settled(pens))
            state = state_of(text)
            assert words_of(state) == words_of(pens[0].doc.get_update())
            assert set(marks_in(words_of(state))) == {e.mark for p in pens for e in p.made}
            for pen in pens:
                assert is_contained(state, pen.promised.updates)
        self.house.end_live()

    @property
    def promises(self) -> int:
        return sum(len(pen.promised.marks) for pen, _ in self.pens)


def are_settled(pens: list[Pen]) -> bool:
    if not all(pen.is_connected and pen.all_is_saved for pen in pens):
        return False
    return len({words_of(pen.doc.get_update()) for pen in pens}) == 1


def test_two_hundred_kills_under_load_lose_nothing_that_was_said_to_be_saved(
    house: House, chance: random.Random
) -> None:
    house.constants = HASTE
    for _ in range(KILLS // LIVES * times()):
        load = Load(house, chance)
        for _ in range(LIVES):
            load.live_and_die()
            for text in load.texts:
                assert not load.missing(text)
        load.settle()
        assert load.promises > LIVES
        assert load.slowest_return < READY_SECONDS


def test_fifty_power_cuts_under_load_lose_nothing_that_was_said_to_be_saved(
    house_on_disk: House, disk: Disk, chance: random.Random
) -> None:
    house = house_on_disk
    house.constants = HASTE
    load = Load(house, chance)
    for _ in range(CUTS * times()):
        house.environ = disk.environ
        disk.fail(slow=chance.choice((0, 500, 5000)))
        load.live_and_die()
        disk.cut(chance)
        assert is_intact(disk)
        for text in load.texts:
            assert not load.missing(text)
    assert disk.uncertain, "no cut met anything that was not safe yet"
    house.environ = disk.environ
    load.settle()
    assert load.promises > CUTS


def test_a_disk_that_says_yes_and_does_nothing_is_found_out(
    house_on_disk: House, disk: Disk, chance: random.Random
) -> None:
    """As a log would lose that does not wait for the disk: else the proof above proved nothing."""
    house = house_on_disk
    house.constants = HASTE
    disk.lie()
    load = Load(house, chance)
    for _ in range(CUTS):
        house.environ = disk.environ
        load.live_and_die()
        disk.cut(chance)
        if not is_intact(disk) or any(load.missing(text) for text in load.texts):
            return
    pytest.fail("nothing was lost")


def is_intact(disk: Disk) -> bool:
    """Looked at in a copy: the live process must find it as the cut left it."""
    copy = disk.copy()
    try:
        connection = sqlite3.connect(copy)
        found = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
    except sqlite3.DatabaseError:
        return False
    return found == [("ok",)]

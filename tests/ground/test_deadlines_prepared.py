"""Deadlines that are prepared first: by one at a time, and taken over from who dies."""

import errno
import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from openweek.ground import clock, deadlines
from openweek.ground.holding import held
from openweek.ground.models import Deadline

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared() -> Iterator[list[int]]:
    """What was prepared; a bell rings once it is."""
    done: list[int] = []
    deadlines.register("test.slow", lambda _subject: None, prepare=done.append)
    yield done
    deadlines.unregister("test.slow")


def row() -> Deadline:
    return Deadline.objects.get(kind="test.slow")


def test_it_is_prepared_and_met_once(prepared: list[int]) -> None:
    deadlines.set_deadline("test.slow", 7, NOON)
    with clock.at(NOON):
        assert [deadlines.sweep_quick(), deadlines.sweep_slow(), deadlines.sweep_slow()] == [
            0,
            1,
            0,
        ]
    assert prepared == [7]


def test_what_is_quick_goes_before(prepared: list[int]) -> None:
    deadlines.register("test.bell", lambda _subject: None)
    deadlines.set_deadline("test.slow", 7, NOON)
    deadlines.set_deadline("test.bell", 1, NOON)
    with clock.at(NOON):
        assert deadlines.sweep_slow() == 0
        deadlines.sweep_quick()
        assert deadlines.sweep_slow() == 1
    deadlines.unregister("test.bell")


def test_quick_ones_make_others_due_in_the_same_round() -> None:
    met: list[int] = []

    def first(subject: int) -> None:
        deadlines.set_deadline("test.second", subject, NOON)

    deadlines.register("test.first", first)
    deadlines.register("test.second", met.append)
    deadlines.set_deadline("test.first", 7, NOON)
    with clock.at(NOON):
        assert deadlines.sweep_quick() == 2
    assert met == [7]
    for kind in ("test.first", "test.second"):
        deadlines.unregister(kind)


def test_a_hold_is_lost_by_who_dies() -> None:
    child = os.fork()
    if child == 0:
        with held("something"):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    with held("something") as is_ours:
        assert is_ours


def test_what_somebody_alive_prepares_is_left_to_them(prepared: list[int]) -> None:
    deadlines.set_deadline("test.slow", 7, NOON)
    name = f"deadline {row().pk}"
    held_now, may_end = threading.Event(), threading.Event()

    def prepare_for_long() -> None:
        with held(name):
            held_now.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=prepare_for_long)
    other.start()
    assert held_now.wait(20)
    with clock.at(NOON):
        assert deadlines.sweep_slow() == 0
        # It has held it for longer than anything takes: it is cut off, or very slow.
        Deadline.objects.update(claimed_until=NOON - SECOND)
        assert deadlines.sweep_slow() == 1
    may_end.set()
    other.join()


def test_a_claim_of_the_dead_holds_up_nobody(prepared: list[int]) -> None:
    deadlines.set_deadline("test.slow", 7, NOON)
    Deadline.objects.update(claimed_until=NOON + timedelta(seconds=50))
    with clock.at(NOON):
        assert deadlines.sweep_slow() == 1


def test_a_disk_that_is_full_is_tried_again_and_told(caplog: pytest.LogCaptureFixture) -> None:
    room: list[bool] = []

    def write(subject: int) -> None:
        if not room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    deadlines.register("test.slow", lambda _subject: None, prepare=write)
    deadlines.set_deadline("test.slow", 7, NOON)
    with clock.at(NOON):
        assert deadlines.sweep_slow() == 0
        assert os.strerror(errno.ENOSPC) in deadlines.in_trouble("test.slow")[7]
    room.append(True)
    with clock.at(NOON + timedelta(seconds=3)):
        assert deadlines.sweep_slow() == 1
        assert deadlines.in_trouble("test.slow") == {}
    deadlines.unregister("test.slow")


def test_by_a_clock_that_was_set_back_nothing_waits_for_longer(prepared: list[int]) -> None:
    deadlines.set_deadline("test.slow", 7, NOON)
    Deadline.objects.update(retry_at=NOON + timedelta(days=30), attempts=3)
    with clock.at(NOON):
        assert deadlines.sweep_slow() == 1


def test_moved_after_it_was_found_due_it_is_not_met(prepared: list[int]) -> None:
    deadlines.set_deadline("test.slow", 7, NOON)
    with clock.at(NOON):
        (due,) = deadlines._due(["test.slow"])
        deadlines.set_deadline("test.slow", 7, NOON + timedelta(hours=1))
        assert not deadlines._meet(due)
    assert row().done_at is None

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from openweek.ground import clock, deadlines
from openweek.ground.models import Deadline

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung() -> Iterator[list[int]]:
    """The subjects for which the bell has rung."""
    bells: list[int] = []
    deadlines.register("test.bell", bells.append)
    yield bells
    deadlines.unregister("test.bell")


def test_a_deadline_is_met_once_and_not_before(rung: list[int]) -> None:
    deadlines.set_deadline("test.bell", 7, NOON)
    with clock.at(NOON - timedelta(seconds=1)):
        assert deadlines.sweep() == 0
    with clock.at(NOON):
        assert [deadlines.sweep(), deadlines.sweep()] == [1, 0]
    assert rung == [7]


def test_a_machine_that_slept_meets_its_deadline_when_it_wakes(rung: list[int]) -> None:
    deadlines.set_deadline("test.bell", 7, NOON)
    with clock.at(NOON + timedelta(days=3)):
        deadlines.sweep()
    assert rung == [7]


def test_a_moved_deadline_rings_at_its_new_hour_only(rung: list[int]) -> None:
    deadlines.set_deadline("test.bell", 7, NOON)
    deadlines.set_deadline("test.bell", 7, NOON + timedelta(hours=1))
    with clock.at(NOON + timedelta(minutes=30)):
        assert deadlines.sweep() == 0


def test_a_failing_deadline_waits_and_holds_up_nobody(
    rung: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(subject_id: int) -> None:
        raise RuntimeError("the printer is out of paper")

    deadlines.register("test.fail", fail)
    deadlines.set_deadline("test.fail", 1, NOON - timedelta(minutes=1))
    deadlines.set_deadline("test.bell", 7, NOON)
    with clock.at(NOON):
        assert deadlines.sweep() == 1
        assert deadlines.sweep() == 0
    failed = Deadline.objects.get(kind="test.fail")
    assert (failed.done_at, failed.attempts) == (None, 1)
    assert "out of paper" in failed.trouble
    deadlines.unregister("test.fail")


def test_a_clock_that_says_1970_publishes_nothing(
    rung: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    deadlines.set_deadline("test.bell", 7, datetime(1969, 12, 31, tzinfo=UTC))
    monkeypatch.setattr(clock, "PLAUSIBLE_FROM", datetime(2100, 1, 1, tzinfo=UTC))
    assert deadlines.sweep() == 0
    assert rung == []


@pytest.mark.django_db
def test_what_happens_many_times_is_due_anew_and_the_sooner_holds(wednesday_ten: None) -> None:
    now = clock.now()

    def row() -> Deadline:
        return Deadline.objects.get(kind="again", subject_id=1)

    deadlines.set_again("again", 1, now + timedelta(minutes=1))
    deadlines.set_again("again", 1, now + timedelta(minutes=2))
    assert row().due_at == now + timedelta(minutes=1)
    deadlines.set_again("again", 1, now)
    assert row().due_at == now

    deadlines.meet("again", 1)
    assert row().done_at == now
    deadlines.set_again("again", 1, now + timedelta(minutes=3))
    assert (row().done_at, row().due_at) == (None, now + timedelta(minutes=3))

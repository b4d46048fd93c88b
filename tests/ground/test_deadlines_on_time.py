"""What is due within a second is met at its moment, rather than at the next round."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from openweek.ground import clock, deadlines

pytestmark = pytest.mark.django_db

KIND = "tests.on_time"


@pytest.fixture
def met() -> Iterator[list[float]]:
    """When each was met."""
    hours: list[float] = []
    deadlines.register(KIND, lambda _subject: hours.append(clock.now().timestamp()))
    yield hours
    deadlines.unregister(KIND)


def test_what_is_due_within_a_second_is_waited_for(met: list[float]) -> None:
    due_at = clock.now() + timedelta(milliseconds=150)
    deadlines.set_deadline(KIND, 1, due_at)

    assert deadlines.sweep_on_time() == 1
    assert met[0] >= due_at.timestamp()


def test_nobody_waits_for_what_comes_later(met: list[float]) -> None:
    deadlines.set_deadline(KIND, 1, clock.now() + timedelta(seconds=30))

    assert deadlines._seconds_until_next() == 0.0
    assert deadlines.sweep_on_time() == 0
    assert met == []

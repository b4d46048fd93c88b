from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from openweek.ground.hours import NoSuchHour, exists_at, is_ambiguous, to_utc

PARIS = ZoneInfo("Europe/Paris")
SPRING = date(2027, 3, 28)  # at 02:00 clocks jump to 03:00
AUTUMN = date(2026, 10, 25)  # at 03:00 clocks go back to 02:00


def test_an_ordinary_hour_is_stored_in_utc() -> None:
    assert to_utc(date(2026, 11, 25), time(10), PARIS) == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert to_utc(date(2026, 7, 1), time(10), PARIS) == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_does_not_exist() -> None:
    assert not exists_at(SPRING, time(2, 30), PARIS)
    assert not is_ambiguous(SPRING, time(2, 30), PARIS)
    with pytest.raises(NoSuchHour):
        to_utc(SPRING, time(2, 30), PARIS)


@pytest.mark.parametrize("hour", [time(1, 59), time(3)])
def test_the_hours_around_the_skipped_one_exist(hour: time) -> None:
    assert exists_at(SPRING, hour, PARIS)
    assert not is_ambiguous(SPRING, hour, PARIS)


def test_an_hour_that_happens_twice_is_the_first_unless_the_second_is_asked_for() -> None:
    assert is_ambiguous(AUTUMN, time(2, 30), PARIS)
    assert to_utc(AUTUMN, time(2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert to_utc(AUTUMN, time(2, 30), PARIS, second=True) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("hour", [time(1, 59), time(3)])
def test_the_hours_around_the_doubled_one_happen_once(hour: time) -> None:
    assert not is_ambiguous(AUTUMN, hour, PARIS)
    assert to_utc(AUTUMN, hour, PARIS) == to_utc(AUTUMN, hour, PARIS, second=True)

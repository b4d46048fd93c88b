from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from openweek.ground import clock


def test_now_is_what_it_is_told_until_the_block_ends() -> None:
    moment = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        assert clock.today(ZoneInfo("Europe/Paris")) == date(2026, 3, 21)
    assert clock.now() > moment


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 20)):  # noqa: DTZ001
        pass

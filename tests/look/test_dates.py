"""Dates and hours as people say them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from openweek.look import dates

PARIS = "Europe/Paris"
NBSP = "\N{NO-BREAK SPACE}"


def paris(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(PARIS), fold=fold)  # type: ignore[arg-type, misc]


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    with translation.override("fr"):
        yield


def test_moment_is_said_in_french_with_spaces_that_do_not_break() -> None:
    said = dates.moment(datetime(2012, 3, 20, 13, 0, tzinfo=UTC), PARIS)

    assert said == f"mardi 20{NBSP}mars, 14{NBSP}h"


def test_moment_is_said_in_english() -> None:
    with translation.override("en"):
        assert plain(dates.moment(paris(2012, 3, 20, 14, 30), PARIS)) == "Tuesday 20 March, 2:30 pm"


@pytest.mark.parametrize(
    ("hour", "french", "english"),
    [
        (time(0, 0), "minuit", "midnight"),
        (time(0, 5), "0 h 05", "12:05 am"),
        (time(9, 0), "9 h", "9 am"),
        (time(12, 0), "12 h", "noon"),
        (time(12, 30), "12 h 30", "12:30 pm"),
        (time(23, 59), "23 h 59", "11:59 pm"),
    ],
)
def test_hour_reads_naturally(hour: time, french: str, english: str) -> None:
    assert plain(dates.hour(hour)) == french
    with translation.override("en"):
        assert plain(dates.hour(hour)) == english


def test_first_of_the_month_is_premier() -> None:
    assert plain(dates.day(date(2026, 5, 1), year=True)) == "vendredi 1er mai 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2012, 3, 19), date(2012, 3, 23), "19 au 23 mars 2012"),
        (date(2012, 3, 30), date(2012, 4, 3), "30 mars au 3 avril 2012"),
        (date(2012, 12, 31), date(2013, 1, 4), "31 décembre 2012 au 4 janvier 2013"),
        (date(2012, 3, 19), date(2012, 3, 19), "lundi 19 mars 2012"),
        (date(2012, 3, 1), date(2012, 3, 5), "1er au 5 mars 2012"),
    ],
)
def test_days_repeat_nothing(first: date, last: date, said: str) -> None:
    assert plain(dates.days(first, last)) == said


def test_hours_of_a_session() -> None:
    start = paris(2012, 3, 20, 14, 30)

    assert plain(dates.hours(start, start + timedelta(minutes=90), PARIS)) == "14 h 30 – 16 h"


def test_hours_until_midnight_stay_on_their_day() -> None:
    assert plain(dates.hours(paris(2012, 3, 20, 22), paris(2012, 3, 21), PARIS)) == "22 h – minuit"


def test_hours_past_midnight_say_the_next_day() -> None:
    said = dates.hours(paris(2012, 3, 20, 22), paris(2012, 3, 21, 1, 30), PARIS)

    assert plain(said) == "22 h – mercredi 21 mars, 1 h 30"


def test_hour_that_occurs_twice_says_which() -> None:
    first, second = paris(2026, 10, 25, 2, 30), paris(2026, 10, 25, 2, 30, fold=1)

    assert plain(dates.clock_time(first, PARIS)) == "2 h 30 (heure d’été)"
    assert plain(dates.clock_time(second, PARIS)) == "2 h 30 (heure d’hiver)"
    assert plain(dates.clock_time(second + timedelta(hours=1), PARIS)) == "3 h 30"


@pytest.mark.parametrize(("minutes", "said"), [(45, "45 min"), (60, "1 h"), (95, "1 h 35")])
def test_duration_is_short(minutes: int, said: str) -> None:
    assert plain(dates.duration(minutes)) == said


def test_ago_goes_from_now_to_the_day() -> None:
    now = paris(2026, 3, 20, 14)

    assert dates.ago(now, now) == "à l’instant"
    assert dates.ago(now - timedelta(minutes=5), now) == "il y a 5 minutes"
    assert dates.ago(now - timedelta(hours=1), now) == "il y a 1 heure"
    assert plain(dates.ago(now - timedelta(days=2), now)) == "mercredi 18 mars"

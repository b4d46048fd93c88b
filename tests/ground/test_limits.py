"""People write as fast as they like; a robot is stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from openweek.ground import clock, limits

NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
HERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def empty_buckets() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def write(seconds: float, author: str, address: str = HERE) -> bool:
    with clock.at(NOON + timedelta(seconds=seconds)):
        return limits.may_write(address=address, author=author)


def test_thirty_people_behind_one_address_write_every_two_seconds() -> None:
    answers = [
        write(tick * 2 + number / 100, f"a:{number}") for tick in range(150) for number in range(30)
    ]

    assert all(answers)


def test_a_robot_is_stopped_at_once_and_for_a_minute() -> None:
    answers = [write(number / 20, "a:robot") for number in range(20 * 30)]
    first = answers.index(False)

    assert first < 20 * 3
    assert not any(answers[first:])
    assert write(first / 20 + 61, "a:robot")


def test_a_robot_that_is_somebody_new_each_time_is_stopped_too() -> None:
    answers = [write(number / 20, f"a:{number}") for number in range(20 * 30)]
    first = answers.index(False)

    assert first < 20 * 5
    assert not any(answers[first:])


def test_a_robot_that_is_somebody_new_each_time_pushes_nobody_out() -> None:
    """Neither who is known nor whose pause isn't over is forgotten for its thousands of names."""
    assert write(0, "a:nour")
    while write(0, "a:busy", address="192.0.2.8"):
        pass
    for number in range(1500):
        write(1 + number / 35, f"a:robot-{number}")

    assert write(50, "a:nour")
    assert not write(50, "a:busy", address="192.0.2.8")


def test_whoever_wrote_before_goes_on_beside_it() -> None:
    assert write(0, "a:nour")
    for number in range(200):
        write(1 + number / 20, f"a:robot-{number}")

    assert write(12, "a:nour")
    assert not write(12, "a:newcomer")
    assert write(12, "a:newcomer", address="192.0.2.8")


def test_somebody_unknown_counts_by_address_alone() -> None:
    answers = [write(number / 20, "") for number in range(200)]

    assert not all(answers)


def test_one_network_of_version_six_is_one_address() -> None:
    answers = [
        write(number / 20, f"a:{number}", address=f"2001:db8::{number:x}") for number in range(200)
    ]

    assert not all(answers)


def test_a_clock_that_is_set_back_shuts_nobody_out() -> None:
    assert write(0, "a:nour")
    assert write(-3600, "a:nour")

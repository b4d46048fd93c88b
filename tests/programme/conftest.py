from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from openweek.ground import clock
from tests.factories.places import WEDNESDAY_TEN
from tests.programme.pages import browser


@pytest.fixture(autouse=True)
def it_is_wednesday_ten(db: None) -> Iterator[None]:
    """Wednesday 25 November 2026, ten in the morning in Paris."""
    with clock.at(WEDNESDAY_TEN):
        yield


@pytest.fixture
def in_english() -> Iterator[None]:
    """For a whole module: what is said in its tests, and asked by its ``client``, is English."""
    with translation.override("en"):
        yield


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Client:
    return browser() if "in_english" in request.fixturenames else Client()

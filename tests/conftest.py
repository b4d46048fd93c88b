"""What every test stands on; the data folder is a temporary one (openweek.config.testing)."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from hypothesis import settings

from openweek.ground import clock
from openweek.place.models import Person
from tests.factories.places import WEDNESDAY_TEN

# A busy machine must not make an example fail for having taken its time.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def nothing_is_kept() -> None:
    """Rows are rolled back after each test and their numbers used again; what was kept goes too."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def wednesday_ten() -> Iterator[None]:
    """It is Wednesday 25 November 2026, ten in the morning in Paris."""
    with clock.at(WEDNESDAY_TEN):
        yield


@pytest.fixture
def sign_in(client: Client) -> "SignIn":
    return SignIn(client)


class SignIn:
    """``sign_in(camille)`` returns a browser in which Camille is signed in."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, person: Person) -> Client:
        self._client.force_login(person)
        return self._client

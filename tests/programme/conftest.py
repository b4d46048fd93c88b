from collections.abc import Iterator

import pytest

from openweek.ground import clock
from tests.factories.places import WEDNESDAY_TEN


@pytest.fixture(autouse=True)
def it_is_wednesday_ten(db: None) -> Iterator[None]:
    """Wednesday 25 November 2026, ten in the morning in Paris."""
    with clock.at(WEDNESDAY_TEN):
        yield

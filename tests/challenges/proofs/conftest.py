"""How long the proofs of the last day go on, and by which chance."""

import os
import random
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.proof)


def times() -> int:
    """How many times as long as usual (PROOFS=20 pytest -m proof)."""
    return int(os.environ.get("PROOFS", "1"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same each time in everyday proofs; another, which is told, in longer ones."""
    seed = os.environ.get("PROOFS_SEED") or ("everyday" if times() == 1 else str(time.time_ns()))
    print(f"PROOFS_SEED={seed}")  # noqa: T201  pytest shows it when the test fails
    return random.Random(f"{seed} {request.node.name}")

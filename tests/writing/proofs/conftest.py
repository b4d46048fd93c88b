"""How long the proofs go on, and a house on a disk that fails."""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.writing.conftest import House, open_house, open_nursery
from tests.writing.proofs.disk import Disk, library

FOLDER = Path(__file__).parent
# Everything that happens in a day or after thousands of updates happens here all the time.
HASTE = {
    "openweek.writing.live.hub.ROUND_SECONDS": 0.4,
    "openweek.writing.live.hub.FOLD_AFTER_ROWS": 25,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.proof)


def times() -> int:
    """How many times as long as in everyday tests (PROOFS=20 pytest -m proof)."""
    return int(os.environ.get("PROOFS", "1"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same each time in everyday tests; another, which is told, in longer proofs."""
    seed = os.environ.get("PROOFS_SEED") or ("everyday" if times() == 1 else str(time.time_ns()))
    print(f"PROOFS_SEED={seed}")  # noqa: T201  pytest shows it when the test fails
    return random.Random(f"{seed} {request.node.name}")


@pytest.fixture(scope="session")
def nursery_on_disk() -> Iterator["subprocess.Popen[str]"]:
    with open_nursery(LD_PRELOAD=str(library())) as process:
        yield process


@pytest.fixture
def house_on_disk(
    tmp_path: Path,
    migrated: Path,
    nursery_on_disk: "subprocess.Popen[str]",
    pages_port: int,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[House]:
    """With its live process not yet started, and what it writes on a disk that we hold."""
    opening = open_house(tmp_path, migrated, nursery_on_disk, pages_port)
    with django_db_blocker.unblock(), opening as house:
        yield house


@pytest.fixture
def disk(house_on_disk: House) -> Disk:
    return Disk(house_on_disk.folder)

"""The locked packages are what pyproject asks for, and name no registry."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.plan import ROOT

REQUIREMENTS = ROOT / "requirements"
ADDRESS = re.compile(r"index-url|--find-links|\"resolved\":|https?://\S+\.(?:whl|tgz|tar\.gz)")
LOCKS = [*sorted(REQUIREMENTS.glob("*.txt")), ROOT / "frontend" / "package-lock.json"]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, str]:
    lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(package): version
        for package, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE)
    }


def unmet(asked: list[str], lock: dict[str, str]) -> list[str]:
    requirements = [Requirement(line) for line in asked]
    return [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(lock.get(canonicalize_name(requirement.name), "0"))
    ]


def test_what_runs_is_locked_as_pyproject_asks() -> None:
    assert unmet(project()["project"]["dependencies"], locked("base")) == []


def test_what_develops_is_locked_as_pyproject_asks() -> None:
    assert unmet(project()["dependency-groups"]["dev"], locked("dev")) == []


def test_what_builds_is_locked_as_pyproject_asks() -> None:
    assert unmet(project()["build-system"]["requires"], locked("build")) == []


@pytest.mark.parametrize("name", ["base", "build"])
def test_the_shorter_locks_are_part_of_the_longest(name: str) -> None:
    assert locked(name).items() <= locked("dev").items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda file: file.name)
def test_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    assert "sha256:" in text or "sha512-" in text
    assert ADDRESS.findall(text) == []

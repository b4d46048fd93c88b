"""Habits that a reader relies on and that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.plan import PACKAGE, ROOMS, ROOT, source_files

LONGEST = 400
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common"}
FRONT_END = sorted((ROOT / "frontend" / "src").rglob("*.ts"))
MODULES = [file for room in ROOMS for file in source_files(room)]


def shown(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", MODULES + FRONT_END, ids=shown)
def test_a_module_is_short_and_has_a_name(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert file.stem not in NAMELESS


def imported_names(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((node.module, name.name) for name in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_takes_no_private_name_from_another(room: str) -> None:
    taken = {
        (shown(file), module, name)
        for file in source_files(room)
        for module, name in imported_names(file)
        if module.startswith("openweek.") and module.split(".")[1] != room
        if name.startswith("_") or any(part.startswith("_") for part in module.split("."))
    }

    assert taken == set()


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "ground"])
def test_no_room_listens_to_signals_between_rows(room: str) -> None:
    listening = {
        (shown(file), module)
        for file in source_files(room)
        for module, _ in imported_names(file)
        if module == "django.db.models.signals"
    }

    assert listening == set()


def clocks_read(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            asked = f"{owner.split('.')[-1]}.{node.func.attr}"
            converts = node.func.attr.startswith("local") and node.args
            if not converts and asked in {
                "timezone.now",
                "timezone.localdate",
                "timezone.localtime",
                "datetime.now",
                "datetime.utcnow",
                "datetime.today",
                "date.today",
            }:
                yield f"{shown(file)}:{node.lineno} {asked}"


def test_only_the_clock_asks_what_time_it_is() -> None:
    others = [file for file in MODULES if file != PACKAGE / "ground" / "clock.py"]

    assert [reading for file in others for reading in clocks_read(file)] == []

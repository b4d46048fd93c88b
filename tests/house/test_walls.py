"""What import-linter's contracts can't say: which doors of a room its neighbours may use."""

from functools import cache

import grimp
import pytest

from tests.house.plan import LIVED_IN, ROOMS

OFFERED = {"models", "rules", "queries", "actions"}

# What else may be used, because it touches no row that a neighbour could bypass an action for.
ALSO_OFFERED = {
    "ground": {
        "apart",
        "authors",
        "clock",
        "deadlines",
        "differences",
        "events",
        "feeds",
        "fields",
        "files",
        "hours",
        "jobs",
        "keeping",
        "limits",
        "memory",
        "secrets",
        "slips",
        "sqlite",
        "tables",
        "text",
    },
    "look": {
        "covers",
        "dates",
        "doors",
        "fields",
        "forms",
        "inks",
        "templatetags",
        "typesetting",
        "words",
    },
    "commons": {"licences", "move_commons"},
    "week": {"doors", "halves"},  # half-days as they are said and written in addresses
    # middleware.hold() keeps a private link in this browser
    "place": {"doors", "forgetting", "middleware", "spoken", "tasks", "territory"},
    # A read text, written out as HTML and in the formats of others; a file, given in parts.
    "writing": {"formats", "html", "serving"},
}


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("openweek", cache_dir=None)


def doors_used(room: str) -> set[tuple[str, str]]:
    """Each import from that room into another one, but for the room that may import anything."""
    graph = imports()
    return {
        (importer, imported)
        for importer in graph.modules
        if importer.startswith(f"openweek.{room}.")
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.count(".") >= 1 and imported.split(".")[1] != room
    }


def is_offered(module: str) -> bool:
    _, room, *inside = module.split(".")
    return bool(inside) and inside[0] in OFFERED | ALSO_OFFERED.get(room, set())


def test_every_package_is_a_room_of_the_plan() -> None:
    packages = {module.split(".")[1] for module in imports().modules if module.count(".") == 1}

    assert packages - {"__main__"} == set(ROOMS)


@pytest.mark.parametrize("room", LIVED_IN)
def test_a_room_is_entered_by_the_doors_it_offers(room: str) -> None:
    by_the_window = {pair for pair in doors_used(room) if not is_offered(pair[1])}

    assert by_the_window == set()

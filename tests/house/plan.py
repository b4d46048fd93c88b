"""The plan of the house, read where it is written: in .importlinter and in the folders."""

import configparser
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "openweek"
DOCS = ROOT / "docs"


def _floors() -> list[list[str]]:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:floors"]["layers"].strip().splitlines()
    return [[room.strip() for room in layer.split("|")] for layer in layers]


# From the top down; rooms on one floor are strangers.
FLOORS = _floors()
ROOMS = [room for floor in FLOORS for room in floor]
# Every room but the one that puts the others together.
LIVED_IN = [room for room in ROOMS if room != "config"]


def height(room: str) -> int:
    return next(len(FLOORS) - n for n, floor in enumerate(FLOORS) if room in floor)


def source_files(room: str) -> list[Path]:
    return [
        file for file in sorted((PACKAGE / room).rglob("*.py")) if "migrations" not in file.parts
    ]


def room_page(room: str) -> str:
    page = DOCS / "rooms" / f"{room}.md"
    return page.read_text(encoding="utf-8") if page.exists() else ""

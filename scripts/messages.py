"""Gathers the words to translate in every room that has a locale folder, and compiles them.

Afterwards translate what is empty or fuzzy: tests/house/test_translations.py names it.
"""

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "src" / "openweek"
# -P: a room may have a module named like one of Python's own
DJANGO = [sys.executable, "-P", "-m", "django"]
GATHER = ["makemessages", "--all", "--no-location", "--no-wrap", "--no-obsolete"]


def rooms_with_words() -> list[Path]:
    return sorted(folder.parent for folder in PACKAGE.glob("*/locale"))


def gather(room: Path) -> None:
    subprocess.run([*DJANGO, *GATHER], cwd=room, check=True, stdout=subprocess.DEVNULL)


def compile_catalogues(room: Path) -> None:
    subprocess.run([*DJANGO, "compilemessages"], cwd=room, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    for room in rooms_with_words():
        print(room.name)
        gather(room)
        compile_catalogues(room)

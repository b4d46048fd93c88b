"""Every room speaks French wholly and correctly, and what is compiled is what was written."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.house.plan import PACKAGE, ROOMS

# -P: a room may have a module named like one of Python's own
DJANGO = [sys.executable, "-P", "-m", "django"]
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"<[^>]+>|https?://\S+|%\(\w+\)\w|\{\w*\}")
# An apostrophe of the typewriter, or a space that may break before a mark that it belongs to.
ROUGH = re.compile(r"\w'\w|[ ][:;?!»](?:\s|$)|\w[?!;»]|«[^\u00a0\u202f]")

Key = tuple[str | None, str, str]


def catalogue(room: Path) -> polib.POFile:
    return polib.pofile(str(room / "locale" / "fr" / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def words(catalogue: Iterator[polib.POEntry] | polib.POFile | polib.MOFile) -> dict[Key, list[str]]:
    return {key(entry): forms(entry) for entry in catalogue if not entry.obsolete}


def gathered(room: Path, scratch: Path) -> set[Key]:
    """What the room's code and templates say today, gathered in a copy."""
    copy = scratch / room.name
    shutil.copytree(room, copy, ignore=shutil.ignore_patterns("locale", "static", "__pycache__"))
    (copy / "locale").mkdir()
    gather = [*DJANGO, "makemessages", "--locale", "fr", "--no-location", "--no-wrap"]
    done = subprocess.run(gather, cwd=copy, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if not (copy / "locale" / "fr").exists():
        return set()
    return set(words(catalogue(copy)))


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_has_in_french_what_it_says_and_nothing_else(name: str, tmp_path: Path) -> None:
    room = PACKAGE / name
    known = set(words(catalogue(room))) if (room / "locale").exists() else set()

    assert known == gathered(room, tmp_path)


ROOMS_WITH_WORDS = [name for name in ROOMS if (PACKAGE / name / "locale").exists()]


@pytest.mark.parametrize("name", ROOMS_WITH_WORDS)
def test_a_room_leaves_nothing_untranslated_or_doubtful(name: str) -> None:
    entries = [entry for entry in catalogue(PACKAGE / name) if not entry.obsolete]

    assert [entry.msgid for entry in entries if entry.fuzzy or not all(forms(entry))] == []


@pytest.mark.parametrize("name", ROOMS_WITH_WORDS)
def test_a_translation_keeps_what_is_filled_in(name: str) -> None:
    def lost(entry: polib.POEntry) -> bool:
        asked = [sorted(PLACEHOLDER.findall(entry.msgid))]
        if entry.msgid_plural:
            asked.append(sorted(PLACEHOLDER.findall(entry.msgid_plural)))
        return any(sorted(PLACEHOLDER.findall(form)) not in asked for form in forms(entry))

    assert [entry.msgid for entry in catalogue(PACKAGE / name) if lost(entry)] == []


@pytest.mark.parametrize("name", ROOMS_WITH_WORDS)
def test_a_translation_is_set_as_french_is_set(name: str) -> None:
    rough = [
        form
        for entry in catalogue(PACKAGE / name)
        for form in forms(entry)
        if ROUGH.search(MARKUP.sub("x", form))
    ]

    assert rough == []


@pytest.mark.parametrize("name", ROOMS_WITH_WORDS)
def test_the_compiled_words_are_the_written_ones(name: str) -> None:
    room = PACKAGE / name
    compiled = room / "locale" / "fr" / "LC_MESSAGES" / "django.mo"

    assert compiled.exists()
    assert words(polib.mofile(str(compiled))) == words(catalogue(room))

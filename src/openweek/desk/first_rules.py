"""The rules that are proposed to a place that has written none: short, warm, to be changed."""

from functools import cache
from pathlib import Path

from openweek.desk.shipped import spoken

_FOLDER = Path(__file__).parent / "guide"


@cache
def _read(language: str) -> str:
    return (_FOLDER / f"first_rules.{language}.md").read_text(encoding="utf-8").strip()


def first_rules(language: str) -> str:
    """In Markdown, in French or in English."""
    return _read(spoken(language))

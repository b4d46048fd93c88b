"""The guide to this software, which comes with it: a page a file, in French and in English.

A file begins with its title, then says in one line by which other words it is searched.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en")
_FOLDER = Path(__file__).parent / "guide"
_WORDS = "words:"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One question about the software, and its answer in Markdown."""

    slug: str
    language: str
    title: str
    words: str
    text: str


def spoken(language: str) -> str:
    """The language of the guide for somebody who reads that one."""
    return "fr" if language.startswith("fr") else "en"


@cache
def shipped_pages(language: str) -> tuple[Shipped, ...]:
    """In the order of their numbers; ``language`` is one of LANGUAGES."""
    return tuple(_read(path, language) for path in sorted((_FOLDER / language).glob("*.md")))


@cache
def shipped_slugs() -> frozenset[str]:
    return frozenset(page.slug for page in shipped_pages("en"))


def shipped_page(slug: str, language: str) -> Shipped | None:
    return next((page for page in shipped_pages(language) if page.slug == slug), None)


def _read(path: Path, language: str) -> Shipped:
    title, words, *text = path.read_text(encoding="utf-8").strip().splitlines()
    return Shipped(
        slug=path.stem.partition("-")[2],
        language=language,
        title=title.removeprefix("# ").strip(),
        words=words.removeprefix(_WORDS).strip(),
        text="\n".join(text).strip(),
    )

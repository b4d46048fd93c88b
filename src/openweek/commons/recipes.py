"""The recipes that come with the software, in TOML; those of challenges hold a book's template.

One file a recipe and a language, ``shipped/formats/papycamp.fr.toml``; the sentences are ours.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

FRENCH, ENGLISH = "fr", "en"


class UnknownRecipe(LookupError):
    """No recipe of that name comes with the software."""


@dataclass(frozen=True)
class FormatRecipe:
    """A format as it is shipped, before a place makes it its own."""

    slug: str
    title: str
    purpose: str
    audience: str = ""
    steps: str = ""
    roles: str = ""
    material: str = ""
    room_needs: str = ""
    habit: str = ""
    duration_minutes: int | None = None
    weekdays: list[int] = field(default_factory=list)
    starts: str = ""
    needs: list[str] = field(default_factory=list)
    seats: int | None = None
    tasks: str = ""
    is_week: bool = False
    closes: str = ""
    checklist: str = ""
    is_challenge: bool = False
    chapters: list[dict[str, Any]] = field(default_factory=list)
    rules: str = ""
    mixes_institutions: bool = False
    team_size: int | None = None
    feeds: str = ""


@dataclass(frozen=True)
class ChapterTemplate:
    """A chapter, with the questions that stand in it until somebody writes."""

    key: str
    title: str
    prompts: tuple[str, ...]
    example: str = ""
    media: tuple[str, ...] = ()  # what would be loved here: some of image, sound, film
    kind: str = ""  # or "glossary"
    feeds: str = ""  # the field of the format that it becomes


@dataclass(frozen=True)
class BookTemplate:
    slug: str
    title: str
    introduction: str
    chapters: tuple[ChapterTemplate, ...]


def formats(language: str) -> tuple[FormatRecipe, ...]:
    return _formats(_spoken(language))


def books(language: str) -> tuple[BookTemplate, ...]:
    return _books(_spoken(language))


def book(slug: str, language: str) -> BookTemplate:
    for template in books(language):
        if template.slug == slug:
            return template
    raise UnknownRecipe(slug)


def _spoken(language: str) -> str:
    return ENGLISH if language.lower().startswith(ENGLISH) else FRENCH


@cache
def _formats(language: str) -> tuple[FormatRecipe, ...]:
    return tuple(FormatRecipe(**_clean(told)) for told in _read("formats", language))


def template_of(
    slug: str, title: str, introduction: str, told: Iterable[dict[str, Any]]
) -> BookTemplate:
    """From the chapters as a format keeps them."""
    return BookTemplate(slug, title, introduction, tuple(map(_chapter, told)))


def _chapter(told: dict[str, Any]) -> ChapterTemplate:
    return ChapterTemplate(
        key=told["key"],
        title=told["title"],
        prompts=tuple(told.get("prompts", ())),
        example=told.get("example", ""),
        media=tuple(told.get("media", ())),
        kind=told.get("kind", ""),
        feeds=told.get("feeds", ""),
    )


@cache
def _books(language: str) -> tuple[BookTemplate, ...]:
    return tuple(
        template_of(each.slug, each.title, each.purpose, each.chapters)
        for each in _formats(language)
        if each.is_challenge
    )


def _read(kind: str, language: str) -> list[dict[str, Any]]:
    """In the order that each file asks for, then by name."""
    told = []
    for file in resources.files(__package__).joinpath("shipped", kind).iterdir():
        name, _, tail = file.name.partition(".")
        if tail == f"{language}.toml":
            told.append({"slug": name, **tomllib.loads(file.read_text(encoding="utf-8"))})
    return [
        {key: value for key, value in each.items() if key != "order"}
        for each in sorted(told, key=lambda each: (each.get("order", 99), each["slug"]))
    ]


def _clean(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value.strip() if isinstance(value, str) else value for key, value in told.items()}

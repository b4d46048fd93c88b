"""The template of a book as somebody types it: a few signs at the beginning of a line.

« # Communauté » begins a chapter, each other line is a question, « > … » an example in several
lines, « @ image, son » says what would be loved there, « -> étapes » which part of the recipe it
becomes, and « = glossaire » that it tells of people and places. A backslash before a sign makes
the line a question all the same.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import pgettext

from openweek.ground.text import clean_prose, fold, safe_slug

Chapters = list[dict[str, Any]]

MOST_CHAPTERS = 40
MOST_PROMPTS = 30
MOST_SIGNS = 20
LONGEST_TITLE = 120
LONGEST_PROMPT = 400
LONGEST_EXAMPLE = 3000
LONGEST_KEY = 60
GLOSSARY = "glossary"
MEDIA = ("image", "sound", "film")
# What a chapter may become of a format: a line, or a text in Markdown.
FED_LINES = ("purpose", "audience")
FED_TEXTS = ("steps", "roles", "material")

# As people write them, in both languages; folded as :func:`fold` does.
_MEDIA = {
    "image": ["image", "images", "photo", "photos", "picture", "pictures", "dessin", "drawing"],
    "sound": ["sound", "sounds", "son", "sons", "audio", "voix", "voice"],
    "film": ["film", "films", "video", "videos"],
}
_KINDS = {GLOSSARY: ["glossary", "glossaire", "gens et lieux", "people and places"]}
_FEEDS = {
    "purpose": ["purpose", "raison d etre", "a quoi ca sert", "what it is for"],
    "audience": ["audience", "public", "pour qui", "for whom"],
    "steps": ["steps", "etapes", "pas a pas", "step by step"],
    "roles": ["roles", "qui fait quoi", "who does what"],
    "material": ["material", "materiel", "ce qu il faut", "what is needed"],
}
_SIGNS = re.compile(r"#|>|@|=|->|→|[-*•]\s|\\")
_BULLET = re.compile(r"^[-*•]\s+")


class NotAnOutlineError(ValueError):
    """A line that cannot be followed. ``number`` counts from 1; ``reason`` is a code of ours."""

    def __init__(self, number: int, reason: str, words: str = "") -> None:
        super().__init__(f"line {number}: {reason}")
        self.number, self.reason, self.words = number, reason, words


@dataclass
class _Chapter:
    number: int  # of its line
    title: str
    prompts: list[str] = field(default_factory=list)
    example: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    kind: str = ""
    feeds: str = ""
    signs: int = 0  # words that were looked up for it

    def told(self) -> dict[str, Any]:
        return {
            "key": "",
            "title": self.title,
            "prompts": self.prompts,
            "example": clean_prose("\n".join(self.example)),
            "media": self.media,
            "kind": self.kind,
            "feeds": self.feeds,
        }


def parse(text: str, known: Iterable[Mapping[str, Any]] = ()) -> Chapters:
    """Chapters as a format keeps them. Raises :class:`NotAnOutlineError`.

    ``known`` are those that the format had before: a chapter keeps its key through a new title.
    """
    found: list[_Chapter] = []
    for number, typed in enumerate(text.splitlines(), 1):
        line = _line(typed)
        if line.startswith("#"):
            found.append(_begun(number, line.lstrip("#").strip(), found))
        elif line and not found:
            raise NotAnOutlineError(number, "orphan", line)
        elif line:
            _add(found[-1], number, line)
    return with_keys([chapter.told() for chapter in found], known)


def _line(typed: str) -> str:
    """Without what a line cannot hold; the spaces that do not break, as French has them, stay."""
    return re.sub(r"[ \t]+", " ", clean_prose(typed))


def _begun(number: int, title: str, found: list[_Chapter]) -> _Chapter:
    if not fold(title):
        raise NotAnOutlineError(number, "untitled")
    if len(title) > LONGEST_TITLE:
        raise NotAnOutlineError(number, "long_title")
    if len(found) == MOST_CHAPTERS:
        raise NotAnOutlineError(number, "many")
    if any(fold(each.title) == fold(title) for each in found):
        raise NotAnOutlineError(number, "twice", title)
    return _Chapter(number, title)


def _add(chapter: _Chapter, number: int, line: str) -> None:
    if line.startswith(">"):
        chapter.example.append(line[1:].strip())
        if len("\n".join(chapter.example)) > LONGEST_EXAMPLE:
            raise NotAnOutlineError(number, "long_example")
    elif line.startswith("@"):
        words = re.split(r"[,;/+]", line[1:], maxsplit=MOST_SIGNS)
        asked = [_looked_up(chapter, word, _MEDIA, number, "media") for word in words]
        chapter.media = list(dict.fromkeys([*chapter.media, *filter(None, asked)]))
    elif line.startswith("="):
        chapter.kind = _looked_up(chapter, line[1:], _KINDS, number, "kind")
    elif line.startswith(("->", "→")):
        chapter.feeds = _looked_up(chapter, line.lstrip("->→"), _FEEDS, number, "feeds")
    else:
        _ask(chapter, number, line)


def _ask(chapter: _Chapter, number: int, line: str) -> None:
    prompt = line[1:].strip() if line.startswith("\\") else _BULLET.sub("", line, count=1)
    if not prompt or prompt in chapter.prompts:
        return
    if len(prompt) > LONGEST_PROMPT:
        raise NotAnOutlineError(number, "long_prompt")
    if len(chapter.prompts) == MOST_PROMPTS:
        raise NotAnOutlineError(number, "many_prompts")
    chapter.prompts.append(prompt)


def _looked_up(
    chapter: _Chapter, word: str, words: Mapping[str, list[str]], number: int, reason: str
) -> str:
    """Each takes its time: nobody needs a thousand of them for a chapter."""
    chapter.signs += 1
    if chapter.signs > MOST_SIGNS:
        raise NotAnOutlineError(number, reason, word.strip()[:LONGEST_TITLE])
    return _meant(word[:LONGEST_TITLE], words, number, reason)


def _meant(word: str, words: Mapping[str, list[str]], number: int, reason: str) -> str:
    """The code for what somebody typed; nearly right is right, "" for nothing."""
    typed = fold(word)
    by_word = {each: code for code, listed in words.items() for each in listed}
    near = get_close_matches(typed, by_word, n=1, cutoff=0.8) if typed else []
    if typed and not near:
        raise NotAnOutlineError(number, reason, word.strip())
    return by_word[near[0]] if near else ""


def write(chapters: Iterable[Mapping[str, Any]]) -> str:
    """The same as somebody would type it, in the language of the page."""
    return "\n\n".join("\n".join(_lines(each)) for each in chapters)


def _lines(chapter: Mapping[str, Any]) -> list[str]:
    lines = [f"# {chapter['title']}"]
    if chapter.get("kind"):
        lines.append(f"= {_word(chapter['kind'])}")
    if chapter.get("feeds"):
        lines.append(f"-> {_word(chapter['feeds'])}")
    if chapter.get("media"):
        lines.append(f"@ {', '.join(map(_word, chapter['media']))}")
    lines += [_as_typed(prompt) for prompt in chapter.get("prompts", ())]
    example = chapter.get("example", "").strip()
    lines += [f"> {line}".rstrip() for line in example.split("\n")] if example else []
    return lines


def _as_typed(prompt: str) -> str:
    return f"\\{prompt}" if _SIGNS.match(prompt) else prompt


def _word(code: str) -> str:
    """In the language of the page; read again in any."""
    words = {
        "image": pgettext("template of a book", "image"),
        "sound": pgettext("template of a book", "sound"),
        "film": pgettext("template of a book", "film"),
        GLOSSARY: pgettext("template of a book", "glossary"),
        "purpose": pgettext("template of a book", "purpose"),
        "audience": pgettext("template of a book", "audience"),
        "steps": pgettext("template of a book", "steps"),
        "roles": pgettext("template of a book", "roles"),
        "material": pgettext("template of a book", "material"),
    }
    return words.get(code, code)


# Keys


def with_keys(chapters: Chapters, known: Iterable[Mapping[str, Any]] = ()) -> Chapters:
    """Each with the key by which books find it again: of the same title, else of the same
    questions, else of the same place between its neighbours; else a new one.
    """
    before = list(known)
    free = {each["key"]: each for each in before}
    kept: dict[int, str] = {}

    def keep(alike: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]) -> None:
        for place, chapter in enumerate(chapters):
            if place not in kept:
                found = next((key for key, each in free.items() if alike(each, chapter)), None)
                if found is not None:
                    kept[place] = found
                    del free[found]

    keep(lambda old, new: fold(old["title"]) == fold(new["title"]))
    keep(_asks_the_same)
    _keep_by_neighbours(chapters, [each["key"] for each in before], free, kept)
    taken = {each["key"] for each in before}
    for place, chapter in enumerate(chapters):
        key = kept.get(place) or safe_slug(chapter["title"], taken=taken, default="chapter")
        chapter["key"] = key[:LONGEST_KEY]
        taken.add(key)
    return chapters


def _asks_the_same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Half of its questions, in the same words."""
    asked = set(map(fold, old.get("prompts", ())))
    return bool(asked) and 2 * len(asked & set(map(fold, new["prompts"]))) >= len(asked)


def _keep_by_neighbours(
    chapters: Chapters, order: list[str], free: dict[str, Any], kept: dict[int, str]
) -> None:
    for place in range(len(chapters)):
        if place in kept:
            continue
        after = kept.get(place - 1)
        follows = order[order.index(after) + 1 :] if after else order if not place else []
        before = kept.get(place + 1)
        precedes = order[: order.index(before)][::-1] if before else []
        for near in (follows[:1], precedes[:1]):
            if near and near[0] in free:
                kept[place] = near[0]
                del free[near[0]]
                break

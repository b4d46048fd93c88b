"""What is in a book: read from its texts as they are saved, shown from what was kept of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from openweek.ground.authors import SOFTWARE
from openweek.ground.text import clean_line
from openweek.publishing.models import Book, Chapter
from openweek.writing.models import Text
from openweek.writing.queries import Made, Saved, author_names, hands_in, saved_of

Tree = dict[str, Any]
Content = list[dict[str, Any]]

# A chapter of so many words is a door wide open; nobody is told that it should be longer.
WORDS_OF_A_CHAPTER = 250
A_PICTURE_SAYS = 60
JUST_BEGUN = 0.15
_MEDIA = {"image", "sound", "film"}


def saved_now(chapters: list[Chapter]) -> list[Saved]:
    """Whatever the live server has accepted and saved, whoever is connected."""
    return [saved_of(chapter.text) for chapter in chapters]


def content_of(chapters: list[Chapter], saved: list[Saved]) -> Content:
    return [
        {
            "title": chapter.title,
            "prompts": chapter.prompts,
            "kind": chapter.kind,
            "tree": each.tree,
        }
        for chapter, each in zip(chapters, saved, strict=True)
    ]


def sources_now(book: Book) -> list[dict[str, str]]:
    """What it adapts, as an edition keeps it."""
    rows = book.sources.values("title", "author", "url", "licence", "changes")
    return [{name: str(said) for name, said in row.items()} for row in rows]


def credits_now(book: Book, saved: list[Saved], hands: Iterable[Made]) -> list[str]:
    """Those who signed up for it, then those who wrote in it, by chapter; nobody twice."""
    order = {str(each.text.pk): at for at, each in enumerate(saved)}
    wrote = sorted(hands, key=lambda made: (order[made.text], made.first))
    return _each_once([*book.people, *_names_of(wrote)])


def writers_of(text: Text) -> list[str]:
    return _each_once(_names_of(hands_in([text])))


def _names_of(hands: Iterable[Made]) -> Iterator[str]:
    """The name that each used last; who only had words of others put back did not write."""
    names = author_names()
    for made in hands:
        if not made.author.startswith("=") and made.name != SOFTWARE.name:
            yield names.get(made.author, "") if made.author else made.name


def _each_once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in map(clean_line, names):
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def nodes_in(tree: Tree) -> Iterator[Tree]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.get("content") or []))


def media_in(tree: Tree) -> Iterator[Tree]:
    """Pictures, sound and film."""
    return (node for node in nodes_in(tree) if node.get("type") in _MEDIA)


def is_written(tree: Tree) -> bool:
    return words_in(tree) > 0 or any(media_in(tree))


def words_in(tree: Tree) -> int:
    return sum(len(str(node.get("text", "")).split()) for node in nodes_in(tree))


def share_filled(tree: Tree) -> float:
    """From 0 for nothing to 1: how far the chapter's door stands open."""
    said = words_in(tree) + A_PICTURE_SAYS * sum(1 for _ in media_in(tree))
    if not said:
        return 0.0
    return max(JUST_BEGUN, min(1.0, said / WORDS_OF_A_CHAPTER))

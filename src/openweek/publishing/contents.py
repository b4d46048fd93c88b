"""What is in a book: read from its texts as they are saved, shown from what was kept of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from openweek.ground.text import clean_line
from openweek.publishing.models import Book, Chapter
from openweek.writing.html import Recording, render_tree
from openweek.writing.models import Text
from openweek.writing.queries import authors_of, tree_of

Tree = dict[str, Any]
Content = list[dict[str, Any]]

# A chapter of so many words is a door wide open; nobody is told that it should be longer.
WORDS_OF_A_CHAPTER = 250
A_PICTURE_SAYS = 60
JUST_BEGUN = 0.15
_MEDIA = {"image", "sound", "film"}


@dataclass(frozen=True)
class ShownChapter:
    """A chapter as pages and the EPUB show it; ``html`` is empty when nobody wrote it."""

    number: int
    title: str
    prompts: list[str]
    html: SafeString

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"


def content_now(chapters: list[Chapter]) -> Content:
    """Whatever the live server has accepted and saved, whoever is connected."""
    return [
        {"title": chapter.title, "prompts": chapter.prompts, "tree": tree_of(chapter.text)}
        for chapter in chapters
    ]


def credits_now(book: Book, chapters: list[Chapter]) -> list[str]:
    """Those who signed up for it, then those who wrote in it; nobody twice."""
    names = [*book.people, *(name for chapter in chapters for name in writers_of(chapter.text))]
    found: dict[str, str] = {}
    for name in map(clean_line, names):
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def writers_of(text: Text) -> list[str]:
    return list(dict.fromkeys(part.name for part in authors_of(text) if part.name))


def shown(
    content: Content,
    *,
    image_url: Callable[[str], str],
    recording_of: Callable[[str], Recording | None],
    language: str,
    first_heading: int,
    in_book: bool = False,
) -> list[ShownChapter]:
    def html(number: int, tree: Tree) -> SafeString:
        if not is_written(tree):
            return SafeString("")
        return render_tree(
            tree,
            image_url=image_url,
            recording_of=recording_of,
            language=language,
            first_heading=first_heading,
            prefix=f"chapter-{number}-",
            in_book=in_book,
        )

    return [
        ShownChapter(number, chapter["title"], chapter["prompts"], html(number, chapter["tree"]))
        for number, chapter in enumerate(content, start=1)
    ]


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

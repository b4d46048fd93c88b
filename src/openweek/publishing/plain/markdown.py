"""The book as Markdown: one file, whose titles can be linked to by a name that nothing else has."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from openweek.publishing.archive import Content, clean_xml
from openweek.publishing.files import image_path
from openweek.publishing.models import Edition
from openweek.publishing.plain import words
from openweek.publishing.told import Told, ToldChapter, spoken, told
from openweek.writing.formats import markdown_of, plain_words

AddressOf = Callable[[str], str]


def files_of(edition: Edition) -> dict[str, Content]:
    """In a folder of its own, so that it can be unpacked anywhere."""
    slug = edition.book.slug
    paths = {media: _path(edition, media) for media in sorted(edition.images)}
    names = {media: f"media/{media}{path.suffix}" for media, path in paths.items()}
    files: dict[str, Content] = {
        f"{slug}/{slug}.md": _document(edition, lambda media: names.get(media, ""))
    }
    files |= {f"{slug}/{names[media]}": path for media, path in paths.items()}
    return files


def page_of(edition: Edition) -> str:
    book = edition.book

    def address_of(media: str) -> str:
        name = "book_image" if edition.image(media) else "book_recording"
        path = [book.place.slug, book.slug, media]
        known = media in edition.images
        return f"{settings.OPENWEEK_URL}{reverse(name, args=path)}" if known else ""

    return _document(edition, address_of)


def _path(edition: Edition, media: str) -> Path:
    return image_path(edition, edition.images[media])


def _document(edition: Edition, address_of: AddressOf) -> str:
    said = told(edition)
    with spoken(said.language):
        return clean_xml("\n\n".join(_blocks(said, address_of)) + "\n")


def _blocks(said: Told, address_of: AddressOf) -> Iterator[str]:
    yield f"# {plain_words(said.title)}"
    if said.subtitle:
        yield f"*{plain_words(said.subtitle)}*"
    yield "\\\n".join(map(plain_words, words.opening(said)))
    if said.summary:
        yield "\n\n".join(plain_words(line) for line in said.summary.split("\n") if line.strip())
    yield f"## {plain_words(_('Contents'))}"
    yield "\n".join(_contents(said))
    for chapter in said.chapters:
        yield _title(chapter.anchor, chapter.title)
        yield _chapter(chapter, said, address_of)
    if said.glossary:
        yield from _glossary(said, address_of)
    yield _title("about", _("About this book"))
    for part in words.closing(said):
        yield f"### {plain_words(part.title)}"
        yield "\n".join(f"- {_line(line)}" for line in part.lines)


def _contents(said: Told) -> Iterator[str]:
    for chapter in said.chapters:
        yield f"{chapter.number}. [{plain_words(chapter.title)}](#{chapter.anchor})"
    if said.glossary:
        yield f"- [{plain_words(said.glossary_title)}](#glossary)"


def _title(anchor: str, title: str) -> str:
    return f'<a id="{anchor}"></a>\n\n## {plain_words(title)}'


def _chapter(chapter: ToldChapter, said: Told, address_of: AddressOf) -> str:
    if chapter.is_written:
        return _told(chapter.tree, said, address_of, 3, f"{chapter.anchor}-")
    invited = "\n".join(f"- {plain_words(prompt)}" for prompt in chapter.prompts)
    return f"*{plain_words(words.unwritten())}*\n\n{invited}".strip()


def _glossary(said: Told, address_of: AddressOf) -> Iterator[str]:
    titles = {chapter.number: chapter.title for chapter in said.chapters}
    yield _title("glossary", said.glossary_title)
    yield _told(said.glossary_lead, said, address_of, 3, "glossary-")
    for entry in said.glossary:
        yield f'<a id="{entry.anchor}"></a>\n\n**{plain_words(entry.term)}**'
        yield _told(entry.tree, said, address_of, 4, f"{entry.anchor}-")
        if entry.chapters:
            named = words.seen_in([titles[number] for number in entry.chapters])
            yield f"*{plain_words(named)}*"


def _told(
    tree: dict[str, Any], said: Told, address_of: AddressOf, first_heading: int, prefix: str
) -> str:
    return markdown_of(
        tree,
        address_of=address_of,
        language=said.spoken,
        first_heading=first_heading,
        prefix=prefix,
    ).strip("\n")


def _line(line: str) -> str:
    """An address at the end of a line can be followed."""
    said, _space, last = line.rpartition(" ")
    if last.startswith(("http://", "https://")):
        return f"{plain_words(said)} <{last}>".strip()
    return plain_words(line)

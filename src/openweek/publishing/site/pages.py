"""The pages of the folder, from the edition alone, in the language of the book."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from openweek.commons.move_commons import NAMESPACE, Declaration, NotADeclaration, parse
from openweek.look import doors
from openweek.look.covers import press_of
from openweek.publishing.archive import Content
from openweek.publishing.models import Edition
from openweek.publishing.queries import machine_readable
from openweek.publishing.site import dress
from openweek.publishing.site.media import Shelf
from openweek.publishing.site.reading import Reader, Section, Terms
from openweek.publishing.told import ToldChapter, spoken, told
from openweek.writing.html import render_tree

# One door a chapter as long as they stand in a row; then five, each a part of the book.
_MOST_DOORS = 7
_FIVE = 5
_COVER_PIXELS = 600
_FROM_THE_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


@dataclass(frozen=True)
class ChapterPage:
    """``html`` is empty when nobody wrote it; then there are the questions that it asks."""

    told: ToldChapter
    html: SafeString
    sections: list[Section]
    mentioned: set[str]

    @property
    def title(self) -> str:
        return self.told.title

    @property
    def file(self) -> str:
        return f"{self.told.anchor}.html"

    @property
    def titled(self) -> list[Section]:
        return [section for section in self.sections if section.title]

    @property
    def whole(self) -> SafeString:
        """The same on the page of the whole book: one title lower, and all of it there at once."""
        return mark_safe(_lowered(self.html))  # noqa: S308  ours, with other tags


@dataclass(frozen=True)
class TermShown:
    """A word of the glossary, and the chapters that speak of it."""

    term: str
    anchor: str
    html: SafeString
    chapters: list[ChapterPage]


@dataclass(frozen=True)
class DoorShown:
    """A step of the way through the book; one that is a chapter leads there."""

    drawing: SafeString
    chapter: ChapterPage | None = None
    is_here: bool = False


class Site:
    """All that pages are made from, read once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.told = told(edition)
        self.shelf = Shelf(edition)
        terms = Terms({each.term: each.anchor for each in self.told.glossary})
        self.chapters = [self._chapter(chapter, terms) for chapter in self.told.chapters]
        self.glossary_sections: list[Section] = []
        self.glossary_lead = self._explained("", self.told.glossary_lead)
        self.glossary = [
            TermShown(
                term=entry.term,
                anchor=entry.anchor,
                html=self._explained(entry.anchor, entry.tree, entry.term),
                chapters=[each for each in self.chapters if entry.anchor in each.mentioned],
            )
            for entry in self.told.glossary
        ]

    def _chapter(self, chapter: ToldChapter, terms: Terms) -> ChapterPage:
        reader = self._reader(f"{chapter.anchor}-", terms)
        html = reader.read(self._rendered(chapter.tree, reader)) if chapter.is_written else ""
        if not chapter.is_written:
            reader.sections[0].blocks.extend(chapter.prompts)
        return ChapterPage(chapter, SafeString(html), reader.sections, reader.mentioned)

    def _explained(self, anchor: str, tree: dict[str, Any], term: str = "") -> SafeString:
        """What stands in the glossary, whose own words are no links."""
        reader = self._reader(f"{anchor or 'terms'}-", Terms({}))
        html = reader.read(self._rendered(tree, reader, first_heading=4))
        said = [block for section in reader.sections for block in (section.title, *section.blocks)]
        self.glossary_sections.append(Section(anchor, term, [block for block in said if block]))
        return html

    def _reader(self, prefix: str, terms: Terms) -> Reader:
        return Reader(prefix=prefix, pictures=self.shelf.pictures, terms=terms)

    def _rendered(
        self, tree: dict[str, Any], reader: Reader, *, first_heading: int = 2
    ) -> SafeString:
        return render_tree(
            tree,
            image_url=self.shelf.picture_address,
            recording_of=self.shelf.recording_of,
            language=self.told.spoken,
            first_heading=first_heading,
            prefix=reader.prefix,
        )


def files_of(edition: Edition) -> dict[str, Content]:
    """By their names. Media are paths, read only when they are put in."""
    site = Site(edition)
    with spoken(site.told.language):
        files: dict[str, Content] = dict(_pages(site))
    files["search-index.js"] = _index(site)
    files |= dress.files_of(press_of(str(edition.book.identifier), site.told.inks))
    files |= site.shelf.files
    return files


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    shared = _shared(site)

    def page(name: str, template: str = "", **more: Any) -> tuple[str, str]:
        found = f"publishing/site/{template or name}"
        return name, render_to_string(found, {**shared, "file": name, **more})

    yield page("index.html")
    for place, chapter in enumerate(site.chapters):
        yield page(
            chapter.file,
            "chapter.html",
            chapter=chapter,
            previous=site.chapters[place - 1] if place else None,
            next=site.chapters[place + 1] if place + 1 < len(site.chapters) else None,
            doors=list(_doors(site.chapters, place)),
        )
    if site.glossary:
        yield page("glossary.html")
    for name in ("credits.html", "licence.html", "about.html", "book.html"):
        yield page(name)


def _shared(site: Site) -> dict[str, Any]:
    book, edition = site.told, site.edition
    return {
        "told": book,
        "edition": edition,
        "chapters": site.chapters,
        "glossary": site.glossary,
        "glossary_lead": site.glossary_lead,
        "direction": "rtl" if book.language.split("-")[0].lower() in _FROM_THE_RIGHT else "ltr",
        "cover_picture": site.shelf.narrow_address(book.cover, at_least=_COVER_PIXELS),
        "declaration": _declaration(edition),
        "namespace": NAMESPACE,
        # Escaped for a script element by the query.
        "machine_readable": SafeString(machine_readable(edition, book.address)),
    }


def _declaration(edition: Edition) -> Declaration | None:
    try:
        return parse(edition.dress.get("move_commons", ""))
    except NotADeclaration:
        return None


def _doors(chapters: list[ChapterPage], here: int) -> Iterator[DoorShown]:
    """What is read stands open, where one is stands ajar, what is to come is still shut."""
    if len(chapters) <= _MOST_DOORS:
        for place, chapter in enumerate(chapters):
            yield DoorShown(_door(place - here), chapter, place == here)
        return
    fifth = here * _FIVE // len(chapters)
    for place in range(_FIVE):
        yield DoorShown(_door(place - fifth))


def _door(ahead: int) -> SafeString:
    if ahead > 0:
        return doors.drawing(0, "future")
    return doors.drawing(0.62, "today") if ahead == 0 else doors.drawing(1, "past")


def _lowered(html: str) -> str:
    for level in (5, 4, 3, 2):
        html = html.replace(f"<h{level} id=", f"<h{level + 1} id=")
        html = html.replace(f"</h{level}>", f"</h{level + 1}>")
    html = html.replace(' loading="lazy"', "")
    return html.replace('href="glossary.html#', 'href="#')


def _index(site: Site) -> str:
    """A plain script, since a page that is read from a folder may fetch nothing."""
    pages = [[page.file, page.title, *map(_said, page.sections)] for page in site.chapters]
    if site.glossary:
        sections = map(_said, site.glossary_sections)
        pages.append(["glossary.html", site.told.glossary_title, *sections])
    said = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    # Two ends of a line that JSON lets stand and that older scripts do not.
    said = said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.bookPassages={said};\n"


def _said(section: Section) -> list[str]:
    return [section.anchor, section.title, *section.blocks]

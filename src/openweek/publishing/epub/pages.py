"""The files inside: package, navigation, cover, chapters, glossary, colophon, media."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from openweek.look.templatetags import look
from openweek.publishing import contents
from openweek.publishing.archive import Content
from openweek.publishing.epub import media
from openweek.publishing.epub.media import Media
from openweek.publishing.files import print_path
from openweek.publishing.models import Edition
from openweek.publishing.told import Told, ToldChapter, spoken, told
from openweek.writing.html import render_tree

Render = Callable[[dict[str, Any], str, int], SafeString]

_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_FROM_THE_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
_COVER_TYPES = {".jpg": "image/jpeg", ".webp": "image/webp", ".png": "image/png"}


@dataclass(frozen=True)
class Chapter:
    """One as it is shown; ``html`` is empty when nobody wrote it."""

    told: ToldChapter
    html: SafeString

    @property
    def file(self) -> str:
        return f"{self.told.anchor}.xhtml"


@dataclass(frozen=True)
class Term:
    """A term of the glossary and the chapters that name it."""

    term: str
    anchor: str
    html: SafeString
    chapters: list[Chapter]


def files_of(edition: Edition) -> dict[str, Content]:
    """In the language of the book, whoever publishes it."""
    said = told(edition)
    with spoken(said.language):
        pictures, recordings = media.pictures_of(edition), media.recordings_of(edition)
        cover_name, cover = _cover(edition, said)
        context = {
            **_context(edition, said, pictures, recordings),
            "cover_name": cover_name,
            # A drawing that is itself a picture of a page shows no other; one in the page does.
            "cover_drawn": _drawn(edition, said, cover_name) if said.cover else "",
            "cover_type": _COVER_TYPES.get(Path(cover_name).suffix, "image/svg+xml"),
        }
        files: dict[str, Content] = {
            "META-INF/container.xml": _CONTAINER,
            "book/package.opf": _page("package.opf", context),
            "book/nav.xhtml": _page("nav.xhtml", context),
            "book/book.css": render_to_string("publishing/epub/book.css"),
            f"book/{cover_name}": cover,
            "book/cover.xhtml": _page("cover.xhtml", context),
            "book/title.xhtml": _page("title.xhtml", context),
        }
        for chapter in context["chapters"]:
            page = _page("chapter.xhtml", {**context, "chapter": chapter})
            files[f"book/{chapter.file}"] = page
        if said.glossary:
            files["book/glossary.xhtml"] = _page("glossary.xhtml", context)
        files["book/colophon.xhtml"] = _page("colophon.xhtml", context)
        inside = [*pictures.values(), *recordings.values()]
        files.update({f"book/{each.href}": each.content for each in inside})
    return files


def _context(
    edition: Edition, said: Told, pictures: dict[str, Media], recordings: dict[str, Media]
) -> dict[str, Any]:
    render = _renderer(edition, said, pictures, recordings)
    chapters = [
        Chapter(each, render(each.tree, each.anchor, 2) if each.is_written else SafeString(""))
        for each in said.chapters
    ]
    return {
        "told": said,
        "edition": edition,
        "book": edition.book,
        "direction": "rtl" if said.language.split("-")[0].lower() in _FROM_THE_RIGHT else "ltr",
        "chapters": chapters,
        "lead": render(said.glossary_lead, "glossary", 2),
        "terms": [
            Term(
                term=entry.term,
                anchor=entry.anchor,
                html=render(entry.tree, entry.anchor, 2),
                chapters=[each for each in chapters if each.told.number in entry.chapters],
            )
            for entry in said.glossary
        ],
        "pictures": list(pictures.values()),
        "recordings": list(recordings.values()),
        "sees": _Seen.in_edition(edition),
        "modified": edition.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "words": _words(said),
    }


def _renderer(
    edition: Edition, said: Told, pictures: dict[str, Media], recordings: dict[str, Media]
) -> Render:
    recording_of = media.recording_of(edition, recordings, said.address)

    def render(tree: dict[str, Any], prefix: str, first_heading: int) -> SafeString:
        return render_tree(
            tree,
            image_url=lambda name: pictures[name].href if name in pictures else "",
            recording_of=recording_of,
            language=said.spoken,
            first_heading=first_heading,
            prefix=f"{prefix}-",
            in_book=True,
        )

    return render


@dataclass(frozen=True)
class _Seen:
    """What somebody who does not see, or does not hear, is told of what is shown."""

    has_pictures: bool
    has_sound: bool
    has_film: bool
    has_words_for_all: bool

    @classmethod
    def in_edition(cls, edition: Edition) -> "_Seen":
        kinds: set[str] = set()
        silent = False
        for chapter in edition.content:
            for node in contents.media_in(chapter["tree"]):
                given = node.get("attrs") or {}
                if str(given.get("media")) not in edition.images:
                    continue
                kinds.add(node["type"])
                silent |= node["type"] != "image" and not str(given.get("words") or "").strip()
        return cls("image" in kinds, "sound" in kinds, "film" in kinds, not silent)


def _words(said: Told) -> dict[str, str]:
    """What the book says of itself; gathered here because templates in XML are not."""
    return {
        "contents": _("Contents"),
        "guide": _("Landmarks"),
        "cover": _("Cover"),
        "cover_of": _("Cover of “%(title)s”") % {"title": said.title},
        "title_page": _("Title page"),
        "colophon": _("About this book"),
        "written_by": _("Written by"),
        "contributions": _("Who wrote how much of what"),
        "sources": _("What it carries on"),
        "media_credits": _("Pictures, sound and film"),
        "edition": _("Edition %(number)d") % {"number": said.number},
        "published": _("Published"),
        "address": _("This edition on the web"),
        "licence": _("Licence"),
        "move_commons": _("Principles (Move Commons)"),
        "seen_in": _("In"),
        "nobody_yet": _("Nobody has written here yet. One could tell:"),
        "nobody": _("Nobody has written here yet."),
        "accessibility": _(
            "One column of text with titles, in reading order; pictures, sound and film have a "
            "description where their authors wrote one."
        ),
    }


def _cover(edition: Edition, said: Told) -> tuple[str, Content]:
    """For shelves: a picture of the book as it is, known best as a JPEG; else the drawn doors."""
    if said.cover:
        path = print_path(edition, edition.images[said.cover])
        return f"cover{path.suffix}", path
    return "cover.svg", f'<?xml version="1.0" encoding="utf-8"?>\n{_drawn(edition, said)}\n'


def _drawn(edition: Edition, said: Told, picture: str = "") -> SafeString:
    return look.cover(said.title, said.subtitle, edition.book.identifier, said.inks, picture)


def _page(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"publishing/epub/{name}", context)

"""The files inside: package, navigation, cover, chapters, colophon, pictures."""

import re
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.commons.licences import licence
from openweek.look.templatetags import look
from openweek.publishing import contents
from openweek.publishing.epub.archive import clean_xml
from openweek.publishing.files import image_path
from openweek.publishing.models import Edition

_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Picture:
    id: str
    href: str
    content_type: str
    content: bytes


def files_of(edition: Edition) -> dict[str, str | bytes]:
    """In the language of the book, whoever publishes it."""
    with translation.override(_spoken(edition.book.language)):
        pictures = _pictures(edition)
        context = _context(edition, pictures)
        files: dict[str, str | bytes] = {
            "META-INF/container.xml": _CONTAINER,
            "book/package.opf": _page("package.opf", context),
            "book/nav.xhtml": _page("nav.xhtml", context),
            "book/book.css": render_to_string("publishing/epub/book.css"),
            "book/cover.svg": _cover(edition),
            "book/cover.xhtml": _page("cover.xhtml", context),
            "book/title.xhtml": _page("title.xhtml", context),
        }
        for chapter in context["chapters"]:
            page = _page("chapter.xhtml", {**context, "chapter": chapter})
            files[f"book/{chapter.anchor}.xhtml"] = page
        files["book/colophon.xhtml"] = _page("colophon.xhtml", context)
        files.update({f"book/{picture.href}": picture.content for picture in pictures})
    return files


def _pictures(edition: Edition) -> list[Picture]:
    return [
        Picture(
            id=f"image-{media}",
            href=f"images/{media}{image_path(edition, image).suffix}",
            content_type=image["content_type"],
            content=image_path(edition, image).read_bytes(),
        )
        for media, image in sorted(edition.images.items())
    ]


def _context(edition: Edition, pictures: list[Picture]) -> dict[str, Any]:
    hrefs = {picture.id: picture.href for picture in pictures}
    chapters = contents.shown(
        edition.content,
        image_url=lambda media: hrefs.get(f"image-{media}", ""),
        first_heading=2,
    )
    return {
        "edition": edition,
        "book": edition.book,
        "place": edition.book.place,
        "language": _language(edition.book.language),
        "title": _said(edition.title) or edition.book.slug,
        "subtitle": _said(edition.subtitle),
        "summary": _said(edition.summary),
        "credits": [name for name in map(_said, edition.credits) if name],
        "chapters": chapters,
        "pictures": pictures,
        "licence": licence(edition.licence),
        "day": look.day_year(edition.day),
        "modified": edition.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "words": _words(edition),
    }


def _words(edition: Edition) -> dict[str, str]:
    """What the book says of itself; gathered here because templates in XML are not."""
    return {
        "contents": _("Contents"),
        "cover": _("Cover"),
        "cover_of": _("Cover of “%(title)s”") % {"title": _said(edition.title)},
        "title_page": _("Title page"),
        "colophon": _("About this book"),
        "written_by": _("Written by"),
        "edition": _("Edition %(number)d") % {"number": edition.number},
        "published": _("Published"),
        "licence": _("Licence"),
        "nobody_yet": _("Nobody has written here yet. One could tell:"),
        "accessibility": _(
            "One column of text with titles, in reading order; pictures have a description "
            "where their authors wrote one."
        ),
    }


def _cover(edition: Edition) -> str:
    drawn = look.cover(_said(edition.title), _said(edition.subtitle), edition.book.identifier)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{drawn}\n'


def _page(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"publishing/epub/{name}", context)


def _said(text: str) -> str:
    return clean_xml(text).strip()


def _language(code: str) -> str:
    return code if _LANGUAGE.fullmatch(code) else "fr"


def _spoken(code: str) -> str:
    """The language of ours in which the book's own pages are said."""
    return "en" if code.lower().startswith("en") else "fr"

"""The files inside: package, navigation, cover, chapters, colophon, pictures, sound, film."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.commons.licences import licence
from openweek.look.templatetags import look
from openweek.publishing import contents
from openweek.publishing.epub.archive import clean_xml
from openweek.publishing.files import image_path
from openweek.publishing.models import Edition
from openweek.writing.html import Recording

_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


# What every reader of books plays; film has no such list, so that each is tried.
_SOUNDS = {
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "audio/ogg": "audio/ogg; codecs=opus",
}
# A book that telephones take in: what weighs more is on the page of the book.
_MOST_FOR_ONE = 10 << 20
_MOST_FOR_ALL = 30 << 20


@dataclass(frozen=True)
class Media:
    """A picture, a sound or a film that is in the book."""

    id: str
    href: str
    content_type: str
    content: bytes


def files_of(edition: Edition) -> dict[str, str | bytes]:
    """In the language of the book, whoever publishes it."""
    with translation.override(_spoken(edition.book.language)):
        pictures, recordings = _pictures(edition), _recordings(edition)
        context = _context(edition, pictures, recordings)
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
        files.update({f"book/{each.href}": each.content for each in [*pictures, *recordings]})
    return files


def _pictures(edition: Edition) -> list[Media]:
    return [
        _media(edition, media, image["content_type"])
        for media, image in sorted(edition.images.items())
        if edition.image(media)
    ]


def _recordings(edition: Edition) -> list[Media]:
    """The lightest first, as long as there is room."""
    found = [
        (image_path(edition, each).stat().st_size, media, _type_in_book(each["content_type"]))
        for media, each in edition.images.items()
        if edition.recording(media)
    ]
    chosen, room = [], _MOST_FOR_ALL
    for size, media, content_type in sorted(found):
        if content_type and size <= min(_MOST_FOR_ONE, room):
            chosen.append(_media(edition, media, content_type))
            room -= size
    return chosen


def _type_in_book(content_type: str) -> str:
    is_film = content_type.startswith("video/")
    return content_type if is_film else _SOUNDS.get(content_type, "")


def _media(edition: Edition, media: str, content_type: str) -> Media:
    kind = "image" if content_type.startswith("image/") else "recording"
    path = image_path(edition, edition.images[media])
    return Media(
        id=f"{kind}-{media}",
        href=f"{kind}s/{media}{path.suffix}",
        content_type=content_type,
        content=path.read_bytes(),
    )


def _recording_of(edition: Edition, recordings: list[Media]) -> Callable[[str], Recording | None]:
    """In the book, or on the page of the book."""
    hrefs = {recording.id: recording.href for recording in recordings}
    book = edition.book
    page = settings.OPENWEEK_URL + reverse("book", args=[book.place.slug, book.slug])

    def recording_of(media: str) -> Recording | None:
        known = edition.recording(media)
        if known is None:
            return None
        href = hrefs.get(f"recording-{media}")
        return Recording(href or page, known["content_type"], here=href is not None)

    return recording_of


def _context(edition: Edition, pictures: list[Media], recordings: list[Media]) -> dict[str, Any]:
    hrefs = {picture.id: picture.href for picture in pictures}
    chapters = contents.shown(
        edition.content,
        image_url=lambda media: hrefs.get(f"image-{media}", ""),
        recording_of=_recording_of(edition, recordings),
        language=_spoken(edition.book.language),
        first_heading=2,
        in_book=True,
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
        "recordings": recordings,
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
            "One column of text with titles, in reading order; pictures, sound and film have a "
            "description where their authors wrote one."
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

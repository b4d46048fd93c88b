"""Reads of editions: what their pages show, and their files."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openweek.publishing.models import Book, Edition, EditionFile
from openweek.publishing.told import Told, spoken, told
from openweek.writing.html import Picture, Recording, render_tree

Kind = EditionFile.Kind
KEPT_SECONDS = 3600

# What follows the name of the book in the name of each of its files.
_TAILS: dict[str, str] = {
    Kind.EPUB: ".epub",
    Kind.PDF_A5: "-a5.pdf",
    Kind.PDF_A4: "-a4.pdf",
    Kind.SITE: ".site.zip",
    Kind.MARKDOWN: ".md.zip",
    Kind.MARKDOWN_PAGE: ".md",
    Kind.TEXT: ".txt",
}
_NAMES = {
    Kind.EPUB: (_("EPUB"), _("for telephones, tablets and reading devices")),
    Kind.PDF_A5: (_("PDF, A5"), _("a small book to print and give away")),
    Kind.PDF_A4: (_("PDF, A4"), _("large letters, for an office printer")),
    Kind.SITE: (_("Web site"), _("a folder that opens from a USB stick, without Internet")),
    Kind.MARKDOWN: (_("Markdown with its pictures"), _("to carry it on elsewhere")),
    Kind.MARKDOWN_PAGE: (pgettext_lazy("a file", "Markdown"), _("one file; its pictures are here")),
    Kind.TEXT: (_("Plain text"), _("words only, for everything that reads")),
}


@dataclass(frozen=True)
class ShownChapter:
    """``html`` is empty when nobody wrote it."""

    number: int
    title: str
    anchor: str
    prompts: list[str]
    html: SafeString


@dataclass(frozen=True)
class ShownTerm:
    """A term of the glossary, and the chapters that name it."""

    term: str
    anchor: str
    html: SafeString
    chapters: list[ShownChapter]


@dataclass(frozen=True)
class ShownEdition:
    """``told`` has neither chapters nor glossary: they stand here, as HTML."""

    told: Told
    chapters: list[ShownChapter]
    glossary_lead: SafeString
    glossary: list[ShownTerm]


@dataclass(frozen=True)
class Form:
    """A file that can be taken away; ``size`` in bytes."""

    kind: str
    name: str
    about: str
    address: str
    content_type: str
    size: int


def shown_edition(edition: Edition) -> ShownEdition:
    """For the public page; an edition never changes, so its page is made once."""
    key = f"publishing.edition:{edition.pk}:{edition.digest}"
    shown: ShownEdition | None = cache.get(key)
    if shown is None:
        shown = _shown(edition, told(edition))
        cache.set(key, shown, KEPT_SECONDS)
    return shown


def _shown(edition: Edition, said: Told) -> ShownEdition:
    def html(tree: dict[str, object], prefix: str, first_heading: int) -> SafeString:
        return render_tree(
            tree,
            image_url=lambda media: picture_of(edition, media),
            recording_of=lambda media: recording_of(edition, media),
            language=said.spoken,
            first_heading=first_heading,
            prefix=f"{prefix}-",
        )

    with spoken(said.language):
        chapters = [
            ShownChapter(
                number=each.number,
                title=each.title,
                anchor=each.anchor,
                prompts=each.prompts,
                html=html(each.tree, each.anchor, 3) if each.is_written else SafeString(""),
            )
            for each in said.chapters
        ]
        terms = [
            ShownTerm(
                term=entry.term,
                anchor=entry.anchor,
                html=html(entry.tree, entry.anchor, 4),
                chapters=[each for each in chapters if each.number in entry.chapters],
            )
            for entry in said.glossary
        ]
        lead = html(said.glossary_lead, "glossary", 3)
    return ShownEdition(replace(said, chapters=[], glossary=[]), chapters, lead, terms)


def picture_of(edition: Edition, media: str) -> Picture | str:
    """With its sizes, so that a telephone fetches no more than it shows; "" for none."""
    known = edition.image(media)
    if known is None:
        return ""
    path = [edition.book.place.slug, edition.book.slug, media]
    sizes = [int(size) for size in known.get("sizes", {}) if size.isdecimal()]
    return Picture(
        address=reverse("book_image", args=path),
        width=known["width"] or 0,
        height=known["height"] or 0,
        narrower=tuple(
            (size, reverse("book_image_size", args=[*path, size]))
            for size in sorted(sizes)
            if size < (known["width"] or 0)
        ),
    )


def image_address(edition: Edition, media: str) -> str:
    return _address(edition, media, "book_image") if edition.image(media) else ""


def recording_of(edition: Edition, media: str) -> Recording | None:
    known = edition.recording(media)
    if known is None:
        return None
    return Recording(_address(edition, media, "book_recording"), known["content_type"])


def _address(edition: Edition, media: str, name: str) -> str:
    return reverse(name, args=[edition.book.place.slug, edition.book.slug, media])


def file_of(edition: Edition, kind: str) -> EditionFile | None:
    """None as long as it is not bound."""
    found = edition.files.filter(kind=kind).first()
    if found is not None:
        found.edition = edition
    return found


def file_name(book: Book, kind: str) -> str:
    return f"{book.slug}{_TAILS[kind]}"


def kind_named(book: Book, name: str) -> str | None:
    """Which of its forms that file is, whatever edition it is of."""
    return next((kind for kind in _TAILS if name == file_name(book, kind)), None)


def forms_of(edition: Edition) -> list[Form]:
    """In the order in which most people want them; none as long as nothing is bound."""
    known = {file.kind: file for file in edition.files.all()}
    return [_form(edition, kind, known[kind].size) for kind in _TAILS if kind in known]


def _form(edition: Edition, kind: str, size: int) -> Form:
    name, about = _NAMES[Kind(kind)]
    return Form(
        kind=kind,
        name=str(name),
        about=str(about),
        address=file_address(edition, kind),
        content_type=_TYPES[kind],
        size=size,
    )


def file_address(edition: Edition, kind: str) -> str:
    """Of that edition for ever, without the host."""
    book = edition.book
    path = [book.place.slug, book.slug, edition.number, file_name(book, kind)]
    return reverse("edition_file", args=path)


def page_address(edition: Edition) -> str:
    """The book's own, which is that of its newest edition, with the host."""
    book = edition.book
    return f"{settings.OPENWEEK_URL}{reverse('book', args=[book.place.slug, book.slug])}"


def editions_of(book: Book) -> list[Edition]:
    """All of them, the newest first, without what is in them."""
    return _told(book.editions.defer("content", "images", "contributions", "sources"), book)


def _told(editions: "QuerySet[Edition]", book: Book) -> list[Edition]:
    found = list(editions)
    for edition in found:
        edition.book = book
    return found


def edition_with(book: Book, media: str) -> Edition | None:
    """The newest one that shows it."""
    return book.editions.filter(images__has_key=media).first()


_TYPES: dict[str, str] = {
    Kind.EPUB: "application/epub+zip",
    Kind.PDF_A5: "application/pdf",
    Kind.PDF_A4: "application/pdf",
    Kind.SITE: "application/zip",
    Kind.MARKDOWN: "application/zip",
    Kind.MARKDOWN_PAGE: "text/markdown",
    Kind.TEXT: "text/plain",
}

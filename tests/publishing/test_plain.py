"""Markdown with its media, Markdown in one file, plain text."""

import zipfile
from pathlib import Path

import pytest

from openweek.ground.authors import SOFTWARE
from openweek.publishing import actions
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.writing.actions import add_blocks
from tests.factories.books import NADIA, bound, make_book, put_picture, text_of, words_with, write
from tests.publishing.test_epub import EVERYTHING

pytestmark = pytest.mark.django_db
Kind = EditionFile.Kind


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def words_of(edition: Edition, kind: str) -> str:
    return bound(edition, kind).read_text(encoding="utf-8")


def book_of_everything() -> Book:
    book = make_book(title="#import <b>le livre</b>", people=["Nadia", "نادية"])
    add_blocks(text=text_of(book), by=NADIA, tree={"type": "doc", "content": EVERYTHING})
    book.chapters.filter(position=2).update(title="Communauté")
    book.chapters.filter(position=1).update(title="Communauté")
    write(book, "Le deuxième du même nom.", chapter=2)
    return book


def test_the_folder_holds_the_words_and_the_pictures_that_they_name() -> None:
    book = make_book()
    media = put_picture(book)
    folder = zipfile.ZipFile(bound(published(book), Kind.MARKDOWN))
    told = folder.read(f"{book.slug}/{book.slug}.md").decode()

    assert f"![La grande salle](<media/{media.pk}.webp>)" in told
    assert f"{book.slug}/media/{media.pk}.webp" in folder.namelist()


def test_the_single_file_shows_pictures_where_the_edition_keeps_them() -> None:
    book = make_book()
    media = put_picture(book)
    told = words_of(published(book), Kind.MARKDOWN_PAGE)

    assert f"/{book.place.slug}/books/{book.slug}/images/{media.pk}>)" in told
    assert "](<http" in told


def test_chapters_of_one_name_are_told_apart_and_signs_in_a_title_stay_signs() -> None:
    told = words_of(published(book_of_everything()), Kind.MARKDOWN_PAGE)

    assert told.startswith("# \\#import \\<b\\>le livre\\</b\\>\n")
    assert "1. [Communauté](#chapter-1)\n2. [Communauté](#chapter-2)" in told
    assert told.count('<a id="chapter-1"></a>\n\n## Communauté') == 1
    assert "[^chapter-1-1]: " in told


def test_a_table_stays_one() -> None:
    book = make_book()
    cells = [
        {"type": "tableCell", "content": [{"type": "paragraph", "content": [words_with(each)]}]}
        for each in ("pain", "12")
    ]
    table = {"type": "table", "content": [{"type": "tableRow", "content": cells}]}
    add_blocks(text=text_of(book), by=NADIA, tree={"type": "doc", "content": [table]})
    edition = published(book)

    assert "| pain | 12 |" in words_of(edition, Kind.MARKDOWN_PAGE)
    assert "pain | 12" in words_of(edition, Kind.TEXT)


def test_plain_text_says_all_of_it() -> None:
    told = words_of(published(book_of_everything()), Kind.TEXT)

    for words in ("مرحبا بكم", "日本語", "Débuts", "le site & <la suite>", "[x] le pain[1]",
                  "[1] De & <Paul>.", "Nadia", "CC BY-NC-SA 3.0", "/editions/1/"):  # fmt: skip
        assert words in told


def test_a_chapter_that_nobody_wrote_invites_in_words_too() -> None:
    book = make_book()
    edition = published(book)
    prompt = book.chapters.all()[0].prompts[0]

    assert f"- {prompt}" in words_of(edition, Kind.TEXT)
    assert Path(bound(edition, Kind.MARKDOWN)).stat().st_size > 0

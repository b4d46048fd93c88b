"""Each edition keeps its address, its pictures and its files; the same one gives the same bytes."""

import hashlib
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.forms.models import model_to_dict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground.authors import SOFTWARE
from openweek.publishing import actions
from openweek.publishing.binding import BINDERS
from openweek.publishing.models import Book, Chapter, Edition, EditionFile
from openweek.writing.actions import add_blocks
from tests.factories.books import NADIA, bound, make_book, put_picture, text_of, words_with, write
from tests.publishing.test_epub import EVERYTHING

pytestmark = pytest.mark.django_db
Kind = EditionFile.Kind

# Another process, in which sets and words are shuffled otherwise, with nothing but the edition.
_BUILD = """
import hashlib, io, json, sys
import django
django.setup()
from datetime import datetime
from openweek.place.models import Place
from openweek.publishing.binding import BINDERS
from openweek.publishing.models import Book, Edition
told = json.load(sys.stdin)
book = Book(**told["book"], place=Place(**told["place"]))
told["edition"]["published_at"] = datetime.fromisoformat(told["edition"]["published_at"])
edition = Edition(**told["edition"], book=book)
for kind, binder in BINDERS.items():
    to = io.BytesIO()
    binder.build(edition, to)
    print(kind, hashlib.sha256(to.getvalue()).hexdigest())
"""


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_older_edition_keeps_its_page_and_says_that_there_is_a_newer_one(
    client: Client,
) -> None:
    book = make_book()
    root = f"/{book.place.slug}/books/{book.slug}/"
    write(book, "Avant.")
    published(book)
    write(book, "Après.")
    published(book)
    old, new = page_of(client, f"{root}editions/1/"), page_of(client, root)

    assert "Avant." in old
    assert "Après." not in old
    assert "Il existe une édition plus récente" in old
    assert f'<link rel="latest-version" href="{root}">' in old
    assert f'<link rel="canonical" href="{root}">' in new
    assert "Après." in new
    assert "plus récente</" not in new.partition('id="colophon"')[0]
    assert f'href="{root}editions/1/"' in new


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_an_edition_that_is_not_there_is_not_found(client: Client, number: int) -> None:
    book = make_book()
    published(book)

    assert client.get(f"/{book.place.slug}/books/{book.slug}/editions/{number}/").status_code == 404


def test_pictures_of_an_older_edition_are_still_shown(client: Client) -> None:
    book = make_book()
    media = put_picture(book)
    published(book)
    text_of(book).media.all().delete()
    published(book)
    answer = client.get(f"/{book.place.slug}/books/{book.slug}/images/{media.pk}")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"RIFF")  # type: ignore[attr-defined]


def test_files_arrive_after_the_page(client: Client) -> None:
    book = make_book()
    root = f"/{book.place.slug}/books/{book.slug}"
    edition = published(book)
    assert "Les fichiers arrivent" in page_of(client, f"{root}/")
    assert client.get(f"{root}.epub").status_code == 404
    bound(edition)
    page = page_of(client, f"{root}/")

    assert "Les fichiers arrivent" not in page
    for kind in BINDERS:
        file = edition.files.get(kind=kind)
        assert file.size > 0
        assert f'href="{root}/editions/1/' in page


@pytest.mark.parametrize("tail", [".epub", ".md", ".txt", ".md.zip"])
def test_a_file_is_given_whole_in_parts_and_once(client: Client, tail: str) -> None:
    book = make_book()
    write(book, "Des mots.")
    bound(published(book))
    path = f"/{book.place.slug}/books/{book.slug}/editions/1/{book.slug}{tail}"
    whole = client.get(path)
    content = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    part = client.get(path, headers={"Range": "bytes=2-5"})
    again = client.get(path, headers={"If-None-Match": whole["ETag"]})

    assert b"".join(part.streaming_content) == content[2:6]  # type: ignore[attr-defined]
    assert (again.status_code, again.content) == (304, b"")
    assert whole["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert whole["Content-Disposition"] == f'attachment; filename="{book.slug}{tail}"'
    head = client.head(path)
    assert (head["Content-Length"], list(head.streaming_content)) == (str(len(content)), [])  # type: ignore[attr-defined]


def test_a_file_of_another_name_is_not_found(client: Client) -> None:
    book = make_book()
    bound(published(book))
    root = f"/{book.place.slug}/books/{book.slug}/editions/1/"

    for name in ["autre.epub", f"{book.slug}.exe", "..%2f..%2fdb.sqlite3", f"{book.slug}"]:
        assert client.get(root + name).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_much_for_one_edition_as_for_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    book = make_book()
    for number in range(count):
        write(book, f"Édition {number}.")
        published(book)
    with django_assert_num_queries(6):
        page_of(client, f"/{book.place.slug}/books/{book.slug}/")


def test_a_glossary_leads_to_the_chapters_that_name_its_terms(client: Client) -> None:
    book = make_book()
    write(book, "Le préau est grand.")
    book.chapters.filter(position=2).update(kind=Chapter.Kind.GLOSSARY, title="Qui et où")
    term = {"type": "paragraph", "content": [
        words_with("Préau", "bold"), words_with(" : la cour couverte.")]}  # fmt: skip
    add_blocks(text=text_of(book, 2), by=NADIA, tree={"type": "doc", "content": [term]})
    published(book)
    page = page_of(client, f"/{book.place.slug}/books/{book.slug}/")

    assert '<dt id="term-1" dir="auto"><dfn>Préau</dfn></dt>' in page
    assert '<p class="book-seen"><a href="#chapter-1" dir="auto">Communauté</a></p>' in page


def book_of_everything() -> Book:
    book = make_book(title="Tout", people=["Nadia", "Zoé", "نادية"], move_commons="np-rp-rc.di-gr")
    add_blocks(text=text_of(book), by=NADIA, tree={"type": "doc", "content": EVERYTHING})
    for alt in ("La salle", "La cour"):
        put_picture(book, chapter=2, alt=alt)
    return book


def test_the_same_edition_is_the_same_bytes_in_every_form_and_process() -> None:
    edition = published(book_of_everything())
    told = {"edition": _row(edition), "book": _row(edition.book), "place": _row(edition.book.place)}
    digests = [_digests(told, seed) for seed in ("0", "4711")]

    assert digests[0] == digests[1]
    assert len(digests[0]) == len(BINDERS)
    bound(edition)
    assert dict(edition.files.values_list("kind", "digest")) == digests[0]


def _row(row: Any) -> dict[str, Any]:
    """Its columns as JSON says them, without what it leads to."""
    fields = [each for each in row._meta.concrete_fields if not each.is_relation]
    kept = model_to_dict(row, [each.name for each in fields])
    kept |= {each.name: getattr(row, each.name) for each in fields}
    kept.pop("bound_at", None)
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        if isinstance(value, str | int | float | list | dict | None) else str(value)
        for name, value in kept.items()
        if name not in {"created_at", "withdrawn_at"}
    }  # fmt: skip


def _digests(told: dict[str, Any], seed: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-c", _BUILD],
        input=json.dumps(told),
        env={
            **os.environ,
            "PYTHONHASHSEED": seed,
            "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
            "OPENWEEK_DATA": str(settings.OPENWEEK_DATA),
            "OPENWEEK_URL": settings.OPENWEEK_URL,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(line.split() for line in done.stdout.splitlines())

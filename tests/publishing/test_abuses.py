"""What somebody with bad intentions, or bad luck, brings into books and asks of them."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from defusedxml import ElementTree
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.publishing import actions
from openweek.publishing.files import file_path
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.writing import actions as writing_actions
from openweek.writing.models import Media
from tests.factories.books import NADIA, bound, make_book, put_picture, text_of, write
from tests.factories.places import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

UNSAYABLE = "avant\x00\x0b\x1b\ufffe]]></script><!--&#0; après"


def publish(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason="by_hand")


def root(book: Book) -> str:
    return f"/{book.place.slug}/books/{book.slug}/"


def test_characters_that_no_book_can_carry_are_no_reason_for_having_none(client: Client) -> None:
    book = make_book(title="Un ]]> titre <b>")
    image = {"type": "image", "attrs": {"media": "x\x00", "alt": UNSAYABLE}}
    heading = {"type": "heading", "attrs": {"level": 2}, "content": [
        {"type": "text", "text": UNSAYABLE},
    ]}  # fmt: skip
    tree: dict[str, Any] = {"type": "doc", "content": [heading, image]}
    writing_actions.add_blocks(text=text_of(book), by=NADIA, tree=tree)
    edition = publish(book)
    # PostgreSQL keeps none of these in its JSON: the book would never come out.
    assert "\\u0000" not in json.dumps(Edition.objects.get().content)
    path = bound(edition)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as epub:
        for name in epub.namelist():
            if name.endswith((".xhtml", ".opf", ".svg")):
                ElementTree.fromstring(epub.read(name))
    assert edition.files.count() == len(EditionFile.Kind)
    page = client.get(root(book)).content.decode()
    assert "</script><!--" not in page


def test_a_picture_of_a_withdrawn_book_is_asked_for_anew_by_whoever_keeps_it(
    client: Client,
) -> None:
    book = make_book()
    media = put_picture(book)
    edition = publish(book)
    bound(edition)
    addresses = [f"{root(book)}images/{media.pk}", f"/{book.place.slug}/books/{book.slug}.epub"]
    marks = []
    for address in addresses:
        answer = client.get(address)
        assert "immutable" not in answer["Cache-Control"]
        assert "max-age=0" in answer["Cache-Control"]
        marks.append(answer["ETag"])
        answer.getvalue()
    actions.withdraw_book(book=book, because="Elle ne le veut plus", by=SOFTWARE)
    for address, mark in zip(addresses, marks, strict=True):
        answer = client.get(address, HTTP_IF_NONE_MATCH=mark)
        assert answer.status_code == 410
        assert answer["Cache-Control"] == "no-store"


def test_who_was_not_asked_is_in_no_form_of_the_book_nor_on_its_cover(client: Client) -> None:
    book = make_book()
    write(book, "Le mot de bienvenue.")
    media = put_picture(book)
    actions.choose_cover(book=book, picture=media, by=SOFTWARE)
    Media.objects.update(consent="unasked")
    edition = publish(book)
    bound(edition)
    assert edition.images == {}
    assert client.get(f"{root(book)}images/{media.pk}").status_code == 404
    for file in edition.files.all():
        path = file_path(file)
        assert media.digest.encode() not in path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as pack:
                names = [name for name in pack.namelist() if str(media.pk) in name]
            assert names == []


def test_an_unpublished_book_shows_neither_files_nor_pictures_to_strangers(
    client: Client,
) -> None:
    book = make_book()
    media = put_picture(book)
    tails = [f"images/{media.pk}", f"images/{media.pk}/800", f"recordings/{media.pk}"]
    tails += ["", "editions/1/", f"editions/1/{book.slug}.epub", "editions/1/site/"]
    for tail in tails:
        assert client.get(f"{root(book)}{tail}").status_code == 404, tail
    assert client.get(f"/texts/{media.text_id}/media/{media.pk}/").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["../1-x.epub", "..%2f..%2fdb.sqlite3", "%2fetc%2fpasswd", "a%00b", "x" * 5000, "%e2%80%ae",
     "index.html%00.svg", "look/../../index.html", "\\..\\index.html", "%ff%fe"],
)  # fmt: skip
def test_nothing_but_pages_of_the_folder_comes_out_of_it(client: Client, name: str) -> None:
    book = make_book()
    write(book, "Un début.")
    bound(publish(book))
    answer = client.get(f"{root(book)}editions/1/site/{name}")
    assert answer.status_code in {400, 404}


def test_ranges_are_one_part_or_nothing(client: Client) -> None:
    book = make_book()
    write(book, "Un début.")
    size = bound(publish(book)).stat().st_size
    address = f"/{book.place.slug}/books/{book.slug}.epub"
    many = "bytes=" + ",".join("0-1" for _ in range(10_000))
    for asked, status in (
        (many, 200), ("bytes=-0", 416), (f"bytes={size}-", 416), ("bytes=5-1", 200),
        ("bytes=" + "9" * 40 + "-", 200), ("lines=1-2", 200), ("bytes=0-0", 206),
    ):  # fmt: skip
        answer = client.get(address, HTTP_RANGE=asked)
        assert answer.status_code == status, asked
        assert len(answer.getvalue()) <= size


def test_nobody_brings_an_address_that_runs_into_the_sources(client: Client) -> None:
    book = make_book()
    client.force_login(_concierge(book))
    for url in ("javascript:alert(1)", "data:text/html,x", "ftp://x.org/", " JaVaScRiPt:x"):
        said = {"title": "T", "author": "A", "url": url, "licence": "CC0-1.0", "once": str(uuid4())}
        client.post(f"{root(book)}sources/", said)
    unknown = {"title": "T", "author": "A", "licence": "GPL\x00", "once": str(uuid4())}
    client.post(f"{root(book)}sources/", unknown)
    assert not book.sources.exists()


def _concierge(book: Book) -> Any:
    return make_person(book.place, "Nadia")

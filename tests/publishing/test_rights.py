"""Who may do what: every address of the room, for everybody, here and elsewhere."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person, Place, Role
from openweek.publishing import actions, files
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.publishing.urls import urlpatterns
from openweek.writing.actions import grant
from tests.factories.books import make_book, put_picture, put_recording, text_of
from tests.factories.places import make_person, make_place
from tests.writing import recorded

pytestmark = pytest.mark.django_db

# A writer is somebody to whom a right to write in the book was given, whatever their part.
EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "writer", "stranger", "concierge"]
OPEN = dict.fromkeys(EVERYBODY, 200)


def only(status: int, *who: str, others: int = 403) -> dict[str, int]:
    return {each: status if each in who else others for each in EVERYBODY}


FILES = [
    "book_epub", "book_pdf", "book_pdf_a4", "book_md", "book_text", "book_site", "edition",
    "edition_file", "edition_site", "book_image", "book_image_size", "book_recording",
]  # fmt: skip
# Of a book that is published.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "books"): OPEN,
    ("GET", "book"): OPEN,
    **{("GET", name): OPEN for name in FILES},
    ("POST", "publish_book"): only(302, "concierge"),
    ("GET", "book_sources"): only(200, "writer", "concierge"),
    ("POST", "book_sources"): only(200, "writer", "concierge"),  # what is sent here lacks a title
    ("POST", "remove_source"): only(302, "writer", "concierge"),
    ("GET", "choose_cover"): only(200, "writer", "concierge"),
    ("POST", "choose_cover"): only(200, "writer", "concierge"),  # what is sent here chooses none
    ("POST", "reopen_book"): only(302, "concierge"),
    ("GET", "withdraw_book"): only(200, "concierge"),
    ("POST", "withdraw_book"): only(200, "concierge"),  # what is sent here gives no reason
    ("POST", "put_back_book"): only(302, "concierge"),
}
KNOWN = ("coworker", "writer", "concierge")
# One that is being written is nobody's business but theirs.
BEFORE = {
    ("GET", "book"): only(200, *KNOWN, others=404),
    **{("GET", name): only(404, others=404) for name in FILES},
    ("POST", "publish_book"): {**only(403, *KNOWN, others=404), "concierge": 302},
    ("GET", "book_sources"): {**only(200, *KNOWN, others=404), "coworker": 403},
    ("POST", "remove_source"): {**only(302, *KNOWN, others=404), "coworker": 403},
}
# Of one that was taken back nothing is given to anybody; it says so.
WITHDRAWN = {("GET", name): dict.fromkeys(EVERYBODY, 410) for name in ["book", *FILES]}


def make_published(place: Place) -> Book:
    book = make_book(place)
    picture = put_picture(book)
    put_recording(book, recorded.mp3(), chapter=2)
    type(picture).objects.filter(pk=picture.pk).update(sizes={"20": picture.file})
    edition = actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)
    for kind in EditionFile.Kind:
        content = packed()
        path = files.folder_of(book) / f"file-{kind}"
        path.write_bytes(content)
        EditionFile.objects.create(
            edition=edition, kind=kind, file=path.name, digest=kind, size=len(content)
        )
    return book


def packed() -> bytes:
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr("index.html", "<title>Le livre</title>")
    return to.getvalue()


def address(name: str, book: Book) -> str:
    place, slug = book.place.slug, book.slug
    if name == "books":
        return reverse(name, args=[place])
    media = {media.kind: str(media.pk) for media in text_of(book).media.all()}
    media |= {media.kind: str(media.pk) for media in text_of(book, 2).media.all()}
    more: dict[str, list[object]] = {
        "edition": [1],
        "edition_file": [1, f"{slug}.epub"],
        "edition_site": [1],
        "book_image": [media.get("image", uuid4())],
        "book_image_size": [media.get("image", uuid4()), 20],
        "book_recording": [media.get("sound", uuid4())],
        "remove_source": [1],
    }
    return reverse(name, args=[place, slug, *more.get(name, [])])


def somebody(who: str, book: Book) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    if who == "writer":
        person = make_person(book.place, "Wanda", Role.VISITOR)
        for chapter in book.chapters.all():
            grant(text=chapter.text, level="write", person=person, by=SOFTWARE)
        return person
    return make_person(book.place, who.title(), Role(who))


def answers(client: Client, route: tuple[str, str], book: Book) -> dict[str, int]:
    method, name = route
    got = {}
    for who in EVERYBODY:
        person = somebody(who, book)
        client.logout()
        if person:
            client.force_login(person)
        ask = client.get if method == "GET" else client.post
        answer = ask(address(name, book))
        if answer.streaming:
            list(answer.streaming_content)  # type: ignore[attr-defined]  # read it, or it stays open
        got[who] = answer.status_code
    return got


def test_every_address_of_the_room_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(client: Client, route: tuple[str, str]) -> None:
    assert answers(client, route, make_published(make_place())) == MATRIX[route]


@pytest.mark.parametrize("route", BEFORE, ids=" ".join)
def test_before_it_is_published_few_know_of_it(client: Client, route: tuple[str, str]) -> None:
    assert answers(client, route, make_book(make_place())) == BEFORE[route]


@pytest.mark.parametrize("route", WITHDRAWN, ids=" ".join)
def test_of_a_withdrawn_book_nothing_is_given(client: Client, route: tuple[str, str]) -> None:
    book = make_published(make_place())
    actions.withdraw_book(book=book, because="Une photo.", by=SOFTWARE)

    assert answers(client, route, book) == WITHDRAWN[route]


@pytest.mark.parametrize("route", [route for route in MATRIX if route[0] == "POST"], ids=" ".join)
def test_a_get_changes_nothing(client: Client, route: tuple[str, str]) -> None:
    if ("GET", route[1]) in MATRIX:
        return
    book = make_published(make_place())
    person = somebody("concierge", book)
    assert person
    client.force_login(person)

    assert client.get(address(route[1], book)).status_code == 405

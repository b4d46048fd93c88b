import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place, Role
from openweek.publishing import actions
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import grant
from tests.conftest import SignIn
from tests.factories.books import bound, make_book, put_picture, text_of, write
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place()


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def address(book: Book) -> str:
    return f"/{book.place.slug}/books/{book.slug}/"


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_published_book_says_what_who_and_under_which_licence(
    client: Client, place: Place
) -> None:
    book = make_book(place, people=["Nadia", "Paul"])
    write(book, "Tout a commencé dans une cuisine.")
    published(book)
    page = page_of(client, address(book))
    assert "Tout a commencé dans une cuisine." in page
    assert "Nadia" in page
    assert 'rel="license"' in page
    assert "https://creativecommons.org/licenses/by-nc-sa/3.0/" in page
    assert "Personne n’a encore écrit ici" in page


def test_machines_read_the_licence_and_the_authors(client: Client, place: Place) -> None:
    book = make_book(place, title="</script><b>Le livre", people=["Nadia"])
    published(book)
    page = page_of(client, address(book))
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["license"] == "https://creativecommons.org/licenses/by-nc-sa/3.0/"
    assert told["author"] == [{"@type": "Person", "name": "Nadia"}]
    assert told["name"] == "</script><b>Le livre"
    assert told["publisher"] == {"@type": "Organization", "name": place.name}
    assert "isBasedOn" not in told  # of what nobody said there is nothing


def test_machines_read_what_it_carries_on_who_did_what_and_where_its_files_are(
    client: Client, place: Place
) -> None:
    book = make_book(place, people=["Nadia"])
    write(book, "Dix lettres")
    actions.add_source(
        book=book, title="Le Comptoir", author="URM", licence="CC-BY-NC-SA-3.0", once=uuid4(),
        url="https://example.org/", by=SOFTWARE,
    )  # fmt: skip
    bound(published(book))
    page = page_of(client, address(book))
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["isBasedOn"][0]["license"] == told["license"]
    assert told["isBasedOn"][0]["url"] == "https://example.org/"
    assert told["contributor"][0]["roleName"] == "11 signes (Communauté)"
    formats = {each["encodingFormat"]: each["url"] for each in told["workExample"]}
    assert formats["application/epub+zip"].endswith(f"/editions/1/{book.slug}.epub")


def test_a_picture_is_shown_with_its_words(client: Client, place: Place) -> None:
    book = make_book(place)
    media = put_picture(book, alt="La grande salle")
    published(book)
    picture = f"/{place.slug}/books/{book.slug}/images/{media.pk}"
    page = page_of(client, address(book))
    assert f'<img src="{picture}" alt="La grande salle" width="40" height="30"' in page
    assert 'loading="lazy"' in page
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_epub_has_its_name_its_type_and_is_sent_once(client: Client, place: Place) -> None:
    book = make_book(place)
    bound(published(book))
    path = f"/{place.slug}/books/{book.slug}.epub"
    answer = client.get(path)
    assert answer["Content-Type"] == "application/epub+zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{book.slug}.epub"'
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("tail", ["", "publish/"])
def test_a_book_being_written_is_nobodys_business(client: Client, place: Place, tail: str) -> None:
    book = make_book(place)
    client.force_login(make_person(make_place("Ailleurs"), "Zoé", Role.CONCIERGE))
    ask = client.post if tail else client.get
    assert ask(address(book) + tail).status_code == 404
    assert client.get(f"/{place.slug}/books/{book.slug}.epub").status_code == 404
    assert book.title not in page_of(client, f"/{place.slug}/books/")


@pytest.mark.parametrize(
    ("role", "sees", "publishes"),
    [
        ("", 404, 404),
        (Role.VISITOR, 404, 404),
        (Role.CONTRIBUTOR, 404, 404),
        (Role.COWORKER, 200, 403),
        (Role.CONCIERGE, 200, 302),
    ],
)
def test_who_sees_and_who_publishes(
    client: Client, place: Place, role: str, sees: int, publishes: int
) -> None:
    book = make_book(place)
    if role:
        client.force_login(make_person(place, "Camille", role))
    assert client.get(address(book)).status_code == sees
    assert client.post(f"{address(book)}publish/").status_code == publishes
    assert book.editions.exists() == (publishes == 302)


@pytest.mark.parametrize("role", [Role.VISITOR, Role.COWORKER, Role.CONCIERGE])
def test_a_get_never_publishes(sign_in: SignIn, place: Place, role: str) -> None:
    book = make_book(place)
    answer = sign_in(make_person(place, "Camille", role)).get(f"{address(book)}publish/")
    assert answer.status_code == 405
    assert not book.editions.exists()


def test_those_who_may_write_find_the_way_to_each_chapter(sign_in: SignIn, place: Place) -> None:
    book, nadia = make_book(place), make_person(place, "Nadia", Role.VISITOR)
    grant(text=text_of(book), level="write", person=nadia, by=SOFTWARE)
    page = page_of(sign_in(nadia), address(book))
    assert f"/texts/{text_of(book).pk}/" in page


def test_coworkers_see_how_it_comes_along_without_a_pen(sign_in: SignIn, place: Place) -> None:
    book = make_book(place)
    write(book, "Trois petits mots.")
    page = page_of(sign_in(make_person(place, "Léo", Role.COWORKER)), address(book))
    assert "3 mots" in page
    assert "/texts/" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_shelf_asks_as_much_for_one_book_as_for_three(
    client: Client, place: Place, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        published(make_book(place, title=f"Livre {number}"))
    with django_assert_num_queries(4):
        page = page_of(client, f"/{place.slug}/books/")
    assert page.count('class="shelf-book"') == count


def test_an_unknown_book_is_not_found(client: Client, place: Place) -> None:
    assert client.get(f"/{place.slug}/books/rien/").status_code == 404
    assert client.get(f"/{place.slug}/books/rien.epub").status_code == 404

"""A book is taken back: each of its addresses says so; put back, it is where it was."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.publishing import actions
from openweek.publishing.models import Book
from openweek.publishing.queries import books_of_place, published
from openweek.publishing.urls import urlpatterns
from tests.conftest import SignIn
from tests.factories.books import bound, make_book, put_picture, write
from tests.factories.places import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

WHY = "Une personne a demandé à ne pas y figurer."
# What a concierge does about it, and the shelf, which is not of one book.
OTHERS = {"books", "withdraw_book", "put_back_book"}


@pytest.fixture
def book() -> Book:
    book = make_book()
    write(book, "Un début.")
    put_picture(book)
    bound(actions.publish_book(book=book, by=SOFTWARE, reason="by_hand"))
    return book


def addresses(book: Book) -> Iterator[str]:
    """Every address below a book, as the room itself lists them."""
    known = {"book": book.slug, "number": 1, "edition": 1, "name": f"{book.slug}.epub"}
    for pattern in urlpatterns:
        if pattern.name in OTHERS:
            continue
        wanted = pattern.pattern.converters
        arguments = {name: known.get(name) or _some(kind) for name, kind in wanted.items()}
        yield reverse(str(pattern.name), kwargs={"place": book.place.slug, **arguments})


def _some(converter: object) -> object:
    named = type(converter).__name__
    return {"UUIDConverter": uuid4(), "IntConverter": 1}.get(named, "rien")


def test_every_address_of_the_book_says_that_it_was_withdrawn(
    sign_in: SignIn, client: Client, book: Book
) -> None:
    actions.withdraw_book(book=book, because=WHY, by=SOFTWARE)
    found = set(addresses(book))
    assert len(found) >= 5
    for browser in (Client(), sign_in(make_person(book.place, "Nadia", Role.CONCIERGE))):
        for address in found:
            answers = [browser.get(address), browser.post(address)]
            said = {answer.status_code for answer in answers}
            assert 410 in said, address
            assert said <= {410, 405}, address
            for answer in answers:
                if answer.status_code == 410:
                    assert WHY in answer.content.decode()
                    assert book.title in answer.content.decode()


def test_lists_leave_it_out_and_put_back_it_is_whole_again(client: Client, book: Book) -> None:
    actions.withdraw_book(book=book, because=WHY, by=SOFTWARE)
    assert books_of_place(book.place, with_unpublished=True) == []
    assert published([book.pk]) == []
    actions.put_back_book(book=book, by=SOFTWARE)
    assert client.get(f"/{book.place.slug}/books/{book.slug}/").status_code == 200
    assert client.get(f"/{book.place.slug}/books/{book.slug}/editions/1/").status_code == 200
    assert [line.book for line in published([book.pk])] == [book]


def test_said_twice_it_is_withdrawn_once(book: Book) -> None:
    for _ in range(2):
        actions.withdraw_book(book=book, because=WHY, by=SOFTWARE)
    for _ in range(2):
        actions.put_back_book(book=book, by=SOFTWARE)
    for kind in ("publishing.book_withdrawn", "publishing.book_put_back"):
        assert Event.objects.filter(kind=kind).count() == 1


def test_a_concierge_says_why_and_puts_it_back(sign_in: SignIn, book: Book) -> None:
    root = f"/{book.place.slug}/books/{book.slug}/"
    browser = sign_in(make_person(book.place, "Nadia", Role.CONCIERGE))
    assert "withdraw/" in browser.get(root).content.decode()
    assert browser.post(f"{root}withdraw/", {"because": ""}).status_code == 200
    assert browser.post(f"{root}withdraw/", {"because": WHY}).status_code == 302
    assert "put-back/" in browser.get(root).content.decode()
    assert browser.post(f"{root}put-back/").status_code == 302
    assert browser.get(root).status_code == 200


@pytest.mark.parametrize("role", ["", Role.VISITOR, Role.COWORKER])
def test_nobody_else_withdraws_or_reopens(client: Client, book: Book, role: str) -> None:
    if role:
        client.force_login(make_person(book.place, "Sam", role))
    root = f"/{book.place.slug}/books/{book.slug}/"
    for deed in ("withdraw", "put-back", "reopen"):
        assert client.post(f"{root}{deed}/", {"because": WHY}).status_code == 403


def test_an_unpublished_book_stays_unknown_when_it_is_withdrawn(client: Client) -> None:
    book = make_book()
    actions.withdraw_book(book=book, because=WHY, by=SOFTWARE)
    assert client.get(f"/{book.place.slug}/books/{book.slug}/").status_code == 404

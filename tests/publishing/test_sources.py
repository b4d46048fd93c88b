"""What a book adapts: named by its team, refused in plain words when no licence allows it."""

from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.publishing import actions, queries
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import grant
from tests.conftest import SignIn
from tests.factories.books import NADIA, make_book, text_of
from tests.factories.places import make_person

pytestmark = pytest.mark.django_db

WORK = {
    "title": "Le Comptoir",
    "author": "URM",
    "url": "https://example.org/comptoir",
    "licence": "CC-BY-NC-SA-3.0",
    "changes": "raconté autrement",
}


def writer(sign_in: SignIn, book: Book) -> Client:
    nadia = make_person(book.place, "Nadia", Role.VISITOR)
    grant(text=text_of(book), level="write", person=nadia, by=SOFTWARE)
    return sign_in(nadia)


def path_of(book: Book) -> str:
    return f"/{book.place.slug}/books/{book.slug}/sources/"


def test_a_team_names_a_work_once_and_every_edition_says_it(sign_in: SignIn) -> None:
    book = make_book()
    client = writer(sign_in, book)
    sent = {**WORK, "once": str(uuid4())}
    for _ in range(2):
        assert client.post(path_of(book), sent).status_code == 302
    edition = actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)

    assert edition.sources == [WORK]
    assert Event.objects.filter(kind="publishing.source_added").count() == 1


def test_what_it_names_can_be_taken_back(sign_in: SignIn) -> None:
    book = make_book()
    client = writer(sign_in, book)
    source = actions.add_source(book=book, once=uuid4(), by=NADIA, **WORK)

    assert client.post(f"{path_of(book)}{source.pk}/remove/").status_code == 302
    assert not book.sources.exists()


def test_a_work_of_another_book_is_not_taken_back_from_here(sign_in: SignIn) -> None:
    book, other = make_book(), make_book(title="Autre")
    source = actions.add_source(book=other, once=uuid4(), by=NADIA, **WORK)
    writer(sign_in, book).post(f"{path_of(book)}{source.pk}/remove/")

    assert other.sources.exists()


@pytest.mark.parametrize(
    ("licence", "says"),
    [
        ("CC-BY-SA-4.0", "CC BY-SA 4.0"),
        ("CC-BY-ND-4.0", "pas de l’adapter"),
        ("none", "Sans licence libre"),
    ],
)
def test_one_that_does_not_suit_is_refused_and_what_was_typed_stays(
    sign_in: SignIn, licence: str, says: str
) -> None:
    book = make_book()
    sent = {**WORK, "licence": licence, "once": str(uuid4())}
    page = writer(sign_in, book).post(path_of(book), sent).content.decode()

    assert says in page
    assert 'value="Le Comptoir"' in page
    assert not book.sources.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "pas une adresse"])
def test_an_address_that_no_page_should_carry_is_refused(sign_in: SignIn, url: str) -> None:
    book = make_book()
    writer(sign_in, book).post(path_of(book), {**WORK, "url": url, "once": str(uuid4())})

    assert not book.sources.exists()


def test_nobody_goes_round_the_form() -> None:
    book = make_book()
    with pytest.raises(actions.LicenceRefusedError):
        actions.add_source(book=book, once=uuid4(), by=NADIA, **{**WORK, "licence": "CC-BY-SA-4.0"})


def test_licences_that_would_suit_all_of_it_are_proposed() -> None:
    book = make_book(licence="CC-BY-SA-4.0")
    actions.add_source(
        book=book, title="T", author="A", licence="CC-BY-SA-3.0", once=uuid4(), by=NADIA
    )

    assert [each.code for each in queries.licences_for(book)] == ["CC-BY-SA-4.0", "CC-BY-SA-3.0"]

"""What a book wears: chosen by those who write it, kept by each edition, the same everywhere."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.publishing import actions, epub
from openweek.publishing.models import Book, Edition
from openweek.publishing.queries import cover_pictures
from openweek.writing.models import Consent, Media
from tests.conftest import SignIn
from tests.factories.books import make_book, text_of
from tests.factories.everything import NADIA, add, picture_node, put_photo
from tests.factories.places import make_person

pytestmark = pytest.mark.django_db


def published(book: Book) -> Edition:
    """As it is by now."""
    now = Book.objects.select_related("place").get(pk=book.pk)
    return actions.publish_book(book=now, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def put(book: Book, alt: str, seed: int, **said: object) -> Media:
    media = put_photo(text_of(book), alt=alt, seed=seed)
    add(text_of(book), [picture_node(media)], by=NADIA)
    Media.objects.filter(pk=media.pk).update(**said)
    return media


def address_in(book: Book, media: Media) -> str:
    return reverse("book_image", args=[book.place.slug, book.slug, media.pk])


def test_only_pictures_that_can_be_a_cover_are_offered() -> None:
    book = make_book()
    room = put(book, "La salle", 1, consent=Consent.AGREED)
    put(book, "Un trait", 2, is_decorative=True)
    put(book, "Quelqu’un", 3, consent=Consent.UNASKED)
    put(book, "Trop petite", 4, height=599)
    assert [each.media.pk for each in cover_pictures(book)] == [room.pk]


def test_a_picture_is_worn_on_page_shelf_and_place_from_the_next_edition_on(
    client: Client, sign_in: SignIn
) -> None:
    book = make_book()
    room = put(book, "La salle", 1)
    first = published(book)
    place = book.place.slug
    concierge = sign_in(make_person(book.place, "Camille", Role.CONCIERGE))
    page = reverse("choose_cover", args=[place, book.slug])
    assert address_in(book, room) in concierge.get(page).content.decode()
    assert concierge.post(page, {"picture": str(room.pk)}).status_code == 302
    second = published(book)

    worn = f'<image href="{address_in(book, room)}"'
    shown = {
        name: worn in client.get(address).content.decode()
        for name, address in {
            "newest": reverse("book", args=[place, book.slug]),
            "first": reverse("edition", args=[place, book.slug, first.number]),
            "second": reverse("edition", args=[place, book.slug, second.number]),
            "shelf": reverse("books", args=[place]),
            "place": reverse("place", args=[place]),
        }.items()
    }
    assert shown == {"newest": True, "first": False, "second": True, "shelf": True, "place": True}

    assert concierge.post(page, {"picture": "drawn"}).status_code == 302
    book.refresh_from_db()
    assert book.cover is None


def test_an_epub_wears_the_title_over_its_picture_and_gives_the_picture_to_shelves() -> None:
    book = make_book()
    room = put(book, "La salle", 1)
    actions.choose_cover(book=book, picture=room, by=NADIA)
    epub.build(published(book), to := io.BytesIO())
    with zipfile.ZipFile(to) as archive:
        page = archive.read("book/cover.xhtml").decode()
        package = archive.read("book/package.opf").decode()
        assert archive.read("book/cover.jpg")[:2] == b"\xff\xd8"
    assert '<image href="cover.jpg"' in page
    assert "Préau" in page
    assert 'href="cover.jpg" media-type="image/jpeg" properties="cover-image"' in package


def test_what_was_removed_meanwhile_cannot_be_chosen_and_nothing_is_lost(sign_in: SignIn) -> None:
    book = make_book()
    published(book)
    concierge = sign_in(make_person(book.place, "Camille", Role.CONCIERGE))
    stranger = put(make_book(title="Un autre"), "La salle d’un autre", 5)
    page = reverse("choose_cover", args=[book.place.slug, book.slug])
    for picture in (str(stranger.pk), "nonsense", ""):
        answer = concierge.post(page, {"picture": picture})
        assert answer.status_code == 200
        assert "error-summary" in answer.content.decode()
    book.refresh_from_db()
    assert book.cover is None


def test_a_cover_need_not_stand_in_a_chapter_and_one_that_is_held_back_is_none() -> None:
    book = make_book()
    room = put_photo(text_of(book), alt="La salle", seed=7)
    actions.choose_cover(book=book, picture=room, by=NADIA)
    first = published(book)
    Media.objects.filter(pk=room.pk).update(consent=Consent.UNASKED)
    second = published(book)
    assert [first.dress["cover"], second.dress["cover"]] == [str(room.pk), ""]
    assert second.images == {}

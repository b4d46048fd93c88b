import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Deadline, Event
from openweek.publishing import actions, files
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import add_blocks
from openweek.writing.crdt import BrokenDocumentError
from openweek.writing.queries import tree_of
from tests.factories.books import (
    FRIDAY_FIVE,
    bound,
    make_book,
    mend,
    put_picture,
    spoil,
    text_of,
    write,
)
from tests.factories.places import make_place

pytestmark = pytest.mark.django_db


def publish(book: Book, reason: str = "by_hand") -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=reason)


def files_lying_about(book: Book) -> list[Path]:
    return [path for path in files.folder_of(book).rglob("*") if path.name.startswith(".")]


def test_a_book_begins_with_the_chapters_of_its_template_and_nothing_written() -> None:
    book = make_book()
    titles = [chapter.title for chapter in book.chapters.all()]
    assert titles == ["Communauté", "Territoire", "Processus", "Gens et lieux"]
    assert all(chapter.prompts for chapter in book.chapters.exclude(kind="glossary"))
    assert text_of(book).home == f"/{book.place.slug}/books/{book.slug}/"


def test_an_edition_is_what_was_saved_last() -> None:
    book = make_book(people=["Nadia", "Paul"])
    write(book, "Tout a commencé dans une cuisine.")
    write(book, "Puis on a poussé les murs.")
    edition = publish(book)
    assert edition.content[0]["tree"] == tree_of(text_of(book))
    assert edition.credits == ["Nadia", "Paul"]
    assert bound(edition).read_bytes()[:2] == b"PK"
    assert files_lying_about(book) == []


def test_an_edition_stays_as_it_is_while_the_book_goes_on() -> None:
    book = make_book()
    write(book, "Avant.")
    first = publish(book)
    write(book, "Après.")
    second = publish(book)
    first.refresh_from_db()
    assert "Après" not in str(first.content)
    assert [first.number, second.number] == [1, 2]
    assert bound(first).exists()


def test_by_hand_nothing_new_makes_no_new_edition() -> None:
    book = make_book()
    assert publish(book).pk == publish(book).pk


def test_the_last_day_comes_once() -> None:
    book = make_book()
    assert publish(book, "deadline").pk == publish(book, "deadline").pk
    assert Event.objects.filter(kind="publishing.edition_published").count() == 1


def test_the_database_refuses_a_second_last_day() -> None:
    edition = publish(make_book(), "deadline")
    edition.pk, edition.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save(force_insert=True)


def test_the_same_book_at_the_same_moment_is_the_same_file(wednesday_ten: None) -> None:
    book = make_book()
    put_picture(book)
    first = publish(book)
    first.delete()
    assert publish(book).digest == first.digest


def test_pictures_are_copied_into_the_edition() -> None:
    book = make_book()
    media = put_picture(book)
    edition = publish(book)
    image = edition.images[str(media.pk)]
    (Path(settings.MEDIA_ROOT) / media.file).unlink()
    assert files.image_path(edition, image).read_bytes()[:4] == b"RIFF"


def test_a_picture_of_another_book_is_not_taken_along() -> None:
    place = make_place()
    other, book = make_book(place), make_book(place)
    stolen = put_picture(other)
    image = {"type": "image", "attrs": {"media": str(stolen.pk), "alt": "volée"}}
    add_blocks(text=text_of(book), by=SOFTWARE, tree={"type": "doc", "content": [image]})
    assert publish(book).images == {}


def test_a_book_that_fails_leaves_the_old_edition_and_no_scrap() -> None:
    book = make_book()
    write(book, "Avant.")
    before = publish(book)
    spoil(text_of(book))
    with pytest.raises(BrokenDocumentError, match="decode"):
        publish(book, "deadline")
    assert book.editions.get() == before
    assert files_lying_about(book) == []


def test_a_book_that_fails_holds_up_no_other_and_comes_later(
    caplog: pytest.LogCaptureFixture,
) -> None:
    place = make_place()
    spoiled, sound = make_book(place), make_book(place)
    for book in (spoiled, sound):
        actions.schedule_publication(book=book, due_at=FRIDAY_FIVE, by=SOFTWARE)
    spoil(text_of(spoiled))
    with clock.at(FRIDAY_FIVE):
        deadlines.sweep_quick()
    assert (spoiled.editions.count(), sound.editions.count()) == (0, 1)
    assert "decode" in Deadline.objects.get(kind=actions.PUBLISH, subject_id=spoiled.pk).trouble
    mend(text_of(spoiled))
    with clock.at(FRIDAY_FIVE + timedelta(minutes=10)):
        deadlines.sweep_quick()
    assert spoiled.editions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sweep_at_once_publish_once() -> None:
    book = make_book()
    write(book, "Une seule fois.")
    actions.schedule_publication(book=book, due_at=FRIDAY_FIVE, by=SOFTWARE)
    start = threading.Barrier(2)

    def sweep() -> None:
        start.wait()
        with clock.at(FRIDAY_FIVE):
            deadlines.sweep_quick()
        connection.close()

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert book.editions.count() == 1
    assert Event.objects.filter(kind="publishing.edition_published").count() == 1

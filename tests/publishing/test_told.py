"""What every form of a book says of itself: who put how much where, sources, terms, principles."""

from typing import Any
from uuid import uuid4

import pytest

from openweek.ground.authors import SOFTWARE, Author
from openweek.publishing import actions, files, queries
from openweek.publishing.models import Book, Chapter, Edition, Unwritten
from openweek.publishing.told import Told, told
from openweek.writing.actions import add_blocks, write_plain
from openweek.writing.models import Consent, Media
from tests.factories.books import NADIA, make_book, put_picture, text_of, words_with, write

pytestmark = pytest.mark.django_db

PAUL = Author(name="Paul", passer_by="paul")


def published(book: Book) -> Edition:
    return actions.publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def said_of(book: Book) -> Told:
    return told(published(book))


def shares(book: Book) -> dict[str, str]:
    return {each.name: each.words for each in said_of(book).contributions}


def blocks(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def line(*pieces: dict[str, Any], kind: str = "paragraph", **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(pieces)}


def make_glossary(book: Book, *content: dict[str, Any]) -> None:
    book.chapters.filter(position=3).update(kind=Chapter.Kind.GLOSSARY, title="Qui et où")
    add_blocks(text=text_of(book, 3), by=NADIA, tree=blocks(*content))


def test_it_says_who_put_how_much_where() -> None:
    book = make_book()
    write(book, "a" * 1200)
    write(book, "b" * 300, chapter=2)
    put_picture(book)
    write(book, "Dix lettres", by=PAUL)

    assert shares(book) == {
        "Nadia": "1\N{NO-BREAK SPACE}500 signes (Communauté, Territoire), 1 image",
        "Paul": "11 signes (Communauté)",
    }


def test_words_taken_out_and_words_of_nobody_count_for_nobody() -> None:
    book = make_book()
    write(book, "Gardé.")
    write(book, "Ôté.")
    write_plain(text=text_of(book), by=PAUL, body="Gardé.")
    write(book, "Écrit par la machine.", by=SOFTWARE)

    assert shares(book) == {"Nadia": "6 signes (Communauté)"}


def test_whoever_has_no_name_any_more_is_nobody() -> None:
    book = make_book()
    write(book, "Des mots.", by=Author(name="", passer_by="x"))

    assert shares(book) == {}


def test_prompts_that_nobody_answered_stay_or_vanish_as_the_team_wants() -> None:
    book = make_book()
    write(book, "Ici.", chapter=2)
    stay = said_of(book)
    book.unwritten = Unwritten.VANISH
    book.save()
    vanish = said_of(book)

    assert [chapter.is_written for chapter in stay.chapters][:2] == [False, True]
    assert [(chapter.number, chapter.title) for chapter in vanish.chapters] == [(1, "Territoire")]


def test_a_glossary_is_read_from_titles_and_from_what_stands_in_bold() -> None:
    book = make_book()
    write(book, "Élise a ouvert LE PREAU. Un atelier, des ateliers, des Élisées.")
    write(book, "Rien de tout cela.", chapter=2)
    make_glossary(
        book,
        line(words_with("Quelques noms.")),
        line(words_with("Le Préau"), kind="heading", level=2),
        line(words_with("Un tiers-lieu.")),
        line(words_with("Elise :", "bold"), words_with(" la première concierge.")),
        line(words_with("Personne", "bold")),
    )
    said = said_of(book)

    assert (said.glossary_title, [chapter.number for chapter in said.chapters][:2]) == (
        "Qui et où", [1, 2],
    )  # fmt: skip
    assert [(each.term, each.anchor, each.chapters) for each in said.glossary] == [
        ("Le Préau", "term-1", [1]),
        ("Elise", "term-2", [1]),
        ("Personne", "term-3", []),
    ]
    assert "la première concierge." in str(said.glossary[1].tree)
    assert "Quelques noms." in str(said.glossary_lead)
    assert "Qui et où" not in [chapter.title for chapter in said.chapters]


def test_a_glossary_in_which_no_term_stands_out_is_a_chapter() -> None:
    book = make_book()
    make_glossary(book, line(words_with("Nous nous connaissons tous.")))
    said = said_of(book)

    assert (said.glossary, said.glossary_title) == ([], "")
    assert "Qui et où" in [chapter.title for chapter in said.chapters]


def test_a_term_in_japanese_is_found_though_no_space_stands_around_it() -> None:
    book = make_book()
    write(book, "私たちの図書館へようこそ")
    make_glossary(book, line(words_with("図書館", "bold"), words_with(" : la bibliothèque")))

    assert said_of(book).glossary[0].chapters == [1]


def test_pictures_are_credited_when_somebody_is_named_or_their_licence_is_another() -> None:
    book = make_book()
    credited, plain = put_picture(book), put_picture(book, chapter=2, alt="La cour")
    Media.objects.filter(pk=credited.pk).update(credit="Ginette", licence="CC-BY-4.0")
    Media.objects.filter(pk=plain.pk).update(licence=book.licence)

    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in said_of(book).media_credits]

    assert lines == ["« La grande salle » : Ginette, CC BY 4.0"]


def test_a_picture_of_people_who_were_not_asked_stays_out_and_the_team_is_told() -> None:
    book = make_book()
    shown, unasked = put_picture(book), put_picture(book, chapter=2)
    Media.objects.filter(pk=unasked.pk).update(consent=Consent.UNASKED)
    forgotten = Media.objects.get(pk=shown.pk)
    forgotten.pk, forgotten.digest, forgotten.consent = uuid4(), "0", Consent.UNASKED
    forgotten.save(force_insert=True)  # uploaded, and in no chapter

    assert list(published(book).images) == [str(shown.pk)]
    assert [media.pk for media in queries.held_back(book)] == [unasked.pk]


def test_other_sizes_of_a_picture_go_along(settings: Any) -> None:
    book = make_book()
    media = put_picture(book)
    sizes = {}
    for size in ("800", "print"):
        name = f"texts/{media.text_id}/{size}.webp"
        (settings.MEDIA_ROOT / name).write_bytes(size.encode())
        sizes[size] = name
    Media.objects.filter(pk=media.pk).update(sizes={**sizes, "1600": "lost.webp"}, width=4000)
    edition = published(book)
    image = edition.images[str(media.pk)]

    assert sorted(image["sizes"]) == ["800", "print"]
    assert files.size_path(edition, image, at_most=1600).read_bytes() == b"800"
    assert files.print_path(edition, image).read_bytes() == b"print"
    assert files.size_path(edition, image, at_most=5000) == files.image_path(edition, image)


def test_it_says_what_it_carries_on_and_what_its_place_stands_for() -> None:
    book = make_book(move_commons="np-rp-rc.di-gr")
    actions.add_source(
        book=book, title="Le Comptoir", author="URM", licence="CC-BY-NC-SA-3.0", once=uuid4(),
        url="https://example.org/", changes="raconté autrement", by=NADIA,
    )  # fmt: skip
    said = said_of(book)

    assert "Le Comptoir" in said.sources[0].words
    assert "CC BY-NC-SA 3.0. raconté autrement" in said.sources[0].words
    assert said.move_commons[0] == "À but non lucratif"
    assert said.move_commons_url.endswith("/move-commons/np-rp-rc.di-gr/")


def test_its_address_is_that_of_the_edition() -> None:
    book = make_book()
    write(book, "Un.")
    first = told(published(book)).address
    write(book, "Deux.")

    assert first.endswith(f"/{book.place.slug}/books/{book.slug}/editions/1/")
    assert said_of(book).address.endswith("/editions/2/")

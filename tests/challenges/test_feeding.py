"""The books of a challenge become the next version of the format that it feeds."""

from typing import Any

import pytest
from django.test import Client

from openweek.challenges import actions, queries
from openweek.challenges.models import Challenge
from openweek.commons.actions import adopt_recipes, change_format
from openweek.commons.models import Format
from openweek.ground import deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.publishing.actions import publish_book, put_back_book, withdraw_book
from openweek.publishing.models import Book
from openweek.writing import actions as writing_actions
from tests.factories.books import make_challenge, put_picture, put_recording, sign_up, text_of
from tests.factories.places import make_person, make_week
from tests.writing import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

WHAT, HOW, WHO, LEARNED = 1, 2, 3, 4
ODILE = Author(name="Odile", passer_by="odile")


@pytest.fixture
def challenge() -> Challenge:
    week = make_week()
    adopt_recipes(place=week.place, slugs=["papycamp"], by=SOFTWARE)
    return make_challenge(week, "La recette du PapyCamp", template="explopapycamp")


def recipe() -> Format:
    return Format.objects.get(slug="papycamp")


def say(book: Book, chapter: int, *blocks: Any) -> None:
    tree = {"type": "doc", "content": [paragraph(each) if isinstance(each, str) else each
                                       for each in blocks]}  # fmt: skip
    writing_actions.add_blocks(text=text_of(book, chapter), by=ODILE, tree=tree)


def paragraph(words: str, *marks: str) -> dict[str, Any]:
    said: dict[str, Any] = {"type": "text", "text": words}
    if marks:
        said["marks"] = [{"type": mark} for mark in marks]
    return {"type": "paragraph", "content": [said]}


def publish(book: Book) -> None:
    publish_book(book=book, by=SOFTWARE, reason="by_hand")
    deadlines.sweep_quick()


def test_a_published_book_is_the_next_version_with_its_authors(
    client: Client, challenge: Challenge
) -> None:
    book = sign_up(challenge, "Les Mamies", "Odile", "Ginette").team.book
    material = recipe().material
    say(book, WHAT, "On apporte sa question. On repart avec la réponse.", "Plus loin.")
    say(book, HOW, {"type": "heading", "attrs": {"level": 2},
                    "content": [{"type": "text", "text": "La veille"}]}, "On range.")  # fmt: skip
    say(book, LEARNED, "Ce que l’on apprend reste dans le livre.")
    publish(book)

    made = recipe()
    assert made.version == 2
    assert made.purpose == "On apporte sa question. On repart avec la réponse."
    assert made.steps == "#### La veille\n\nOn range."
    assert made.material == material, "nobody wrote of it"
    assert "Ce que l’on apprend" not in str(made.content())
    assert made.authors == ["Odile", "Ginette"]
    assert made.source.endswith("/le-preau/books/les-mamies/")

    page = client.get("/le-preau/formats/papycamp/").content.decode()
    assert "Odile, Ginette" in page
    assert f'href="{made.source}"' in page
    page = client.get(challenge.url).content.decode()
    assert "/le-preau/formats/papycamp/versions/2/" in page


def test_the_same_books_make_no_second_version(challenge: Challenge) -> None:
    book = sign_up(challenge).team.book
    say(book, HOW, "On pousse la porte.")
    publish(book)
    say(book, LEARNED, "Rien qui soit de la recette.")
    publish(book)
    assert recipe().version == 2

    # Somebody writes on from it: the same books do not take that back.
    mended = recipe()
    change_format(changed=mended, title=mended.title, purpose=mended.purpose, by=ODILE,
                  steps="On pousse la porte, doucement.", source=mended.source,
                  authors=mended.authors)  # fmt: skip
    actions.feed_format(challenge=challenge, by=SOFTWARE)
    assert (recipe().version, recipe().steps) == (3, "On pousse la porte, doucement.")
    assert Event.objects.filter(kind="challenges.format_fed").count() == 1


def test_several_books_stand_one_after_the_other_under_their_names(challenge: Challenge) -> None:
    first = sign_up(challenge, "Les *Mamies*", "Odile").team.book
    second = sign_up(challenge, "Les Papis", "Lucien", "Odile").team.book
    for book, words in ((second, "On s’assoit."), (first, "On pousse la porte.")):
        say(book, HOW, words)
        say(book, WHAT, words)
        publish(book)

    made = recipe()
    assert made.version == 3
    assert (
        made.steps == "### Les \\*Mamies\\*\n\nOn pousse la porte.\n\n### Les Papis\n\nOn s’assoit."
    )
    assert made.purpose == "On pousse la porte.", "a line has room for one"
    assert made.authors == ["Odile", "Lucien"]
    assert made.source.endswith(challenge.url)


def test_all_books_of_a_last_day_make_one_version(challenge: Challenge) -> None:
    for name in ("Un", "Deux", "Trois"):
        say(sign_up(challenge, name).team.book, HOW, f"Selon {name}.")
    actions.close_challenge(challenge=challenge, by=SOFTWARE)
    deadlines.sweep_quick()
    deadlines.sweep_quick()
    assert recipe().version == 2
    assert [recipe().steps.index(f"Selon {name}.") for name in ("Un", "Deux", "Trois")] == sorted(
        recipe().steps.index(f"Selon {name}.") for name in ("Un", "Deux", "Trois")
    )


def test_the_card_shows_pictures_and_leads_to_sound(client: Client, challenge: Challenge) -> None:
    book = sign_up(challenge).team.book
    say(book, HOW, paragraph("Attention !", "bold"))
    picture = put_picture(book, chapter=HOW, alt="La table")
    sound = put_recording(book, recorded.mp3(), chapter=HOW)
    publish(book)

    steps = recipe().steps
    assert "<" not in steps.replace("(<", "").replace("\\<", ""), "no HTML in a recipe"
    page = client.get("/le-preau/formats/papycamp/").content.decode()
    assert f"{picture.pk}" in page.split('alt="La table"')[0].split("<img")[-1]
    assert f"{sound.pk}" in page
    assert "On rit." in page
    assert "&lt;" not in page.split('class="recipe-body"')[1].split("</article>")[0]


def test_hostile_chapters_are_words_on_the_card(client: Client, challenge: Challenge) -> None:
    book = sign_up(challenge, "<script>alert(1)</script>").team.book
    say(book, HOW, "<script>alert(2)</script> ![x](https://example.org/x.png) #import")
    publish(book)
    page = client.get("/le-preau/formats/papycamp/").content.decode()
    assert "<script>alert" not in page
    assert "example.org/x.png)" in page, "the words are there"
    assert 'src="https://example.org' not in page


def test_a_licence_that_does_not_go_with_the_recipe_is_said(
    client: Client, challenge: Challenge
) -> None:
    actions.change_challenge(challenge=challenge, by=SOFTWARE, licence="CC-BY-NC-SA-4.0")
    book = sign_up(challenge).team.book
    say(book, HOW, "On pousse la porte.")
    publish(book)
    assert recipe().version == 1

    feeding = queries.feeding_of(Challenge.objects.select_related("week", "feeds").get())
    assert feeding is not None
    assert "CC BY-NC-SA 4.0" in feeding.refusal
    client.force_login(make_person(challenge.week.place, "Nadia", Role.CONCIERGE))
    assert "CC BY-NC-SA 4.0" in client.get(challenge.url).content.decode()


def test_the_recipe_takes_the_licence_of_the_books_where_it_may(challenge: Challenge) -> None:
    change_format(changed=recipe(), title="PapyCamp", purpose="…", by=SOFTWARE, licence="CC-BY-4.0")
    actions.change_challenge(challenge=challenge, by=SOFTWARE, licence="CC-BY-NC-4.0")
    book = sign_up(challenge).team.book
    say(book, HOW, "On pousse la porte.")
    publish(book)
    assert (recipe().version, recipe().licence) == (3, "CC-BY-NC-4.0")


def test_a_book_that_was_taken_back_gives_nothing(challenge: Challenge) -> None:
    kept, withdrawn = (sign_up(challenge, name).team.book for name in ("Un", "Deux"))
    for book in (kept, withdrawn):
        say(book, HOW, f"Selon {book.title}.")
        publish(book)
    Book.objects.filter(pk=withdrawn.pk).update(withdrawn_at=challenge.opens_at)
    actions.feed_format(challenge=challenge, by=SOFTWARE)
    assert recipe().steps == "Selon Un."


def test_a_place_without_the_recipe_takes_it_and_its_licence() -> None:
    challenge = make_challenge(make_week(), template="explopapycamp")
    assert challenge.feeds == recipe()
    assert challenge.licence == recipe().licence == "CC-BY-SA-4.0"
    assert make_challenge(challenge.week, "ExplorBook").feeds is None


def test_what_came_from_a_withdrawn_book_is_no_longer_in_the_recipe(challenge: Challenge) -> None:
    before = recipe()
    one = sign_up(challenge, "Les Veilleurs").team.book
    other = sign_up(challenge, "Les Voisins").team.book
    say(one, HOW, "Chez Mireille, au 12 rue des Lilas.")
    say(other, WHO, "Un facteur, une couturière.")
    for book in (one, other):
        publish(book)
    assert "Mireille" in recipe().steps
    withdraw_book(book=one, because="Mireille ne le veut plus", by=SOFTWARE)
    deadlines.sweep_quick()
    after = recipe()
    assert after.steps == before.steps
    assert "couturière" in after.roles
    assert "Nadia" in after.authors  # who signed up for the other one too
    withdraw_book(book=other, because="De même", by=SOFTWARE)
    deadlines.sweep_quick()
    assert recipe().roles == before.roles
    assert (recipe().authors, recipe().source) == (before.authors, before.source)
    version = recipe().version
    put_back_book(book=one, by=SOFTWARE)
    deadlines.sweep_quick()
    assert "Mireille" in recipe().steps
    assert recipe().version == version + 1

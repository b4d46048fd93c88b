"""The wall: said at once by those whom the place knows, looked at first from all others."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.community import actions, queries
from openweek.community.actions import wall as wall_actions
from openweek.community.models import Post
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.models import Person, Place, Role
from tests.conftest import SignIn
from tests.factories.community import PASSER_BY, author_of, pin
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

WALL = "/le-preau/wall/"


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def odette(place: Place) -> Person:
    return make_person(place, "Odette", Role.VISITOR)


@pytest.fixture
def camille(place: Place) -> Person:
    return make_person(place, "Camille", Role.COWORKER)


def write(client: Client, text: str, address: str = "write/", **more: str) -> int:
    said = {"text": text, "once": str(uuid.uuid4()), **more}
    return client.post(WALL + address, said).status_code


def read(client: Client | None = None) -> str:
    return (client or Client()).get(WALL).content.decode()


def test_what_a_member_writes_is_read_by_everybody_at_once(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    assert write(sign_in(odette), "Qui a une **agrafeuse** ?") == 302

    page = read()
    assert "Qui a une <strong>agrafeuse</strong> ?" in page
    assert "Odette" in page


def test_what_a_passer_by_writes_waits_until_the_house_has_seen_it(
    sign_in: SignIn, place: Place, camille: Person
) -> None:
    passing = Client()
    assert write(passing, "Bonjour d’Ambert", name="Inès") == 302
    post = Post.objects.get()

    assert "Bonjour d’Ambert" not in read()
    assert "Bonjour d’Ambert" in read(passing)
    house = sign_in(camille)
    assert "Bonjour d’Ambert" in read(house)
    house.post(f"{WALL}{post.pk}/look/")

    assert "Bonjour d’Ambert" in read()
    assert "Inès" not in set(Event.objects.values_list("author_name", flat=True))


def test_one_comments_under_it(sign_in: SignIn, place: Place, odette: Person) -> None:
    post = pin(place, "Qui a une agrafeuse ?", odette)

    assert write(sign_in(odette), "Moi, au bureau.", f"{post.pk}/comment/") == 302

    [shown] = queries.wall(access_of(place)).posts
    assert [each.post.text for each in shown.comments] == ["Moi, au bureau."]


def access_of(place: Place, person: Person | None = None) -> Any:
    from openweek.place.rules import Who, access_place  # noqa: PLC0415  read once, here

    author = author_of(person) if person else SOFTWARE.unnamed
    return access_place(Who(person=person, author=author), place.slug)


def test_a_form_sent_twice_is_one_post(sign_in: SignIn, place: Place, odette: Person) -> None:
    browser, once = sign_in(odette), str(uuid.uuid4())

    for _ in range(2):
        browser.post(f"{WALL}write/", {"text": "Une fois", "once": once})

    assert Post.objects.count() == 1


def test_the_same_words_soon_after_are_the_same_post(place: Place, odette: Person) -> None:
    first = pin(place, "Bonjour", odette)

    assert pin(place, "Bonjour", odette) == first
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=16)):
        assert pin(place, "Bonjour", odette) != first


def test_an_empty_or_endless_message_is_refused_and_kept(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    browser = sign_in(odette)
    long = "x" * 4001

    assert write(browser, "  ") == 422
    answer = browser.post(f"{WALL}write/", {"text": long, "once": str(uuid.uuid4())})
    assert (answer.status_code, long in answer.content.decode()) == (422, True)
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://else.where/a.png)",
     "<img src=x onerror=alert(1)>", "\u202egnp.exe"],
)  # fmt: skip
def test_nothing_that_is_written_can_act(place: Place, odette: Person, text: str) -> None:
    pin(place, text, odette)

    page = read()
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<img" not in page
    assert "\u202e" not in page


def test_a_name_that_turns_itself_around_is_made_plain(place: Place) -> None:
    passing = Client()
    write(passing, "Bonjour", name="\u202eellimaC\u202c")

    assert Post.objects.get().author_name == "ellimaC"
    assert "(de passage)" in read(passing) or "passing by" in read(passing)


def test_anybody_asks_to_look_at_a_post_and_it_stays_meanwhile(
    sign_in: SignIn, place: Place, odette: Person, camille: Person
) -> None:
    post = pin(place, "Achetez mes casseroles", odette)

    for _ in range(2):
        Client().post(f"{WALL}{post.pk}/flag/")

    assert "casseroles" in read()
    assert queries.waiting(place) == 1
    assert Event.objects.filter(kind="community.post_flagged").count() == 1
    sign_in(camille).post(f"{WALL}{post.pk}/look/")
    assert queries.waiting(place) == 0


def test_the_house_hides_a_post_says_why_and_shows_it_again(
    place: Place, odette: Person, camille: Person
) -> None:
    post = pin(place, "Achetez mes casseroles", odette)
    house, author = Client(), Client()
    house.force_login(camille)
    author.force_login(odette)

    house.post(f"{WALL}{post.pk}/hide/", {"why": "Pas de réclame ici."})
    assert "casseroles" not in read()
    assert Client().get(f"{WALL}{post.pk}/").status_code == 404
    assert "Pas de réclame ici." in read(author)

    house.post(f"{WALL}{post.pk}/show/")
    assert "casseroles" in read()
    post.refresh_from_db()
    assert (post.hidden_by, post.hidden_why) == ("", "")


def test_all_that_a_robot_wrote_is_hidden_at_once(
    sign_in: SignIn, place: Place, odette: Person, camille: Person
) -> None:
    robot = [pin(place, f"Casino {n}", PASSER_BY, is_held=True) for n in range(5)]
    pin(place, "Bonjour", odette)

    sign_in(camille).post(f"{WALL}{robot[0].pk}/hide-all/")

    assert queries.waiting(place) == 0
    assert list(Post.objects.filter(hidden_at=None).values_list("text", flat=True)) == ["Bonjour"]


def test_only_a_few_of_ones_own_wait_for_a_look(place: Place) -> None:
    passing = Client()
    statuses = [write(passing, f"Bonjour {n}", name="Inès") for n in range(7)]

    assert statuses == [302] * wall_actions.MOST_HELD + [422] * 2
    assert Post.objects.count() == wall_actions.MOST_HELD


def test_what_one_wrote_can_be_changed_and_waits_again_when_it_did_before(place: Place) -> None:
    passing = Client()
    write(passing, "Bonjour", name="Inès")
    post = Post.objects.get()
    actions.look_at_post(post=post, by=SOFTWARE)

    passing.post(f"{WALL}{post.pk}/change/", {"text": "CASINO"})

    post.refresh_from_db()
    assert (post.text, post.is_shown) == ("CASINO", False)


def test_what_one_wrote_is_gone_when_one_deletes_it(
    sign_in: SignIn, place: Place, odette: Person, camille: Person
) -> None:
    alone, answered = pin(place, "Seul", odette), pin(place, "À deux", odette)
    pin(place, "Réponse", camille, answers=answered)
    browser = sign_in(odette)

    browser.post(f"{WALL}{alone.pk}/delete/")
    browser.post(f"{WALL}{answered.pk}/delete/")

    assert list(Post.objects.values_list("text", "author_name").order_by("pk")) == [
        ("", ""), ("Réponse", "Camille"),
    ]  # fmt: skip


def test_another_ones_words_are_not_mine_to_change(
    sign_in: SignIn, place: Place, odette: Person, camille: Person
) -> None:
    post = pin(place, "À Odette", odette)
    browser = sign_in(camille)

    assert browser.post(f"{WALL}{post.pk}/change/", {"text": "x"}).status_code == 403
    assert browser.post(f"{WALL}{post.pk}/delete/").status_code == 403


def test_a_post_of_another_place_is_not_found_here(
    sign_in: SignIn, place: Place, camille: Person
) -> None:
    elsewhere = make_place("La Halle")
    post = pin(elsewhere, "Ailleurs", make_person(elsewhere, "Zoé"))
    browser = sign_in(camille)

    assert browser.post(f"{WALL}{post.pk}/hide/").status_code == 404
    assert "Ailleurs" not in read(browser)


@pytest.mark.parametrize(("kept", "name"), [(True, "Odette"), (False, "")])
def test_the_name_under_it_goes_with_the_account_if_so_chosen(
    place: Place, odette: Person, kept: bool, name: str
) -> None:
    pin(place, "Bonjour", odette)
    place_actions.delete_account(person=odette, name_kept=kept, by=author_of(odette))

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=1)):
        deadlines.sweep()

    assert Post.objects.get().author_name == name


def test_a_long_wall_has_pages(place: Place, odette: Person) -> None:
    for number in range(17):
        with clock.at(WEDNESDAY_TEN + timedelta(seconds=number)):
            pin(place, f"Mot n°{number}.", odette)

    assert "Mot n°16." in read()
    assert "Mot n°1." not in read()
    assert "Mot n°1." in Client().get(f"{WALL}?page=2").content.decode()
    assert Client().get(f"{WALL}?page=nonsense").status_code == 200


def test_what_waits_lies_on_the_concierges_desk(sign_in: SignIn, place: Place) -> None:
    pin(place, "Bonjour", PASSER_BY, is_held=True)

    desk = sign_in(make_person(place, "Nadia")).get("/le-preau/desk/").content.decode()

    assert f'href="{WALL}"' in desk


def asked_for(address: str) -> int:
    """How many queries reading that page takes."""
    with CaptureQueriesContext(connection) as seen:
        Client().get(address)
    return len(seen)


def test_queries_do_not_grow_with_posts(place: Place, odette: Person) -> None:
    pin(place, "Réponse", odette, answers=pin(place, "Mot", odette))
    alone = asked_for(WALL)

    for number in range(3):
        post = pin(place, f"Mot {number}", odette)
        for again in range(3):
            pin(place, f"Réponse {again}", odette, answers=post)

    assert asked_for(WALL) == alone

"""A hand, in two taps, from anybody; and what became of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.desk import actions, queries
from openweek.desk.models import GuidePage, HelpRequest
from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.place.actions import delete_account
from openweek.place.models import Place, Role
from tests.conftest import SignIn
from tests.factories.desk import author, make_guide_page, make_help, make_notice, make_rules
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def place() -> Place:
    return make_place()


def press(client: Client, place: Place, about: str = "printer", **said: str) -> int:
    sent = {"about": about, "once": str(uuid4()), **said}
    return client.post(f"/{place.slug}/help/", sent).status_code


def test_one_press_asks_and_the_same_page_says_who_comes(client: Client, place: Place) -> None:
    nour = make_person(place, "Nour", Role.COWORKER)
    press(client, place)
    asked = HelpRequest.objects.get()
    assert "my-help-" in client.get(f"/{place.slug}/help/").content.decode()
    assert "my-help-" not in Client().get(f"/{place.slug}/help/").content.decode()

    actions.take_help(asked=asked, person=nour, by=author(nour))
    assert "Nour" in client.get(f"/{place.slug}/help/").content.decode()

    actions.answer_help(asked=asked, answer="Elle est **au grenier**.", by=author(nour))
    page = client.get(f"/{place.slug}/help/").content.decode()
    assert "<strong>au grenier</strong>" in page


def test_pressed_twice_it_asks_once_and_another_button_asks_again(
    client: Client, place: Place
) -> None:
    once = str(uuid4())
    for about in ("wifi", "wifi", "coffee"):
        press(client, place, about, once=once)

    assert sorted(HelpRequest.objects.values_list("about", flat=True)) == ["coffee", "wifi"]


def test_where_somebody_is_comes_with_the_address(client: Client, place: Place) -> None:
    room = make_room(place, "Le grenier")

    page = client.get(f"/{place.slug}/help/?room={room.slug}&words=<b>").content.decode()

    assert 'value="Le grenier"' in page
    assert 'value="&lt;b&gt;"' in page


def test_words_that_are_too_long_are_kept_and_nothing_is_sent(client: Client, place: Place) -> None:
    said = "é" * 501
    answer = client.post(f"/{place.slug}/help/", {"about": "wifi", "words": said})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not HelpRequest.objects.exists()
    assert press(client, place, "rien-de-tel") == 422


def test_a_sixth_open_request_of_one_person_is_not_taken(client: Client, place: Place) -> None:
    statuses = [press(client, place) for _ in range(6)]

    assert statuses == [302] * 5 + [422]
    assert HelpRequest.objects.count() == 5


def test_a_robot_is_stopped_and_the_people_of_the_place_are_not(
    sign_in: SignIn, place: Place
) -> None:
    statuses = {press(Client(), place) for _ in range(70)}
    assert statuses == {302, 429}

    nour = sign_in(make_person(place, "Nour", Role.COWORKER))
    assert press(nour, place) == 302


def test_two_who_go_at_the_same_time_do_not_both_go(place: Place) -> None:
    nour, omar = (make_person(place, name, Role.COWORKER) for name in ("Nour", "Omar"))
    asked = make_help(place)
    again = HelpRequest.objects.get(pk=asked.pk)
    actions.take_help(asked=asked, person=nour, by=author(nour))

    with pytest.raises(actions.AlreadyTaken, match="Nour"):
        actions.take_help(asked=again, person=omar, by=author(omar))
    assert HelpRequest.objects.get().assigned_to == nour


def test_only_those_who_work_here_can_be_sent(sign_in: SignIn, place: Place) -> None:
    client = sign_in(make_person(place))
    asked = make_help(place)
    visitor = make_person(place, "Ida", Role.VISITOR)
    elsewhere = make_person(make_place("La Halle"), "Zoé", Role.COWORKER)
    root = f"/{place.slug}/help/requests/{asked.pk}/assign/"

    for person in (visitor, elsewhere):
        client.post(root, {"person": str(person.pk)})
        assert HelpRequest.objects.get().assigned_to is None
    nour = make_person(place, "Nour", Role.COWORKER)
    client.post(root, {"person": str(nour.pk)})
    assert HelpRequest.objects.get().assigned_to == nour


def test_a_button_leads_back_to_where_it_was_pressed_and_nowhere_else(
    sign_in: SignIn, place: Place
) -> None:
    client = sign_in(make_person(place))
    asked = make_help(place)
    address = f"/{place.slug}/help/requests/{asked.pk}/take/"

    assert client.post(address, {"next": f"/{place.slug}/desk/"})["Location"] == "/le-preau/desk/"
    for bad in ("https://evil.example/", "//evil.example/", "javascript:1", "/\\evil.example"):
        where = client.post(address, {"next": bad})["Location"]
        assert where == f"/{place.slug}/help/requests/"


def test_an_answer_becomes_a_page_of_the_guide(sign_in: SignIn, place: Place) -> None:
    client = sign_in(make_person(place, "Nour", Role.COWORKER))
    asked = make_help(place, "printer", words="Comment imprimer en couleur ?")
    root = f"/{place.slug}/help/requests/{asked.pk}/"
    client.post(root, {"answer": "Avec l’imprimante du grenier."})
    form = client.get(f"/{place.slug}/guide/new/?from={asked.pk}").content.decode()
    assert "Comment imprimer en couleur ?" in form
    assert "Avec l’imprimante du grenier." in form

    sent = {"title": "Comment imprimer en couleur ?", "text": "Au grenier.", "once": str(uuid4())}
    client.post(f"/{place.slug}/guide/new/?from={asked.pk}", sent)
    client.post(f"/{place.slug}/guide/new/?from={asked.pk}", sent)

    asked.refresh_from_db()
    assert asked.guide_page == GuidePage.objects.get()
    assert (
        client.get(f"/{place.slug}/guide/?q=inprimer").content.decode().count("en couleur ?") >= 1
    )


def test_who_asked_is_forgotten_in_time_and_the_answer_stays(place: Place) -> None:
    asked = make_help(place, words="C’est Jeanne", by=Author(name="Jeanne", passer_by="j"))
    actions.answer_help(asked=asked, answer="Voilà.", by=Author(name="Nour"))
    with clock.at(WEDNESDAY_TEN + timedelta(days=91)):
        deadlines.sweep()

    kept = HelpRequest.objects.get()
    assert (kept.author_name, kept.author_key, kept.words, kept.answer) == ("", "", "", "Voilà.")
    assert not Event.objects.filter(author_name="Jeanne").exists()


def test_the_name_of_who_leaves_goes_from_answers_and_pages_too(place: Place) -> None:
    make_person(place)
    nour = make_person(place, "Nour", Role.COWORKER)
    number = nour.pk
    asked = make_help(place)
    actions.answer_help(asked=asked, answer="Voilà.", by=author(nour))
    make_guide_page(place, by=author(nour))
    make_notice(place, by=author(nour))
    delete_account(person=nour, name_kept=False, by=author(nour))
    actions.forget_person(number, False)

    assert HelpRequest.objects.get().answered_by == ""
    assert GuidePage.objects.get().author_name == ""


def test_pages_ask_no_more_of_the_database_for_three_than_for_one(
    sign_in: SignIn, place: Place
) -> None:
    nour = make_person(place, "Nour", Role.COWORKER)
    client = sign_in(nour)
    make_rules(place)
    addresses = [
        f"/{place.slug}/{tail}"
        for tail in ("help/", "help/requests/", "notices/", "guide/", "guide/?q=cafe", "partners/")
    ]

    def counted() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts

    def fill(name: str) -> None:
        asked = make_help(place, by=author(nour))
        actions.assign_help(asked=asked, person=nour, by=author(nour))
        make_notice(place, name)
        make_guide_page(place, name)

    fill("Un")
    for address in addresses:
        client.get(address)
    once = counted()
    fill("Deux")
    fill("Trois")
    assert counted() == once


def test_the_desk_is_told_what_is_open(place: Place) -> None:
    free, taken, done = (make_help(place, about) for about in ("wifi", "key", "coffee"))
    nour = make_person(place, "Nour", Role.COWORKER)
    actions.take_help(asked=taken, person=nour, by=author(nour))
    actions.close_help(asked=done, by=author(nour))

    lines = queries.open_help(place)
    assert [(line.number, line.is_free, line.assigned_to) for line in lines] == [
        (free.pk, True, ""),
        (taken.pk, False, "Nour"),
    ]

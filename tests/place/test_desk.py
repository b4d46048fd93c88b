"""The concierge's pages."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place import actions
from openweek.place.models import Letter, Place, Role
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def desk(place: Place, sign_in: SignIn) -> Client:
    return sign_in(make_person(place, "Camille", Role.CONCIERGE))


def test_a_code_of_sign_in_is_read_by_nobody_at_the_desk(place: Place, desk: Client) -> None:
    actions.write_letter(to="a@example.org", subject="Code ABCD", text="ABCD", by=SOFTWARE)
    actions.write_letter(
        to="b@example.org", subject="Votre visite", text="Mardi", by=SOFTWARE, place=place
    )
    page = desk.get("/le-preau/desk/letters/").content.decode()
    assert "Votre visite" in page
    assert "ABCD" not in page


def test_a_letter_that_was_forgotten_is_no_longer_shown(place: Place, desk: Client) -> None:
    actions.write_letter(
        to="b@example.org", subject="Votre visite", text="Mardi", by=SOFTWARE, place=place
    )
    actions.forget_letters(to="b@example.org", place=place, by=SOFTWARE)
    page = desk.get("/le-preau/desk/letters/").content.decode()
    assert "forgotten" not in page
    assert "Pas encore de courrier" in page


def test_a_newline_in_a_subject_makes_no_header() -> None:
    actions.write_letter(to="a@example.org", subject="Bonjour\r\nBcc: x", text="", by=SOFTWARE)
    assert Letter.objects.get().subject == "Bonjour Bcc: x"


def test_the_facts_of_the_place_are_changed_from_its_form(place: Place, desk: Client) -> None:
    said = {
        "name": "Le Grand Préau",
        "insee_code": "2a004",
        "language": "fr",
        "timezone": "Indian/Reunion",
    }
    assert desk.post("/le-preau/desk/place/", said)["Location"] == "/le-preau/desk/"
    place.refresh_from_db()
    assert (place.name, place.insee_code, place.timezone) == (
        "Le Grand Préau",
        "2A004",
        "Indian/Reunion",
    )


@pytest.mark.parametrize(
    "said", [{"insee_code": "422"}, {"timezone": "Mars/Olympus"}, {"name": ""}, {"city": "x" * 999}]
)
def test_facts_that_cannot_be_are_refused(place: Place, desk: Client, said: dict[str, str]) -> None:
    whole = {"name": "Le Préau", "language": "fr", "timezone": "Europe/Paris", **said}
    answer = desk.post("/le-preau/desk/place/", whole)
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_room_sent_twice_is_there_once(place: Place, desk: Client) -> None:
    for _ in range(2):
        desk.post("/le-preau/desk/rooms/", {"name": "Cuisine", "seats": "12"})
    assert [(room.name, room.seats) for room in place.rooms.all()] == [("Cuisine", 12)]


def test_letters_say_their_hour_in_the_place(place: Place, desk: Client) -> None:
    with clock.at(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        actions.write_letter(to="a@example.org", subject="Nuit", text="", by=SOFTWARE, place=place)
    assert "jeudi 2\xa0juillet\xa02026" in desk.get("/le-preau/desk/letters/").content.decode()

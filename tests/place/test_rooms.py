"""A place's rooms: what they offer, in which order, and that they can be changed."""

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from openweek.ground.models import Event
from openweek.place.models import Place, Room
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    place = make_place()
    for name in ("Atelier", "Cuisine", "Jardin"):
        make_room(place, name)
    return place


@pytest.fixture
def concierge(place: Place, sign_in: SignIn) -> Client:
    return sign_in(make_person(place))


def names(place: Place) -> list[str]:
    return [room.name for room in place.rooms.all()]


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_a_room_is_changed_and_keeps_its_address(concierge: Client, place: Place) -> None:
    concierge.post(
        f"/{place.slug}/desk/rooms/jardin/",
        {
            "name": "Grand jardin", "seats": "40", "features": ["outdoors", "quiet"],
            "is_shared": "on", "after": "first",
        },
    )  # fmt: skip

    room = Room.objects.get(slug="jardin")
    assert (room.name, room.seats, room.is_shared) == ("Grand jardin", 40, True)
    assert [each.value for each in room.offers] == ["quiet", "outdoors"]
    assert names(place) == ["Grand jardin", "Atelier", "Cuisine"]
    assert Event.objects.order_by("-pk")[0].kind == "place.room_changed"


def test_a_room_is_added_where_it_is_wanted(concierge: Client, place: Place) -> None:
    after = str(Room.objects.get(slug="atelier").pk)
    sent = {"name": "Grenier", "features": ["screen"], "after": after}

    for _twice in range(2):
        concierge.post(f"/{place.slug}/desk/rooms/", sent)

    assert names(place) == ["Atelier", "Grenier", "Cuisine", "Jardin"]
    assert "Grenier" in text(concierge.get(f"/{place.slug}/desk/rooms/"))


def test_a_form_says_where_a_room_stands_and_leaves_it_there(
    concierge: Client, place: Place
) -> None:
    address = f"/{place.slug}/desk/rooms/cuisine/"
    before = Room.objects.get(slug="atelier").pk

    assert f'<option value="{before}" selected>' in text(concierge.get(address))
    concierge.post(address, {"name": "Cuisine"})

    assert names(place) == ["Atelier", "Cuisine", "Jardin"]
    assert Room.objects.get(slug="cuisine").seats is None


def test_a_refused_room_keeps_what_was_typed(concierge: Client, place: Place) -> None:
    answer = concierge.post(
        f"/{place.slug}/desk/rooms/cuisine/",
        {"name": "", "seats": "0", "features": ["kitchen", "helipad"]},
    )

    assert answer.status_code == 422
    assert 'value="kitchen" ' in text(answer)
    assert Room.objects.get(slug="cuisine").name == "Cuisine"

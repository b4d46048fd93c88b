"""Every address of the room × every role × one's own place and another one."""

import pytest
from django.test import Client
from django.urls import reverse

from openweek.place.models import Place, Role
from openweek.place.urls import urlpatterns
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db

ANYBODY = ""
ROLES = [*Role.values, ANYBODY]
CONCIERGE = {Role.CONCIERGE}
STAFF = {Role.CONCIERGE, Role.COWORKER}

# The address, who may read it, and who may write to it (nobody, where there is nothing to write).
RIGHTS: dict[str, tuple[set[str], set[str]]] = {
    "people": (STAFF, set()),
    "add_person": (CONCIERGE, CONCIERGE),
    "change_role": (CONCIERGE, CONCIERGE),
    "give_access": (CONCIERGE, CONCIERGE),
    "revoke_access": (set(), CONCIERGE),
    "give_desk": (set(), CONCIERGE),
    "take_desk_back": (set(), CONCIERGE),
    "change_place": (CONCIERGE, CONCIERGE),
    "add_room": (CONCIERGE, CONCIERGE),
    "change_room": (CONCIERGE, CONCIERGE),
    "letters": (CONCIERGE, set()),
    "letter_as_sent": (CONCIERGE, set()),
    # Whoever holds the end of a letter may end them; a signature says whose.
    "stop_letters": (set(ROLES), set(ROLES)),
}
REFUSED = {403, 405}


def _address(name: str, place: Place) -> str:
    more = {
        "change_role": {"handle": "odette"},
        "give_access": {"handle": "odette"},
        "give_desk": {"handle": "odette"},
        "take_desk_back": {"handle": "odette"},
        "revoke_access": {"handle": "odette", "number": 999},
        "change_room": {"room": "atelier"},
        "letter_as_sent": {"number": 999},
        "stop_letters": {"token": "1.abc:def"},
    }
    return reverse(name, kwargs={"place": place.slug, **more.get(name, {})})


def _browser(place: Place, role: str) -> Client:
    client = Client()
    if role != ANYBODY:
        client.force_login(make_person(place, name=f"Some {role}".replace(" ", ""), role=role))
    return client


def test_every_address_of_the_room_is_in_the_matrix() -> None:
    assert {each.name for each in urlpatterns} == set(RIGHTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", RIGHTS)
def test_each_role_opens_its_own_doors_and_no_other(name: str, role: str) -> None:
    readers, writers = RIGHTS[name]
    place = make_place()
    make_person(place, "Odette", Role.VISITOR)
    client = _browser(place, role)
    address = _address(name, place)
    assert (client.get(address).status_code not in REFUSED) == (role in readers)
    assert (client.post(address, {}).status_code not in REFUSED) == (role in writers)


@pytest.mark.parametrize("name", sorted(set(RIGHTS) - {"stop_letters"}))
def test_the_concierge_of_another_place_opens_nothing_here(name: str) -> None:
    here, there = make_place("Ici"), make_place("Là-bas")
    make_person(here, "Odette", Role.VISITOR)
    client = _browser(there, Role.CONCIERGE)
    address = _address(name, here)
    assert client.get(address).status_code in REFUSED
    assert client.post(address, {}).status_code in REFUSED


def test_the_place_of_nobody_is_a_404() -> None:
    for name in RIGHTS:
        assert Client().get(_address(name, Place(slug="nowhere"))).status_code in {404, 405}

"""Who has a part in the place."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground.authors import SOFTWARE
from openweek.place import actions, queries
from openweek.place.models import Membership, Person, Place, Role
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def desk(place: Place, sign_in: SignIn) -> Client:
    """The browser of Camille, who keeps the place."""
    return sign_in(make_person(place, "Camille", Role.CONCIERGE))


def _new(**said: str) -> dict[str, str]:
    return {"name": "Jo", "role": Role.COWORKER, "email": "", "once": str(uuid4()), **said}


def test_somebody_is_added_once_however_often_the_form_is_sent(place: Place, desk: Client) -> None:
    said = _new()
    answers = [desk.post("/le-preau/people/new/", said) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/le-preau/people/"] * 2
    assert Person.objects.filter(name="Jo").count() == 1


def test_two_people_of_one_name_are_two(place: Place, desk: Client) -> None:
    desk.post("/le-preau/people/new/", _new())
    desk.post("/le-preau/people/new/", _new())
    assert sorted(Person.objects.filter(name="Jo").values_list("handle", flat=True)) == [
        "jo",
        "jo-2",
    ]


def test_an_address_that_the_place_knows_does_not_change_a_role_in_silence(
    place: Place, desk: Client
) -> None:
    page = desk.post("/le-preau/people/new/", _new(email="CAMILLE@example.org", role=Role.VISITOR))
    assert "déjà cette adresse" in page.content.decode()
    assert Membership.objects.get(person__handle="camille").role == Role.CONCIERGE


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "obligatoire"),
        ({"name": "x" * 5_000_000}, "caractères"),
        ({"role": "king"}, "king"),
        ({"email": "nope"}, "mail"),
    ],
)
def test_what_cannot_be_is_refused_and_said(
    place: Place, desk: Client, said: dict[str, str], words: str
) -> None:
    page = desk.post("/le-preau/people/new/", _new(**said))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Person.objects.count() == 1


def test_a_name_is_shown_as_it_is_and_never_runs(place: Place, desk: Client) -> None:
    desk.post("/le-preau/people/new/", _new(name="<script>alert(1)</script>\u202e👩‍👩‍👧"))
    page = desk.get("/le-preau/people/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;👩‍👩‍👧" in page


def test_the_last_concierge_stays(place: Place, desk: Client) -> None:
    page = desk.post("/le-preau/people/camille/role/", {"role": Role.VISITOR})
    assert "Le lieu a besoin d’un concierge" in page.content.decode()
    make_person(place, "Nadia", Role.CONCIERGE)
    desk.post("/le-preau/people/camille/role/", {"role": Role.VISITOR})
    assert Membership.objects.get(person__handle="camille").role == Role.VISITOR


def test_mail_addresses_are_for_the_concierge_alone(place: Place, desk: Client) -> None:
    jo = make_person(place, "Jo", Role.COWORKER)
    assert "camille@example.org" in desk.get("/le-preau/people/").content.decode()
    coworker = Client()
    coworker.force_login(jo)
    page = coworker.get("/le-preau/people/").content.decode()
    assert "Camille" in page
    assert "@example.org" not in page


def test_people_stand_from_the_concierge_to_the_visitors(place: Place) -> None:
    for role in [Role.VISITOR, Role.CONTRIBUTOR, Role.COWORKER, Role.CONCIERGE]:
        actions.add_person(place=place, name=role, role=role, by=SOFTWARE)
    assert [each.role for each in queries.members(place)] == list(Role.values)


def test_the_list_of_people_asks_no_more_for_more_people(
    place: Place, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        desk.get("/le-preau/people/")
    for name in ("Jo", "Karim"):
        make_person(place, name, Role.COWORKER)
    with django_assert_num_queries(6):
        desk.get("/le-preau/people/")

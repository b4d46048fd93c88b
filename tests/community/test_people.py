"""People and what they know, shown by their own choice."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.community import actions, queries
from openweek.community.models import Profile
from openweek.community.queries.people import Known
from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.place.models import Membership, Person, Place, Role
from tests.conftest import SignIn
from tests.factories.community import author_of
from tests.factories.places import make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

PEOPLE = "/le-preau/here/people/"


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def odette(place: Place) -> Person:
    return make_person(place, "Odette", Role.COWORKER)


def show(place: Place, person: Person, *skills: str, is_shown: bool = True) -> Profile:
    return actions.change_profile(
        place=place, person=person, by=author_of(person), is_shown=is_shown, skills=skills
    )


def read(client: Client | None = None, asked: str = "") -> str:
    return (client or Client()).get(PEOPLE, {"q": asked} if asked else {}).content.decode()


def test_somebody_says_what_they_know_and_chooses_to_show_it(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    said = {
        "skills": "coudre, retouches\nmachine à coudre,, coudre", "seeks": "un vélo",
        "about": "Aux petits points.", "languages": ["fr", "it"], "link": "odette.example",
        "is_shown": "on",
    }  # fmt: skip

    sign_in(odette).post(f"{PEOPLE}me/", said)

    profile = Profile.objects.get()
    assert profile.skills == ["coudre", "retouches", "machine à coudre"]
    assert profile.link == "https://odette.example"
    page = read()
    assert all(word in page for word in ("Odette", "retouches", "un vélo", "Aux petits points."))


def test_until_it_is_ticked_nobody_else_sees_it(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    show(place, odette, "retouches", is_shown=False)

    assert "retouches" not in read()
    assert "retouches" not in read(sign_in(make_person(place, "Nadia")))
    assert "retouches" in sign_in(odette).get(f"{PEOPLE}me/").content.decode()


def test_whoever_has_no_part_any_more_is_not_shown(place: Place, odette: Person) -> None:
    show(place, odette, "coudre")

    Membership.objects.filter(person=odette).delete()

    assert queries.known_people(place) == []


def test_it_goes_with_the_account(place: Place, odette: Person) -> None:
    show(place, odette, "coudre")

    place_actions.delete_account(person=odette, name_kept=True, by=SOFTWARE)

    assert not Profile.objects.exists()


def known(name: str, *skills: str, about: str = "") -> Known:
    return Known(1, name, about, skills, (), (), "")


SOMEBODY = [
    known("Odette", "coudre", "retouches"),
    known("Ali", "réparer les vélos"),
    known("Jo", "Œuvres sur bois", about="J’aime coudre aussi."),
    known("Lucie", "comptabilité", "tableurs"),
]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("Qui sait coudre ?", ["Odette", "Jo"]),
        ("velo", ["Ali"]),
        ("VÉLOS", ["Ali"]),
        ("retouche", ["Odette"]),
        ("oeuvre", ["Jo"]),
        ("comptabilite", ["Lucie"]),
        ("comptabilté", ["Lucie"]),
        ("tableur comptabilité", ["Lucie"]),
        ("piano", []),
        ("ou", ["Odette", "Ali", "Jo", "Lucie"]),
        ("?!", ["Odette", "Ali", "Jo", "Lucie"]),
    ],
)
def test_search_forgives(asked: str, names: list[str]) -> None:
    assert [each.name for each in queries.search(SOMEBODY, asked)] == names


def test_a_question_of_a_megabyte_is_cut(place: Place, odette: Person) -> None:
    show(place, odette, "coudre")

    assert Client().get(PEOPLE, {"q": "coudre " * 9_000}).status_code == 200


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("skills", ",".join(f"chose {n}" for n in range(21))),
        ("skills", "x" * 61),
        ("link", "javascript:alert(1)"),
        ("link", "ftp://odette.example"),
        ("languages", "klingon"),
    ],
)
def test_what_can_not_be_is_refused_and_kept(
    sign_in: SignIn, place: Place, odette: Person, field: str, typed: str
) -> None:
    answer = sign_in(odette).post(f"{PEOPLE}me/", {field: typed})

    assert answer.status_code == 422
    assert not Profile.objects.exists()


def asked_for(address: str) -> int:
    """How many queries reading that page takes."""
    with CaptureQueriesContext(connection) as seen:
        Client().get(address)
    return len(seen)


def test_queries_do_not_grow_with_people(place: Place, odette: Person) -> None:
    show(place, odette, "coudre")
    alone = asked_for(PEOPLE)

    for number in range(3):
        show(place, make_person(place, f"P{number}"), "coudre")

    assert asked_for(PEOPLE) == alone

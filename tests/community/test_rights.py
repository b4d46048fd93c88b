"""Who may do what: every route of the room, for everybody, here and elsewhere."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from openweek.community.models import Post
from openweek.community.urls import urlpatterns
from openweek.ground.authors import Author
from openweek.place.models import Person, Place, Role
from tests.factories.community import PASSER_BY, author_of, pass_by, pin
from tests.factories.places import make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]
OPEN = dict.fromkeys(EVERYBODY, 200)
ACT = dict.fromkeys(EVERYBODY, 302)
NO = dict.fromkeys(EVERYBODY, 403)
MEMBERS = NO | dict.fromkeys(["visitor", "contributor", "coworker", "concierge"], 200)
MEMBERS_ACT = {who: 302 if status == 200 else status for who, status in MEMBERS.items()}
HOUSE_ACT = NO | dict.fromkeys(["coworker", "concierge"], 302)
GONE = dict.fromkeys(EVERYBODY, 410)

# Posts are somebody else's, and shown; what is one's own stands in test_wall.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "here"): OPEN,
    ("GET", "arrive"): OPEN,
    ("POST", "arrive"): ACT,
    ("POST", "switch_light"): ACT,
    ("POST", "stay"): GONE,
    ("POST", "leave_here"): ACT,
    ("POST", "send_away"): HOUSE_ACT,
    ("GET", "people_and_skills"): OPEN,
    ("GET", "change_profile"): MEMBERS,
    ("POST", "change_profile"): MEMBERS_ACT,
    ("GET", "wall"): OPEN,
    ("GET", "write_post"): OPEN,
    ("POST", "write_post"): ACT,
    ("GET", "post"): OPEN,
    ("GET", "comment_post"): OPEN,
    ("POST", "comment_post"): ACT,
    ("GET", "change_post"): NO,
    ("POST", "change_post"): NO,
    ("POST", "delete_post"): NO,
    ("POST", "flag_post"): ACT,
    ("POST", "look_at_post"): HOUSE_ACT,
    ("POST", "hide_post"): HOUSE_ACT,
    ("POST", "hide_posts_of"): HOUSE_ACT,
    ("POST", "show_post"): HOUSE_ACT,
}
TAILS = {
    "here": "here/",
    "arrive": "here/arrive/",
    "switch_light": "here/light/",
    "stay": "here/stay/",
    "leave_here": "here/leave/",
    "send_away": "here/{presence}/away/",
    "people_and_skills": "here/people/",
    "change_profile": "here/people/me/",
    "wall": "wall/",
    "write_post": "wall/write/",
    "post": "wall/{post}/",
    "comment_post": "wall/{post}/comment/",
    "change_post": "wall/{post}/change/",
    "delete_post": "wall/{post}/delete/",
    "flag_post": "wall/{post}/flag/",
    "look_at_post": "wall/{post}/look/",
    "hide_post": "wall/{post}/hide/",
    "hide_posts_of": "wall/{post}/hide-all/",
    "show_post": "wall/{post}/show/",
}

Address = Callable[[str], str]


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def address(place: Place) -> Address:
    author = Author(name="Bruno", person_id=10_000)
    numbers = {"post": pin(place, "Bonjour", author).pk, "presence": pass_by(place).pk}
    return lambda name: f"/{place.slug}/{TAILS[name].format(**numbers)}"


def somebody(who: str, place: Place) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    return make_person(place, who.title(), Role(who))


def ask(client: Client, method: str, address: str) -> int:
    if method == "GET":
        return client.get(address).status_code
    form = {"name": "Karim", "text": "Bonsoir", "where": "remote", "light": "busy"}
    return client.post(address, {**form, "once": str(uuid4())}).status_code


def test_every_route_of_the_room_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(
    client: Client, place: Place, address: Address, who: str, route: tuple[str, str]
) -> None:
    if person := somebody(who, place):
        client.force_login(person)

    method, name = route
    assert ask(client, method, address(name)) == MATRIX[route][who]


@pytest.mark.parametrize("name", [name for method, name in MATRIX if method == "POST"])
def test_looking_changes_nothing(client: Client, place: Place, address: Address, name: str) -> None:
    client.force_login(make_person(place))
    where = address(name)

    assert client.get(where).status_code in {200, 403, 405}
    assert Post.objects.filter(hidden_at=None, flagged_at=None, text="Bonjour").count() == 1


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_a_place_that_does_not_exist_is_a_404(
    client: Client, place: Place, address: Address, method: str, name: str
) -> None:
    assert ask(client, method, address(name).replace(place.slug, "nulle-part")) == 404


@pytest.mark.parametrize("name", ["post", "comment_post", "change_post"])
def test_what_waits_or_is_hidden_is_not_found_by_others(
    client: Client, place: Place, address: Address, name: str
) -> None:
    held = pin(place, "Attend", PASSER_BY, is_held=True)
    own = make_person(place, "Odette", Role.CONTRIBUTOR)
    where = TAILS[name].format(post=held.pk)

    assert client.get(f"/{place.slug}/{where}").status_code == 404
    client.force_login(own)
    assert client.get(f"/{place.slug}/{where}").status_code == 404
    assert author_of(own).key != held.author_key

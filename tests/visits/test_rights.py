"""Who may do what: every route of the room, for everybody, here and elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person, Role
from openweek.visits import rules
from openweek.visits.urls import urlpatterns
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, make_host, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "concierge", "stranger"]
OPEN = dict.fromkeys(EVERYBODY, 200)
ACT = dict.fromkeys(EVERYBODY, 302)
STAFF = {"nobody": 403, "visitor": 403, "contributor": 403, "coworker": 200, "concierge": 200}
STAFF_ACT = {who: 302 if status == 200 else status for who, status in STAFF.items()}
# The concierge of another place is nobody here.
STRANGER = {"stranger": 403}

# Whoever holds the private link is the visitor, whatever else they are.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "register_visit"): OPEN,
    ("POST", "register_visit"): ACT,
    ("GET", "my_visit"): OPEN,
    ("GET", "change_visit"): OPEN,
    ("POST", "change_visit"): ACT,
    ("POST", "cancel_visit"): ACT,
    ("POST", "erase_visit"): OPEN,
    ("GET", "welcome"): STAFF | STRANGER,
    ("POST", "add_walk_in"): STAFF_ACT | STRANGER,
    ("GET", "scan_visit"): OPEN,
    ("POST", "check_in"): STAFF_ACT | STRANGER,
    ("POST", "undo_check_in"): STAFF_ACT | STRANGER,
    ("POST", "check_out"): STAFF_ACT | STRANGER,
    ("GET", "hosts"): OPEN,
    ("GET", "become_host"): STAFF | STRANGER,
    ("POST", "become_host"): STAFF_ACT | STRANGER,
    ("POST", "set_light"): STAFF_ACT | STRANGER,
    ("POST", "withdraw_host"): STAFF_ACT | STRANGER,
}
# Once a week is archived it is only read: by its visitors, and at the desk.
STILL_READ = {"register_visit", "my_visit", "erase_visit", "welcome", "scan_visit", "hosts"}

Address = Callable[[str], str]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def address(week: Week) -> Address:
    done = register(week, "Jeanne", THURSDAY_MORNING)
    root = f"/{week.place.slug}/{week.slug}/"
    tails = {
        "register_visit": "visit/",
        "my_visit": f"visit/{done.secret}/",
        "change_visit": f"visit/{done.secret}/change/",
        "cancel_visit": f"visit/{done.secret}/cancel/",
        "erase_visit": f"visit/{done.secret}/erase/",
        "welcome": "welcome/",
        "add_walk_in": "welcome/walk-in/",
        "scan_visit": f"welcome/c/{rules.badge(done.visit)}/",
        "check_in": f"welcome/{done.visit.number}/check-in/",
        "undo_check_in": f"welcome/{done.visit.number}/undo/",
        "check_out": f"welcome/{done.visit.number}/check-out/",
        "hosts": "hosts/",
        "become_host": "hosts/me/",
        "set_light": "hosts/me/light/",
        "withdraw_host": "hosts/me/withdraw/",
    }
    return lambda name: root + tails[name]


def somebody(who: str, week: Week) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    person = make_person(week.place, who.title(), Role(who))
    make_host(week, person)
    return person


def ask(client: Client, method: str, address: str) -> int:
    if method == "GET":
        return client.get(address).status_code
    form = {
        "name": "Karim",
        "party_size": "1",
        "half_days": [THURSDAY_MORNING.key],
        "once": str(uuid4()),
        "light": "busy",
    }
    return client.post(address, form).status_code


def test_every_route_of_the_room_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(
    client: Client, week: Week, address: Address, who: str, route: tuple[str, str]
) -> None:
    if person := somebody(who, week):
        client.force_login(person)

    method, name = route
    assert ask(client, method, address(name)) == MATRIX[route][who]


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_an_archived_week_is_only_read(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))
    week_actions.archive_week(week=week, by=SOFTWARE)
    expected = 200 if name in STILL_READ and (method == "GET" or name == "erase_visit") else 403

    assert ask(client, method, where) == expected


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_after_its_last_day_a_week_is_only_read(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))
    expected = 200 if name in STILL_READ and (method == "GET" or name == "erase_visit") else 403

    with clock.at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert ask(client, method, where) == expected


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_a_week_that_does_not_exist_is_a_404(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    assert ask(client, method, address(name).replace(week.slug, "jamais")) == 404

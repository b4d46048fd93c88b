"""Who may see and say who receives whom: every address of it, for everybody, here and elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.visits.models import Host
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_week
from tests.factories.visits import THURSDAY_MORNING, make_host, matched, register
from tests.visits.test_rights import EVERYBODY, KEEPERS, MATCHES, STAFF, only, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

ACT = dict.fromkeys(EVERYBODY, 302)
NOBODYS = {who: 404 if who in STAFF else 403 for who in EVERYBODY}

# The match is between Jeanne and a host who is none of those who ask.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "set_light"): only(200, *STAFF),
    ("GET", "own_visitors"): only(200, *STAFF),
    ("POST", "accept_visitor"): NOBODYS,
    ("POST", "decline_visitor"): NOBODYS,
    # Whoever holds the private link is the visitor, whatever else they are.
    ("POST", "accept_host"): ACT,
    ("POST", "decline_host"): ACT,
    ("GET", "matches"): only(200, *KEEPERS),
    ("POST", "match_now"): only(302, *KEEPERS),
    ("GET", "assign_host"): only(200, *KEEPERS),
    ("POST", "assign_host"): only(200, *KEEPERS),  # without saying whom
    ("POST", "release_match"): only(302, *KEEPERS),
}
Address = Callable[[str], str]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def address(week: Week) -> Address:
    done = register(week, "Jeanne", THURSDAY_MORNING)
    match = matched(done.visit, make_host(week, make_person(week.place, "Inès", "coworker")))
    root = f"/{week.place.slug}/{week.slug}/"
    tails = {
        "set_light": "hosts/me/light/",
        "own_visitors": "hosts/me/visitors/",
        "accept_visitor": f"hosts/me/visitors/{match.pk}/accept/",
        "decline_visitor": f"hosts/me/visitors/{match.pk}/decline/",
        "accept_host": f"visit/{done.secret}/host/{match.pk}/accept/",
        "decline_host": f"visit/{done.secret}/host/{match.pk}/decline/",
        "matches": "hosts/matches/",
        "match_now": "hosts/matches/now/",
        "assign_host": f"hosts/matches/{match.half_day_id}/",
        "release_match": f"hosts/matches/{match.half_day_id}/release/",
    }
    return lambda name: root + tails[name]


def ask(client: Client, method: str, where: str) -> int:
    return (client.get(where) if method == "GET" else client.post(where)).status_code


def test_every_address_of_it_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == MATCHES | {"set_light"}


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

    assert ask(client, method, where) == (200 if name == "matches" else 403)


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_after_the_last_day_nobody_is_received_any_more(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))

    with clock.at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert ask(client, method, where) == (200 if name == "matches" else 403)


@pytest.mark.parametrize(("method", "name"), [each for each in MATRIX if each[0] == "POST"])
def test_what_changes_something_is_never_done_by_looking(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    client.force_login(make_person(week.place))
    allowed = 200 if name == "assign_host" else 405

    assert client.get(address(name)).status_code == allowed, method
    assert Host.objects.get().matches.get().state == "proposed"

"""Who may do what: every route of the room, for everybody, here and elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.actions import give_desk
from openweek.place.models import Capability, Person, Role
from openweek.visits import actions, rules
from openweek.visits.models import DeskEntry
from openweek.visits.urls import urlpatterns
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

# A keeper is a coworker to whom a concierge gave the welcome desk.
EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "keeper", "concierge", "stranger"]
OPEN = dict.fromkeys(EVERYBODY, 200)
ACT = dict.fromkeys(EVERYBODY, 302)


def only(status: int, *who: str) -> dict[str, int]:
    """Those get that answer, and everybody else is refused: a stranger keeps another place."""
    return {each: status if each in who else 403 for each in EVERYBODY}


STAFF = ("coworker", "keeper", "concierge")
KEEPERS = ("keeper", "concierge")
CONCIERGE = ("concierge",)

# Whoever holds the private link is the visitor, whatever else they are.
MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "register_visit"): OPEN,
    ("POST", "register_visit"): ACT,
    ("GET", "my_visit"): OPEN,
    ("GET", "change_visit"): OPEN,
    ("POST", "change_visit"): ACT,
    ("POST", "cancel_visit"): ACT,
    ("POST", "cancel_half_day"): ACT,
    ("POST", "acknowledge_visit_rules"): ACT,
    # Only once they came.
    ("POST", "leave_word"): dict.fromkeys(EVERYBODY, 403),
    ("POST", "change_consents"): ACT,
    ("GET", "own_data"): OPEN,
    ("GET", "own_data_file"): OPEN,
    ("GET", "origins"): OPEN,
    ("POST", "erase_visit"): OPEN,
    ("POST", "renew_my_badge"): ACT,
    ("GET", "welcome"): only(200, *KEEPERS),
    ("POST", "add_walk_in"): only(302, *KEEPERS),
    ("GET", "desk_list"): only(200, *KEEPERS),
    ("POST", "merge_entries"): only(400, *KEEPERS),  # what is sent here is no batch
    ("POST", "settle_entry"): only(302, *KEEPERS),
    ("GET", "desk_worker"): OPEN,
    ("GET", "visitors_csv"): only(200, *CONCIERGE),
    ("GET", "scan_visit"): OPEN,
    ("GET", "guest"): only(200, *KEEPERS),
    ("GET", "badges"): only(200, *KEEPERS),
    ("GET", "print_badges"): only(200, *KEEPERS),
    ("GET", "open_kiosk"): only(200, *CONCIERGE),
    ("POST", "open_kiosk"): only(200, *CONCIERGE),
    ("POST", "close_kiosk"): only(302, *CONCIERGE),
    ("GET", "kiosk"): OPEN,
    ("GET", "kiosk_code"): OPEN,
    ("POST", "kiosk_code"): dict.fromkeys(EVERYBODY, 422),  # no such code
    ("GET", "kiosk_walk_in"): OPEN,
    ("POST", "kiosk_walk_in"): OPEN,
    ("POST", "check_in"): only(302, *KEEPERS),
    ("POST", "count_group"): only(302, *KEEPERS),
    ("POST", "renew_badge"): only(302, *KEEPERS),
    ("POST", "undo_check_in"): only(302, *KEEPERS),
    ("POST", "check_out"): only(302, *KEEPERS),
    ("GET", "hosts"): OPEN,
    ("GET", "become_host"): only(200, *STAFF),
    ("POST", "become_host"): only(302, *STAFF),
    ("POST", "set_light"): only(302, *STAFF),
    ("POST", "withdraw_host"): only(302, *STAFF),
}
# Who receives whom has a matrix of its own, in test_host_rights.
MATCHES = {
    "own_visitors", "accept_visitor", "decline_visitor", "accept_host", "decline_host",
    "matches", "match_now", "assign_host", "release_match",
}  # fmt: skip
# Letters on paper have theirs in test_papers.
PAPERS = {"print_my_visit", "print_visit", "print_visits", "newsletter_csv"}
# Once a week is archived it is only read: by its visitors, and at the desk.
STILL_READ = {
    "register_visit", "my_visit", "erase_visit", "welcome", "scan_visit", "guest", "hosts",
    "badges",
    "print_badges", "visitors_csv", "desk_worker", "own_data", "own_data_file", "origins",
}  # fmt: skip
# What a visitor may say for as long as it is kept.
STILL_SAID = {"change_consents", "acknowledge_visit_rules"}
# After the last day the tablet's link has expired, and squares are of days that are over; what a
# device noted is brought all the same.
AFTER = {
    ("GET", "scan_visit"): 409,
    ("GET", "print_badges"): 302,  # nobody is expected on that day
    ("GET", "kiosk"): 404,
    ("GET", "kiosk_code"): 404,
    ("POST", "kiosk_code"): 404,
    ("GET", "kiosk_walk_in"): 404,
    ("POST", "kiosk_walk_in"): 404,
    ("POST", "merge_entries"): 400,
    ("POST", "settle_entry"): 302,
}

Address = Callable[[str], str]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def address(week: Week) -> Address:
    done = register(week, "Jeanne", THURSDAY_MORNING)
    today = make_visit(week, "Odile", WEDNESDAY_MORNING)
    entry = DeskEntry.objects.create(
        week=week, guid=uuid4(), deed="arrive", done_at=clock.now(), merged_at=clock.now(),
        outcome="conflict", conflict="unknown",
    )  # fmt: skip
    kiosk = actions.open_kiosk(week=week, name="porte", by=SOFTWARE)
    door = Capability.objects.get(kind="kiosk")
    root = f"/{week.place.slug}/{week.slug}/"
    tails = {
        "register_visit": "visit/",
        "my_visit": f"visit/{done.secret}/",
        "change_visit": f"visit/{done.secret}/change/",
        "cancel_visit": f"visit/{done.secret}/cancel/",
        "cancel_half_day": f"visit/{done.secret}/cancel/half-day/",
        "acknowledge_visit_rules": f"visit/{done.secret}/rules/",
        "leave_word": f"visit/{done.secret}/word/",
        "change_consents": f"visit/{done.secret}/consents/",
        "own_data": f"visit/{done.secret}/data/",
        "own_data_file": f"visit/{done.secret}/data.json",
        "origins": "visit/origins/",
        "erase_visit": f"visit/{done.secret}/erase/",
        "welcome": "welcome/",
        "add_walk_in": "welcome/walk-in/",
        "renew_my_badge": f"visit/{done.secret}/renew-badge/",
        "scan_visit": f"welcome/c/{rules.badge(today)}/",
        "desk_list": "welcome/list.json",
        "merge_entries": "welcome/merge/",
        "settle_entry": f"welcome/entries/{entry.pk}/settle/",
        "desk_worker": "welcome/worker.js",
        "visitors_csv": "welcome/visitors.csv",
        "guest": f"welcome/{done.visit.number}/",
        "badges": "welcome/badges/",
        "print_badges": "welcome/badges/print/",
        "open_kiosk": "welcome/kiosk/",
        "close_kiosk": f"welcome/kiosk/{door.pk}/close/",
        "kiosk": f"welcome/kiosk/{kiosk}/",
        "kiosk_code": f"welcome/kiosk/{kiosk}/code/",
        "kiosk_walk_in": f"welcome/kiosk/{kiosk}/new/",
        "count_group": f"welcome/{done.visit.number}/people/",
        "renew_badge": f"welcome/{done.visit.number}/renew-badge/",
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
    person = make_person(week.place, who.title(), "coworker" if who == "keeper" else Role(who))
    if who == "keeper":
        give_desk(membership=person.memberships.get(), by=SOFTWARE)
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
        "half": THURSDAY_MORNING.key,
    }
    return client.post(address, form).status_code


def test_every_route_of_the_room_is_in_the_matrix() -> None:
    named = {name for _method, name in MATRIX} | MATCHES | PAPERS
    assert named == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(
    client: Client, week: Week, address: Address, who: str, route: tuple[str, str]
) -> None:
    if person := somebody(who, week):
        client.force_login(person)

    method, name = route
    assert ask(client, method, address(name)) == MATRIX[route][who]


def still(method: str, name: str) -> int:
    if name in STILL_SAID:
        return 302
    return 200 if name in STILL_READ and (method == "GET" or name == "erase_visit") else 403


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_an_archived_week_is_only_read(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))
    week_actions.archive_week(week=week, by=SOFTWARE)
    expected = still(method, name)

    assert ask(client, method, where) == expected


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_after_its_last_day_a_week_is_only_read(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    where = address(name)
    client.force_login(make_person(week.place))
    expected = still(method, name)
    expected = AFTER.get((method, name), expected)

    with clock.at(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert ask(client, method, where) == expected


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_a_week_that_does_not_exist_is_a_404(
    client: Client, week: Week, address: Address, method: str, name: str
) -> None:
    assert ask(client, method, address(name).replace(week.slug, "jamais")) == 404

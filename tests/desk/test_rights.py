"""Who may do what: every route of the room, for everybody, here and elsewhere."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from openweek.desk import actions
from openweek.desk.models import HelpRequest, Meeting, Promise
from openweek.desk.urls import urlpatterns
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Membership, Person, Place, Role
from tests.factories.desk import (
    author,
    make_guide_page,
    make_help,
    make_notice,
    make_partner,
    make_rules,
)
from tests.factories.places import make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

# "keeper" is a coworker to whom the welcome desk was given; "stranger", the concierge of another
# place, is nobody here.
EVERYBODY = ["nobody", "visitor", "contributor", "coworker", "keeper", "concierge", "stranger"]
OPEN = dict.fromkeys(EVERYBODY, 200)
ACT = dict.fromkeys(EVERYBODY, 302)
CLOSED = dict.fromkeys(EVERYBODY, 403)
HELPERS = CLOSED | {"coworker": 200, "keeper": 200, "concierge": 200}
HELPERS_ACT = CLOSED | {"coworker": 302, "keeper": 302, "concierge": 302}
KEEPERS = CLOSED | {"keeper": 200, "concierge": 200}
KEEPERS_ACT = CLOSED | {"keeper": 302, "concierge": 302}
CONCIERGE = CLOSED | {"concierge": 200}
CONCIERGE_ACT = CLOSED | {"concierge": 302}
# A request is its asker's, and the helpers': for all others it does not exist.
ASKERS_ACT = dict.fromkeys(EVERYBODY, 404) | {"coworker": 302, "keeper": 302, "concierge": 302}

MATRIX: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "rules"): OPEN,
    ("GET", "write_rules"): CONCIERGE,
    ("POST", "write_rules"): CONCIERGE_ACT,
    ("POST", "acknowledge_rules"): ACT,
    ("GET", "rules_version"): OPEN,
    ("GET", "notices"): OPEN,
    ("GET", "publish_notice"): KEEPERS,
    ("POST", "publish_notice"): KEEPERS_ACT,
    ("GET", "change_notice"): KEEPERS,
    ("POST", "change_notice"): KEEPERS_ACT,
    ("POST", "end_notice"): KEEPERS_ACT,
    ("POST", "withdraw_notice"): KEEPERS_ACT,
    ("POST", "restore_notice"): KEEPERS_ACT,
    ("GET", "notices_rss"): OPEN,
    ("GET", "ask_help"): OPEN,
    ("POST", "ask_help"): ACT,
    ("POST", "add_to_help"): ASKERS_ACT,
    ("POST", "call_off_help"): ASKERS_ACT,
    ("GET", "help_requests"): HELPERS,
    ("GET", "answer_help"): HELPERS,
    ("POST", "answer_help"): HELPERS_ACT,
    ("POST", "take_help"): HELPERS_ACT,
    ("POST", "leave_help"): HELPERS_ACT,
    ("POST", "assign_help"): HELPERS_ACT,
    ("POST", "close_help"): HELPERS_ACT,
    ("GET", "guide"): OPEN,
    ("GET", "guide_page"): OPEN,
    ("GET", "add_guide_page"): HELPERS,
    ("POST", "add_guide_page"): HELPERS_ACT,
    ("GET", "change_guide_page"): HELPERS,
    ("POST", "change_guide_page"): HELPERS_ACT,
    ("POST", "remove_guide_page"): HELPERS_ACT,
    ("GET", "removed_guide_pages"): HELPERS,
    ("POST", "restore_guide_page"): HELPERS_ACT,
    ("GET", "partners"): OPEN,
    ("GET", "partners_csv"): CONCIERGE,
    ("GET", "add_partner"): CONCIERGE,
    ("POST", "add_partner"): CONCIERGE_ACT,
    ("GET", "partner"): CONCIERGE,
    ("GET", "change_partner"): CONCIERGE,
    ("POST", "change_partner"): CONCIERGE_ACT,
    ("POST", "renew_partner"): CONCIERGE_ACT,
    ("POST", "end_partner"): CONCIERGE_ACT,
    ("POST", "resume_partner"): CONCIERGE_ACT,
    ("POST", "add_meeting"): CONCIERGE_ACT,
    ("POST", "note_meeting"): CONCIERGE_ACT,
    ("POST", "add_promise"): CONCIERGE_ACT,
    ("POST", "keep_promise"): CONCIERGE_ACT,
    ("POST", "reopen_promise"): CONCIERGE_ACT,
}
NEEDS_A_ROW = {"<int:number>", "<slug:slug>"}

Address = Callable[[str], str]


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def address(place: Place) -> Address:
    """One row of each kind, and where each address of it is."""
    make_rules(place)
    notice, asked = make_notice(place), make_help(place)
    page, gone = make_guide_page(place), make_guide_page(place, "Ce qui n’est plus")
    actions.remove_guide_page(page=gone, by=SOFTWARE)
    partner = make_partner(place)
    meeting = actions.add_meeting(partner=partner, on=date(2026, 12, 1), once=uuid4(), by=SOFTWARE)
    promise = actions.add_promise(
        partner=partner, what="Une salle", is_ours=True, once=uuid4(), by=SOFTWARE
    )
    routes = {str(pattern.name): str(pattern.pattern) for pattern in urlpatterns}
    slugs = {"partner": partner.slug, "guide": page.slug, "restore_guide_page": gone.slug}
    numbers = {"rules": 1, "notices": notice.pk, "help": asked.pk}
    deeper = {"meetings": meeting.pk, "promises": promise.pk}

    def at(name: str) -> str:
        route = routes[name]
        first = route.split("/")[0]
        kind = "partner" if first.startswith("partners") else "guide"
        number = next((n for word, n in deeper.items() if word in route), numbers.get(first, 0))
        route = route.replace("<slug:slug>", slugs.get(name, slugs[kind]))
        return f"/{place.slug}/{route.replace('<int:number>', str(number))}"

    return at


def somebody(who: str, place: Place) -> Person | None:
    if who == "nobody":
        return None
    if who == "stranger":
        return make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE)
    role = Role.COWORKER if who == "keeper" else Role(who)
    person = make_person(place, who.title(), role)
    Membership.objects.filter(person=person).update(keeps_desk=who == "keeper")
    return person


def ask(client: Client, method: str, address: str, person: Person | None) -> int:
    if method == "GET":
        return client.get(address).status_code
    form = {
        "once": str(uuid4()), "after": "1", "text": "Une phrase.", "until": "tonight",
        "about": "wifi", "number": "1", "person": str(person.pk if person else 0),
        "answer": "Voilà.", "title": "Où ?", "language": "fr", "name": "La mairie",
        "on": "2026-12-02", "what": "Une salle", "whose": "ours",
    }  # fmt: skip
    # The day until which something is renewed, where others say "tonight".
    form |= {"until": "2027-01-01"} if address.endswith("/renew/") else {}
    return client.post(address, form).status_code


def test_every_route_of_the_room_is_in_the_matrix() -> None:
    assert {name for _method, name in MATRIX} == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("route", MATRIX, ids=" ".join)
def test_each_may_do_what_the_matrix_says(
    client: Client, place: Place, address: Address, who: str, route: tuple[str, str]
) -> None:
    person = somebody(who, place)
    if person:
        client.force_login(person)

    method, name = route
    assert ask(client, method, address(name), person) == MATRIX[route][who]


@pytest.mark.parametrize(
    ("method", "name"),
    [
        route
        for route in MATRIX
        if any(
            part in str(pattern.pattern)
            for pattern in urlpatterns
            if pattern.name == route[1]
            for part in NEEDS_A_ROW
        )
        and route[1] != "guide_page"
    ],
)
def test_a_concierge_reaches_no_row_of_another_place(
    client: Client, address: Address, method: str, name: str
) -> None:
    other = make_place("La Halle")
    zoe = make_person(other, "Zoé", Role.CONCIERGE)
    client.force_login(zoe)
    theirs = address(name).replace("/le-preau/", f"/{other.slug}/")

    assert ask(client, method, theirs, zoe) == 404


def test_whoever_asked_adds_to_it_and_calls_it_off(client: Client, place: Place) -> None:
    client.post(f"/{place.slug}/help/", {"about": "key", "once": str(uuid4())})
    asked = HelpRequest.objects.get()

    client.post(f"/{place.slug}/help/{asked.pk}/more/", {"where": "Le grenier"})
    client.post(f"/{place.slug}/help/{asked.pk}/call-off/")

    asked.refresh_from_db()
    assert asked.where == "Le grenier"
    assert asked.closed_at is not None


def test_nobody_else_does(client: Client, place: Place) -> None:
    asked = make_help(place, by=author(make_person(place, "Ida", Role.VISITOR)))
    client.force_login(make_person(place, "Omar", Role.VISITOR))

    assert client.post(f"/{place.slug}/help/{asked.pk}/call-off/").status_code == 404
    assert client.post(f"/{place.slug}/help/{asked.pk}/more/", {"words": "non"}).status_code == 404
    assert "wifi" not in client.get(f"/{place.slug}/help/").content.decode().split("<form")[0]


def test_the_numbers_of_a_partner_are_its_own(client: Client, place: Place) -> None:
    one, other = make_partner(place, "Un"), make_partner(place, "Deux")
    promise = actions.add_promise(
        partner=one, what="Une salle", is_ours=True, once=uuid4(), by=SOFTWARE
    )
    meeting = actions.add_meeting(partner=one, on=date(2026, 12, 1), once=uuid4(), by=SOFTWARE)
    client.force_login(make_person(place))
    root = f"/{place.slug}/partners/{other.slug}"

    assert client.post(f"{root}/promises/{promise.pk}/kept/").status_code == 404
    assert client.post(f"{root}/meetings/{meeting.pk}/", {"said": "rien"}).status_code == 404
    assert Promise.objects.get().kept_at is None
    assert Meeting.objects.get().met_at is None

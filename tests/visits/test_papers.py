"""Letters on paper, and the list of those who asked for news."""

import csv
import io

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.place.letters import address_digest, stop_letters
from openweek.place.models import Role
from openweek.visits import printing
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, make_visit, make_waiting, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week(make_place())


@pytest.fixture
def desk(week: Week, sign_in: SignIn) -> Client:
    return sign_in(make_person(week.place, "Nadia", Role.CONCIERGE))


def test_a_visitor_prints_their_own_letter(week: Week, client: Client) -> None:
    done = register(week, "Odette", THURSDAY_MORNING)
    answer = client.get(f"/le-preau/{week.slug}/visit/{done.secret}/paper/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")


def test_the_desk_prints_those_of_tomorrow_who_read_no_mail(week: Week, desk: Client) -> None:
    make_visit(week, "Odette", THURSDAY_MORNING, language="en")
    make_visit(week, '#panic("Karim") $x$', THURSDAY_MORNING)
    make_visit(week, "Ana", THURSDAY_MORNING, email="ana@example.org")
    make_waiting(week, "Bo")
    assert len(printing.without_mail(week, THURSDAY_MORNING.date)) == 2
    answer = desk.get(f"/le-preau/{week.slug}/welcome/paper/")
    assert answer["Content-Type"] == "application/pdf"


def test_a_day_on_which_nobody_needs_paper_says_so(week: Week, desk: Client) -> None:
    answer = desk.get(f"/le-preau/{week.slug}/welcome/paper/?day=2026-11-27")
    assert answer["Location"] == f"/le-preau/{week.slug}/welcome/?day=2026-11-27"


def test_a_letter_printed_at_the_desk_gives_nobody_a_private_link(week: Week, desk: Client) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING)
    before = week.place.capabilities.count()
    assert desk.get(f"/le-preau/{week.slug}/welcome/{visit.number}/paper/").status_code == 200
    assert week.place.capabilities.count() == before


def test_the_newsletter_is_for_those_who_asked_and_harmless(week: Week, desk: Client) -> None:
    for name, address, wants in (
        ("=cmd|' /C calc'!A0", "odette@example.org", True),
        ("Odette", "ODETTE@example.org", True),
        ("Karim", "karim@example.org", False),
        ("Ana", "ana@example.org", True),
    ):
        make_visit(week, name, THURSDAY_MORNING, email=address, newsletter=wants)
    stop_letters(place=week.place, digest=address_digest("ana@example.org"), by=SOFTWARE)
    answer = desk.get(f"/le-preau/{week.slug}/welcome/newsletter.csv")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0].casefold() for row in table[1:]] == ["odette@example.org"]
    assert not table[1][1].startswith("=")


EVERYBODY = ["nobody", "visitor", "coworker", "keeper", "concierge", "stranger"]
RIGHTS = {
    "visit/{secret}/paper/": EVERYBODY,
    "welcome/{number}/paper/": ["keeper", "concierge"],
    "welcome/paper/": ["keeper", "concierge"],
    "welcome/newsletter.csv": ["concierge"],
}


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("address", RIGHTS)
def test_each_prints_what_is_theirs_to_hand_over(
    week: Week, client: Client, address: str, who: str
) -> None:
    done = register(week, "Odette", THURSDAY_MORNING)
    if who == "stranger":
        client.force_login(make_person(make_place("La Halle"), "Zoé", Role.CONCIERGE))
    elif who != "nobody":
        role = Role.COWORKER if who == "keeper" else Role(who)
        person = make_person(week.place, "Sam", role)
        person.memberships.update(keeps_desk=who == "keeper")
        client.force_login(person)
    tail = address.format(secret=done.secret, number=done.visit.number)
    status = client.get(f"/le-preau/{week.slug}/{tail}").status_code
    assert status == (200 if who in RIGHTS[address] else 403)


def test_a_wrong_link_or_number_prints_nothing(week: Week, desk: Client) -> None:
    for tail in ("visit/xxxx/paper/", "welcome/99/paper/"):
        assert desk.get(f"/le-preau/{week.slug}/{tail}").status_code == 404

"""Who is here: said in one tap, believed for a while, and nobody has to say that they go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.community import actions, queries
from openweek.community.models import Light, Presence, Where
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.models import Person, Place, Role
from tests.conftest import SignIn
from tests.factories.community import PASSER_BY, author_of, come, pass_by
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def odette(place: Place) -> Person:
    return make_person(place, "Odette Chazelle", Role.COWORKER)


def names(place: Place) -> list[str]:
    return [each.name for each in queries.here(place)]


def test_somebody_says_in_one_tap_that_they_are_there(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    browser = sign_in(odette)

    browser.post("/le-preau/here/arrive/", {"where": "on-site", "about": "le budget du jardin"})

    [found] = queries.here(place)
    assert (found.name, found.is_on_site, found.is_open) == ("Odette Chazelle", True, True)
    assert found.about == "le budget du jardin"
    page = Client().get("/le-preau/here/").content.decode()
    assert "le budget du jardin" in page
    assert "Odette" in page
    assert "Chazelle" not in page


def test_those_who_work_here_read_whole_names(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    come(place, odette)
    page = sign_in(make_person(place, "Camille", Role.COWORKER)).get("/le-preau/here/")

    assert "Odette Chazelle" in page.content.decode()


def test_the_light_is_switched_and_one_leaves(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    come(place, odette)
    browser = sign_in(odette)

    browser.post("/le-preau/here/light/", {"light": "busy"})
    assert [each.light for each in queries.here(place)] == [Light.BUSY]
    assert queries.lights(place) == {odette.pk: "busy"}

    browser.post("/le-preau/here/leave/")
    browser.post("/le-preau/here/leave/")
    assert queries.here(place) == []
    kinds = list(Event.objects.filter(kind__startswith="community").values_list("kind", flat=True))
    assert kinds == ["community.person_arrived", "community.light_set", "community.person_left"]


def test_saying_it_again_is_no_second_arrival(place: Place, odette: Person) -> None:
    first = come(place, odette)
    with clock.at(WEDNESDAY_TEN + timedelta(hours=2)):
        again = come(place, odette, about="autre chose")

    assert (again.pk, again.since) == (first.pk, first.since)
    assert Presence.objects.count() == 1


def test_on_site_lasts_ten_hours(place: Place, odette: Person) -> None:
    come(place, odette)

    with clock.at(WEDNESDAY_TEN + timedelta(hours=9, minutes=59)):
        assert names(place) == ["Odette Chazelle"]
    with clock.at(WEDNESDAY_TEN + timedelta(hours=10)):
        assert names(place) == []


def test_from_afar_lasts_as_long_as_the_page_says_so(place: Place, odette: Person) -> None:
    come(place, odette, Where.REMOTE)
    by = author_of(odette)
    events_before = Event.objects.count()

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=1)):
        assert actions.stay(place=place, by=by)
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=3, seconds=59)):
        assert names(place) == ["Odette Chazelle"]
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=4)):
        assert names(place) == []
    assert Event.objects.count() == events_before


def test_without_scripts_it_lasts_half_an_hour(place: Place, odette: Person) -> None:
    come(place, odette, Where.REMOTE)

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=29)):
        assert names(place) == ["Odette Chazelle"]
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=30)):
        assert names(place) == []


def test_a_machine_that_slept_for_long_does_not_bring_anybody_back(
    place: Place, odette: Person
) -> None:
    come(place, odette, Where.REMOTE)
    by = author_of(odette)

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=5)):
        assert actions.stay(place=place, by=by)
        assert names(place) == ["Odette Chazelle"]
    with clock.at(WEDNESDAY_TEN + timedelta(hours=3)):
        assert not actions.stay(place=place, by=by)
        assert names(place) == []


def test_pages_write_that_somebody_stays_once_a_minute_at_most(
    place: Place, odette: Person
) -> None:
    presence = come(place, odette, Where.REMOTE)

    with clock.at(WEDNESDAY_TEN + timedelta(seconds=20)):
        assert actions.stay(place=place, by=author_of(odette))

    presence.refresh_from_db()
    assert presence.seen_at == WEDNESDAY_TEN


def test_an_open_page_is_told_whether_its_reader_is_still_on_the_list(
    sign_in: SignIn, place: Place, odette: Person
) -> None:
    browser = sign_in(odette)
    assert browser.post("/le-preau/here/stay/").status_code == 410

    come(place, odette, Where.REMOTE)
    assert browser.post("/le-preau/here/stay/").status_code == 204


def test_whoever_passes_by_gives_a_name_and_is_there_from_afar(
    client: Client, place: Place
) -> None:
    asked = client.post("/le-preau/here/arrive/", {"where": "remote", "name": ""})
    assert asked.status_code == 422

    client.post("/le-preau/here/arrive/", {"where": "remote", "name": "Inès", "about": "CASINO"})

    [found] = queries.here(place)
    assert (found.name, found.person_id, found.is_on_site) == ("Inès", None, False)
    assert found.about == ""
    assert client.post("/le-preau/here/light/", {"light": "busy"}).status_code == 302
    assert not queries.here(place)[0].is_open
    names_in_log = set(Event.objects.values_list("author_name", flat=True))
    assert "Inès" not in names_in_log


def test_whoever_passes_by_cannot_be_on_site(client: Client, place: Place) -> None:
    answer = client.post("/le-preau/here/arrive/", {"where": "on-site", "name": "Inès"})

    assert answer.status_code == 422
    assert queries.here(place) == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202eeinalém", "einalém"),
        ("Inès\nBcc: x", "Inès Bcc: x"),
        ("<script>", "<script>"),
    ],
)
def test_a_strange_name_is_made_plain(client: Client, place: Place, typed: str, shown: str) -> None:
    client.post("/le-preau/here/arrive/", {"where": "remote", "name": typed})

    assert names(place) == [shown]
    assert b"<script>alert" not in client.get("/le-preau/here/").content


def test_the_house_takes_a_name_off_the_list(sign_in: SignIn, place: Place, odette: Person) -> None:
    presence = pass_by(place)

    sign_in(odette).post(f"/le-preau/here/{presence.pk}/away/")

    presence.refresh_from_db()
    assert (names(place), presence.name) == ([], "")


def test_the_name_of_whoever_passed_by_is_forgotten_after_a_day(place: Place) -> None:
    pass_by(place)

    with clock.at(WEDNESDAY_TEN + timedelta(days=1)):
        deadlines.sweep()

    assert not Presence.objects.exists()


def test_an_account_that_is_deleted_is_nowhere_any_more(place: Place, odette: Person) -> None:
    make_person(place)
    come(place, odette)

    place_actions.delete_account(person=odette, name_kept=True, by=SOFTWARE)

    assert not Presence.objects.exists()


def test_another_place_sees_nobody_of_this_one(place: Place, odette: Person) -> None:
    come(place, odette)
    elsewhere = make_place("La Halle")

    assert queries.here(elsewhere) == []


def test_nobody_is_on_site_behind_closed_doors(place: Place, odette: Person) -> None:
    make_week(place)  # open until six
    at_five, at_seven = (WEDNESDAY_TEN + timedelta(hours=hours) for hours in (7, 9))
    with clock.at(at_five):
        come(place, odette)
        pass_by(place)

    with clock.at(at_five + timedelta(minutes=29)):
        assert names(place) == ["Odette Chazelle", "Inès"]
    with clock.at(at_seven):
        assert names(place) == []
        come(place, odette)
        assert names(place) == ["Odette Chazelle"]


def test_reading_leaves_no_cookie(client: Client, place: Place) -> None:
    for address in ("here/", "here/people/", "wall/"):
        assert not client.get(f"/le-preau/{address}").cookies


def test_a_robot_is_stopped(client: Client, place: Place) -> None:
    said = {"where": "remote", "name": "R"}
    statuses = [Client().post("/le-preau/here/arrive/", said).status_code for _ in range(70)]

    assert statuses.count(302) <= 60
    assert statuses[-1] == 429


def test_unknown_passers_are_nobody(place: Place) -> None:
    assert queries.presence_of(place, "") is None
    assert not actions.stay(place=place, by=PASSER_BY)


def asked_for(address: str) -> int:
    """How many queries reading that page takes."""
    with CaptureQueriesContext(connection) as seen:
        Client().get(address)
    return len(seen)


def test_queries_do_not_grow_with_people(place: Place, odette: Person) -> None:
    come(place, odette)
    alone = asked_for("/le-preau/here/")

    for number in range(3):
        come(place, make_person(place, f"P{number}"))

    assert asked_for("/le-preau/here/") == alone

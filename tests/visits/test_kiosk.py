"""The tablet at the door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Capability
from openweek.visits import actions, queries, rules
from openweek.visits.models import Visit
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def door(week: Week) -> str:
    secret = actions.open_kiosk(week=week, name="porte", by=SOFTWARE)
    return f"/{week.place.slug}/{week.slug}/welcome/kiosk/{secret}/"


def test_lists_nobody_and_needs_no_sign_in(client: Client, week: Week, door: str) -> None:
    make_visit(week, "Jeanne Morel")
    page = client.get(door)

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for where in (door, f"{door}code/", f"{door}new/"):
        assert "Jeanne" not in client.get(where).content.decode()


def test_a_code_lets_in_and_only_a_first_name_comes_back(
    client: Client, week: Week, door: str
) -> None:
    visit = make_visit(week, "Jeanne Morel", project="Un secret")
    answer = client.post(f"{door}code/", {"code": visit.code.lower()})
    page = answer.content.decode()

    assert "Jeanne" in page
    assert "Morel" not in page
    assert "secret" not in page
    assert answer["Refresh"].endswith(f"url={door}")
    assert queries.counts(week, week.today).here == 1


def test_a_square_shown_to_the_camera_does_the_same(client: Client, week: Week, door: str) -> None:
    visit = make_visit(week, "Jeanne Morel")
    square = f"https://elsewhere.example/x/welcome/c/{rules.badge(visit)}/"

    assert "Jeanne" in client.post(f"{door}code/", {"square": square}).content.decode()
    other = make_visit(week, "Lou", THURSDAY_MORNING)
    refused = client.post(f"{door}code/", {"square": rules.badge(other)})
    assert refused.status_code == 422
    assert "autre jour" in refused.content.decode()


def test_codes_are_not_to_be_guessed_at_the_door(client: Client, week: Week, door: str) -> None:
    visit = make_visit(week, "Jeanne")
    for number in range(700, 705):
        assert client.post(f"{door}code/", {"code": f"lune {number}"}).status_code == 422
    slowed = client.post(f"{door}code/", {"code": visit.code})

    assert slowed.status_code == 429
    assert queries.counts(week, week.today).here == 0
    with clock.at(WEDNESDAY_TEN + timedelta(seconds=61)):
        assert client.post(f"{door}code/", {"code": visit.code}).status_code == 200


def test_who_has_just_come_says_a_name_once(client: Client, week: Week, door: str) -> None:
    said = {"name": "Karim Benali", "party_size": "2", "once": str(uuid4())}
    for _ in range(2):
        page = client.post(f"{door}new/", said).content.decode()

    visit = Visit.objects.get()
    assert (visit.walk_in, visit.party_size) == (True, 2)
    assert "Karim" in page
    assert visit.code in page
    assert "Benali" not in page


def test_a_name_is_asked_for_and_what_was_typed_stays(client: Client, door: str) -> None:
    answer = client.post(f"{door}new/", {"party_size": "3", "once": str(uuid4())})

    assert answer.status_code == 422
    assert "Un prénom suffit" in answer.content.decode()
    assert 'value="3"' in answer.content.decode()


def test_when_it_is_full_one_is_sent_to_somebody(client: Client, week: Week, door: str) -> None:
    Week.objects.filter(pk=week.pk).update(capacity=1)
    make_visit(week, "Jeanne")
    said = {"name": "Karim", "party_size": "1", "once": str(uuid4())}

    assert "complet" in client.post(f"{door}new/", said).content.decode()


def test_a_robot_at_the_door_is_stopped(client: Client, door: str) -> None:
    said = {"name": "Robot", "party_size": "1"}
    answers = [
        client.post(f"{door}new/", {**said, "once": str(uuid4())}).status_code for _ in range(32)
    ]

    assert answers.count(429) == 2


def test_the_concierge_opens_lists_and_closes_it(week: Week, sign_in: SignIn) -> None:
    concierge = sign_in(make_person(week.place))
    root = f"/{week.place.slug}/{week.slug}/welcome/kiosk/"
    page = concierge.post(root, {"name": "porte"}).content.decode()
    capability = Capability.objects.get(kind="kiosk")
    address = page.split('value="http://testserver')[1].split('"')[0]

    visitor = Client()
    assert visitor.get(address).status_code == 200
    assert "porte" in concierge.get(root).content.decode()
    assert address not in concierge.get(root).content.decode()

    concierge.post(f"{root}{capability.pk}/close/")
    assert visitor.get(address).status_code == 404


def test_it_opens_this_week_alone_and_until_its_last_evening(
    client: Client, week: Week, door: str
) -> None:
    other = make_week(make_place("La Halle"))
    elsewhere = door.replace(
        f"/{week.place.slug}/{week.slug}/", f"/{other.place.slug}/{other.slug}/"
    )

    assert client.get(elsewhere).status_code == 404
    with clock.at(WEDNESDAY_TEN + timedelta(days=5)):
        assert client.get(door).status_code == 404

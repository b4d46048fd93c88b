from datetime import UTC, datetime
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.community.actions import set_light
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Deadline
from openweek.place.models import Role
from openweek.visits import queries
from openweek.visits.actions.matching import match_week
from openweek.visits.actions.pairing import MATCH
from openweek.visits.models import Host, Match
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_week
from tests.factories.tasks import make_task
from tests.factories.visits import (
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    matched,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def address(week: Week, tail: str = "") -> str:
    return f"/{week.place.slug}/{week.slug}/hosts/{tail}"


def test_everybody_sees_the_first_names_and_what_one_may_ask(client: Client, week: Week) -> None:
    make_host(week, make_person(week.place, "Lou Martin", Role.COWORKER), WEDNESDAY_MORNING)

    page = client.get(address(week)).content.decode()

    assert "Lou" in page
    assert "Martin" not in page
    assert "couture, Linux" in page
    assert "mercredi" in page


def test_a_coworker_offers_to_receive_and_changes_it(sign_in: SignIn, week: Week) -> None:
    browser = sign_in(make_person(week.place, "Lou", Role.COWORKER))
    said = {
        "about": "couture", "languages": ["fr", "fsl"], "half_days": [WEDNESDAY_MORNING.key],
        "at_once": "3", "need_codes": ["hearing"],
    }  # fmt: skip
    assert browser.post(address(week, "me/"), said).status_code == 302
    browser.post(address(week, "me/"), {**said, "about": "Linux", "half_days": []})

    host = Host.objects.get()
    assert (host.about, host.languages, host.half_days.count()) == ("Linux", ["fr", "fsl"], 0)
    assert (host.at_once, host.need_codes) == (3, ["hearing"])
    assert 'value="Linux"' in browser.get(address(week, "me/")).content.decode()


@pytest.mark.parametrize("number", ["0", "13", "beaucoup"])
def test_how_many_at_once_is_a_small_number_and_nothing_typed_is_lost(
    sign_in: SignIn, week: Week, number: str
) -> None:
    browser = sign_in(make_person(week.place, "Lou", Role.COWORKER))
    answer = browser.post(address(week, "me/"), {"about": "couture", "at_once": number})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="couture"' in answer.content.decode()
    assert not Host.objects.exists()


def test_a_host_keeps_the_half_days_that_are_over(sign_in: SignIn, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    with clock.at(datetime(2026, 11, 23, 8, tzinfo=UTC)):
        make_host(week, lou, TUESDAY_MORNING, THURSDAY_MORNING)
    sign_in(lou).post(address(week, "me/"), {"half_days": [WEDNESDAY_MORNING.key]})

    assert [row.half for row in Host.objects.get().half_days.all()] == [
        TUESDAY_MORNING,
        WEDNESDAY_MORNING,
    ]


def test_the_light_is_switched_in_one_tap(sign_in: SignIn, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    make_host(week, lou)
    browser = sign_in(lou)

    assert "Disponible pour vos questions" in browser.get(address(week)).content.decode()
    browser.post(address(week, "me/light/"), {"light": "busy"})
    assert "Pas disponible" in browser.get(address(week)).content.decode()
    browser.post(address(week, "me/light/"), {"light": "purple"})
    assert [card.light for card in queries.hosts_of(week)] == ["busy"]


@pytest.mark.parametrize(("light", "other"), [("open", "busy"), ("busy", "open")])
def test_a_switch_for_the_pocket_offers_the_other_light(
    sign_in: SignIn, week: Week, light: str, other: str
) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    make_host(week, lou)
    browser = sign_in(lou)
    switched = browser.post(address(week, "me/light/"), {"light": light, "back": "light"})

    assert switched["Location"] == address(week, "me/light/")
    page = browser.get(address(week, "me/light/")).content.decode()
    assert f'name="light" value="{other}"' in page
    assert f'name="light" value="{light}"' not in page


def test_whoever_is_open_now_is_on_the_wall(client: Client, week: Week) -> None:
    for name, light in (("Lou", "open"), ("Inès", "busy")):
        person = make_person(week.place, name, Role.COWORKER)
        make_host(week, person)
        set_light(place=week.place, person=person, light=light, by=SOFTWARE)

    wall = client.get(f"/{week.place.slug}/{week.slug}/screen/").content.decode()
    assert "Lou" in wall
    assert "Inès" not in wall


def test_a_host_may_stop(sign_in: SignIn, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    make_host(week, lou)
    sign_in(lou).post(address(week, "me/withdraw/"))

    assert Host.objects.count() == 0


def test_whoever_stops_leaves_their_visitors_to_others(sign_in: SignIn, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    ines = make_host(week, make_person(week.place, "Inès", Role.COWORKER))
    matched(make_visit(week, "Jeanne", THURSDAY_MORNING), make_host(week, lou))
    sign_in(lou).post(address(week, "me/withdraw/"))
    assert Deadline.objects.filter(kind=MATCH, done_at=None, subject_id=week.pk).exists()

    match_week(week=week, by=SOFTWARE)
    assert [match.host for match in Match.objects.all()] == [ines]


def test_the_list_reads_the_same_few_rows_however_many_hosts(client: Client, week: Week) -> None:
    counted = []
    for n in range(3):
        make_host(week, make_person(week.place, f"Lou{n}", Role.COWORKER), WEDNESDAY_MORNING)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(week))
        counted.append(len(asked))

    assert counted[0] == counted[2] <= 7


def test_somebody_erased_takes_their_name_off_the_small_tasks_that_they_took(
    client: Client, week: Week
) -> None:
    task = make_task(
        week.place, make_person(week.place, "Lou", Role.COWORKER), is_for_visitors=True
    )
    root = f"/{week.place.slug}/{week.slug}/"
    client.post(f"{root}tasks/{task.pk}/take/", {"name": "Jeanne"})
    form = {"name": "Jeanne", "half_days": [THURSDAY_MORNING.key], "once": str(uuid4())}
    private_page = client.post(f"{root}visit/", {**form, "party_size": "1"})["Location"]
    client.post(f"{private_page}erase/")

    task.refresh_from_db()
    assert (task.claimed_name, task.claimed_at is None) == ("", False)

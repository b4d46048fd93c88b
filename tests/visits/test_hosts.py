from datetime import UTC, datetime

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.place.models import Role
from openweek.visits.models import Host
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_week
from tests.factories.visits import THURSDAY_MORNING, TUESDAY_MORNING, WEDNESDAY_MORNING, make_host

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
    said = {"about": "couture", "languages": ["fr", "fsl"], "half_days": [WEDNESDAY_MORNING.key]}
    assert browser.post(address(week, "me/"), said).status_code == 302
    browser.post(address(week, "me/"), {**said, "about": "Linux", "half_days": []})

    host = Host.objects.get()
    assert (host.about, host.languages, host.half_days.count()) == ("Linux", ["fr", "fsl"], 0)
    assert 'value="Linux"' in browser.get(address(week, "me/")).content.decode()


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
    assert Host.objects.get().light == "busy"


def test_a_host_may_stop(sign_in: SignIn, week: Week) -> None:
    lou = make_person(week.place, "Lou", Role.COWORKER)
    make_host(week, lou)
    sign_in(lou).post(address(week, "me/withdraw/"))

    assert Host.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_reads_the_same_few_rows_however_many_hosts(
    client: Client, week: Week, number: int, django_assert_num_queries: object
) -> None:
    for n in range(number):
        make_host(week, make_person(week.place, f"Lou{n}", Role.COWORKER), WEDNESDAY_MORNING)

    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(address(week))

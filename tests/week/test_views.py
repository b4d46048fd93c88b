"""The concierge's pages about a week."""

from datetime import date

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.week.actions import create_week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_room, make_week

pytestmark = pytest.mark.django_db

PAGES = ["settings/", "settings/hours/", "settings/rooms/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["", Role.VISITOR, Role.CONTRIBUTOR, Role.COWORKER])
def test_only_the_concierge_opens_the_settings(
    sign_in: SignIn, client: Client, role: str, page: str
) -> None:
    week = make_week()
    if role:
        sign_in(make_person(week.place, "Sam", role))
    assert client.get(f"/{week.place.slug}/{week.slug}/{page}").status_code == 403


def test_a_week_can_not_take_an_address_that_means_something() -> None:
    days = (date(2027, 3, 15), date(2027, 3, 16))
    week = create_week(place=make_place(), title="Books", days=days, by=SOFTWARE)
    assert week.slug == "books-2"


def test_a_room_that_is_added_later_can_join_the_week(sign_in: SignIn) -> None:
    week = make_week()
    kitchen = make_room(week.place, "Cuisine")
    browser = sign_in(make_person(week.place))
    browser.post(f"/{week.place.slug}/{week.slug}/settings/rooms/", {"rooms": [kitchen.pk]})
    assert list(week.rooms.all()) == [kitchen]


@pytest.mark.parametrize(
    ("ticked", "declared"),
    [(["gr", "np", "rc.di", "rp"], "np-rp-rc.di-gr"), (["rs"], "rs"), ([], "")],
)
def test_principles_are_ticked_and_kept_in_their_order(
    sign_in: SignIn, ticked: list[str], declared: str
) -> None:
    week = make_week()
    typed = {"title": "Fête", "licence": "CC-BY-SA-4.0", "move_commons": ticked}
    sign_in(make_person(week.place)).post(f"/{week.place.slug}/{week.slug}/settings/", typed)
    week.refresh_from_db()
    assert week.move_commons == declared


def test_both_sides_of_a_principle_are_refused_in_words(sign_in: SignIn) -> None:
    week = make_week()
    typed = {"title": "Fête", "licence": "CC-BY-SA-4.0", "move_commons": ["np", "fp"]}
    answer = sign_in(make_person(week.place)).post(
        f"/{week.place.slug}/{week.slug}/settings/", typed
    )
    assert "une seule fois par paire" in answer.content.decode()

"""The concierge's pages about a week."""

from datetime import date

import pytest
from django.test import Client

from openweek.place.models import Role
from openweek.week.models import Week
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


def test_a_concierge_creates_a_week_and_says_its_hours(sign_in: SignIn) -> None:
    place = make_place()
    browser = sign_in(make_person(place))
    answer = browser.post(
        f"/{place.slug}/weeks/new/",
        {
            "title": "OpenWeek de mars",
            "starts_on": "2027-03-15",
            "ends_on": "2027-03-16",
            "licence": "CC-BY-SA-4.0",
        },
    )
    week = Week.objects.get()
    assert answer["Location"] == f"/{place.slug}/{week.slug}/settings/hours/"
    browser.post(answer["Location"], {"opens_2027-03-15": "09:00", "closes_2027-03-15": "18:00"})
    assert [row.date for row in week.opening_hours.all()] == [date(2027, 3, 15)]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027-03-16", "2027-03-15", "avant"),
        ("2027-02-30", "2027-03-15", ""),
        ("2027-03-01", "2028-03-15", "31"),
    ],
)
def test_impossible_days_are_answered_and_what_was_typed_is_kept(
    sign_in: SignIn, first: str, last: str, words: str
) -> None:
    place = make_place()
    browser = sign_in(make_person(place))
    typed = {"title": "Fête 🎪", "starts_on": first, "ends_on": last, "licence": "CC-BY-SA-4.0"}
    answer = browser.post(f"/{place.slug}/weeks/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Fête 🎪" in page
    assert words in page
    assert not Week.objects.exists()


def test_a_week_can_not_take_an_address_that_means_something(sign_in: SignIn) -> None:
    place = make_place()
    sign_in(make_person(place)).post(
        f"/{place.slug}/weeks/new/",
        {
            "title": "Books",
            "starts_on": "2027-03-15",
            "ends_on": "2027-03-16",
            "licence": "CC-BY-SA-4.0",
        },
    )
    assert Week.objects.get().slug == "books-2"


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

"""Addresses and forms as nobody would type them: answered in words, never with an error of ours."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from openweek.place.models import Role
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms, room_of, span

LONG = "9" * 5000
MOMENTS = ["0001-01-01", "9999-12-31T23:59", "0001-01-01T00:00", "2026-11-25", "\0", LONG]


@pytest.fixture
def week() -> Week:
    return make_week_with_rooms()


@pytest.fixture
def concierge(sign_in: SignIn, week: Week) -> Client:
    return sign_in(make_person(week.place, "Camille", Role.CONCIERGE))


def path(name: str, week: Week, **more: str) -> str:
    return reverse(name, kwargs={"place": week.place.slug, "week": week.slug, **more})


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_period_of_no_year_is_refused_in_words(
    concierge: Client, week: Week, name: str, moment: str
) -> None:
    make_session(week)
    asked = {name: moment}

    assert concierge.get(path("programme_history", week), asked).status_code == HTTPStatus.OK
    undone = concierge.get(path("undo_period", week), asked)
    assert undone.status_code in {HTTPStatus.OK, HTTPStatus.FOUND}


@pytest.mark.parametrize("number", [LONG, f"slot-{LONG}", "-1", "²", "٣", "\0", "slot-\0"])
def test_a_number_that_no_row_has_is_nobody(concierge: Client, week: Week, number: str) -> None:
    session = make_session(week, "Pain", span(week, room_of(week)))

    grid = concierge.get(path("place_sessions", week), {"chosen": number})
    assert grid.status_code == HTTPStatus.OK
    history = concierge.get(path("programme_history", week), {"before": number, "author": number})
    assert history.status_code == HTTPStatus.OK
    left = concierge.post(path("leave_session", week, session=session.slug), {"signup": number})
    assert left.status_code == HTTPStatus.NOT_FOUND

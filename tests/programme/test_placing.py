"""Onto the grid, elsewhere on it, back to the tray; longer; and rooms that several share."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions as place_actions
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Change, Kind, Session, Slot
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    THURSDAY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

JSON = {"Accept": "application/json"}


def grid(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/programme/grid/"


def place_of(session: Session) -> str:
    return f"{queries.programme_url(session.week)}{session.slug}/place/"


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode().replace("\xa0", " ")


def told(response: HttpResponseBase) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(response))
    return found


@pytest.fixture
def contributor(sign_in: SignIn) -> Client:
    return sign_in(make_person(make_week_with_rooms().place, "Paul", Role.CONTRIBUTOR))


@pytest.fixture
def week(contributor: Client) -> Week:
    return Week.objects.select_related("place").get()


def test_a_session_of_the_tray_gets_its_time_and_an_offer_becomes_a_session(week: Week) -> None:
    session = make_session(week, "Tricot", kind=Kind.OFFER, minutes=90)

    actions.place_session(
        session=session, slot=None, span=span(week, room_of(week)), by=SOMEBODY, seen=1
    )

    session.refresh_from_db()
    assert (session.kind, session.minutes) == (Kind.SESSION, None)
    assert slot_of(session).room == room_of(week)
    assert Event.objects.order_by("-pk")[0].kind == "programme.session_placed"


def test_back_in_the_tray_it_keeps_its_length_and_frees_its_room(week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week), minutes=90))

    actions.place_session(session=session, slot=slot_of(session), span=None, by=SOMEBODY)

    session.refresh_from_db()
    assert session.minutes == 90
    assert [each.title for each in queries.to_be_placed(week)] == ["Tricot"]
    make_session(week, "Reliure", span(week, room_of(week), minutes=90))


def test_who_did_not_see_the_last_change_moves_nothing(week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week)))
    actions.change_session(session=session, by=SOFTWARE, title="Tricot et crochet")

    with pytest.raises(actions.ChangedMeanwhile):
        actions.place_session(
            session=session, slot=slot_of(session), span=span(week, at="15:00"), by=SOMEBODY,
            seen=1,
        )  # fmt: skip

    assert slot_of(session).room == room_of(week)


def test_a_drop_is_answered_with_words_and_the_grid(contributor: Client, week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week)))
    moved = {
        "slot": slot_of(session).pk, "starts_at": "2026-11-26T13:05:00+00:00", "minutes": "35",
        "room": room_of(week, 1).pk, "seen": "1",
    }  # fmt: skip

    answer = told(contributor.post(place_of(session), moved, headers=JSON))

    assert answer["said"] == "“Tricot”: jeudi 26 novembre, 14 h 05 – 14 h 40, Cuisine."
    assert answer["chosen"] == f"slot-{slot_of(session).pk}"
    assert 'data-undo' in answer["board"]
    assert (slot_of(session).room, slot_of(session).minutes) == (room_of(week, 1), 35)


def test_a_drop_on_a_taken_room_is_refused_with_what_is_free(
    contributor: Client, week: Week
) -> None:
    make_session(week, "Reliure", span(week, room_of(week), at="14:00"))
    session = make_session(week, "Tricot", span(week, room_of(week), at="10:00"))
    moved = {
        "slot": slot_of(session).pk, "starts_at": "2026-11-26T13:30:00+00:00", "minutes": "60",
        "room": room_of(week).pk, "seen": "1",
    }  # fmt: skip

    answer = contributor.post(place_of(session), moved, headers=JSON)

    assert answer.status_code == 409
    assert "Grande salle" in told(answer)["said"]
    assert f'value="room:{room_of(week, 1).pk}"' in told(answer)["board"]
    assert 'name="day" value="2026-11-26"' in told(answer)["board"]
    assert slot_of(session).starts_at == span(week, at="10:00").starts_at

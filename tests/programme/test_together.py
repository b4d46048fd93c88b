"""Two people edit the same session."""

from http import HTTPStatus
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Session
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms, room_of, slot_of, span
from tests.programme.pages import root, text


@pytest.fixture
def session(sign_in: SignIn) -> Session:
    week = make_week_with_rooms()
    sign_in(make_person(week.place, "asks", Role.CONTRIBUTOR))
    return make_session(
        week, "Pain", span(week, room_of(week)), description="un\ndeux\ntrois", summary="Bon"
    )


def send(client: Client, session: Session, **given: Any) -> HttpResponseBase:
    """The form as it was shown after the first change, with what is typed over it."""
    shown = {
        "seen": "1", "title": "Pain", "summary": "Bon", "description": "un\ndeux\ntrois",
        "day": "2026-11-26", "starts": "10:00", "minutes": "60",
        "room": str(room_of(session.week).pk),
    }  # fmt: skip
    response = client.post(f"{root(session.week)}{session.slug}/change/", {**shown, **given})
    session.refresh_from_db()
    return response


def test_edits_apart_are_both_kept(client: Client, session: Session) -> None:
    actions.change_session(
        session=session, by=SOFTWARE, summary="Très bon", description="un\ndeux\nTROIS",
        spans=[span(session.week, room_of(session.week, 1), at="14:00")],
    )  # fmt: skip

    done = send(client, session, title="Pain noir", description="UN\ndeux\ntrois")

    assert done.status_code == HTTPStatus.FOUND
    assert (session.title, session.summary) == ("Pain noir", "Très bon")
    assert session.description == "UN\ndeux\nTROIS"
    assert slot_of(session).room == room_of(session.week, 1)


def test_the_same_edit_twice_is_no_conflict(client: Client, session: Session) -> None:
    actions.change_session(session=session, by=SOFTWARE, title="Pain noir")

    assert send(client, session, title="Pain noir").status_code == HTTPStatus.FOUND


def test_where_both_meant_something_else_both_are_shown(client: Client, session: Session) -> None:
    actions.change_session(session=session, by=SOFTWARE, title="Brioche", summary="Très bon")

    back = send(client, session, title="Pain noir", seats="8")

    assert back.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert session.title == "Brioche"
    page = text(back)
    assert 'name="take_title" value="theirs"' in page
    assert "take_summary" not in page
    assert 'value="Pain noir"' in page
    assert 'value="Très bon"' in page
    assert f'name="seen" value="{queries.newest_change(session)}"' in page


@pytest.mark.parametrize(("take", "becomes"), [("mine", "Pain noir"), ("theirs", "Brioche")])
def test_sent_again_it_is_decided(
    client: Client, session: Session, take: str, becomes: str
) -> None:
    actions.change_session(session=session, by=SOFTWARE, title="Brioche")

    done = send(client, session, seen="2", title="Pain noir", seats="8", take_title=take)

    assert done.status_code == HTTPStatus.FOUND
    assert (session.title, session.seats) == (becomes, 8)


def test_times_and_room_are_one_field(client: Client, session: Session) -> None:
    kitchen = room_of(session.week, 1)
    actions.change_session(session=session, by=SOFTWARE, spans=[span(session.week, kitchen)])

    back = send(client, session, starts="11:00")
    assert 'name="take_times"' in text(back)
    assert "Cuisine" in text(back)

    send(client, session, seen="2", starts="11:00", take_times="theirs")
    slot = slot_of(session)
    assert (slot.room, slot.starts_at) == (kitchen, span(session.week).starts_at)


def test_somebody_faster_still_is_not_overwritten(client: Client, session: Session) -> None:
    actions.change_session(session=session, by=SOFTWARE, title="Brioche")
    actions.change_session(session=session, by=SOFTWARE, title="Galette")

    back = send(client, session, seen="2", title="Pain noir", take_title="theirs", seats="8")

    assert back.status_code == HTTPStatus.FOUND
    assert (session.title, session.seats) == ("Galette", 8)

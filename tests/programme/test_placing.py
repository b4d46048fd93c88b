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
    assert isinstance(response, HttpResponse)
    found: dict[str, str] = json.loads(response.content)
    return {name: words.replace("\xa0", " ") for name, words in found.items()}


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


def test_out_of_the_tray_again_it_is_the_same_time_that_calendars_know(week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week)))
    slot = slot_of(session)
    actions.place_session(session=session, slot=slot, span=None, by=SOMEBODY)
    make_session(week, "Reliure", span(week, room_of(week)))

    actions.place_session(
        session=session, slot=None, span=span(week, room_of(week, 1)), by=SOMEBODY
    )

    assert (slot_of(session).pk, slot_of(session).guid) == (slot.pk, slot.guid)


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

    assert answer["said"] == "« Tricot » : jeudi 26 novembre, 14 h 05 – 14 h 40, Cuisine."
    assert answer["chosen"] == f"slot-{slot_of(session).pk}"
    assert "data-undo" in answer["board"]
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


def step(client: Client, session: Session, name: str, **more: Any) -> HttpResponseBase:
    sent = {"slot": slot_of(session).pk, "step": name, "minutes": "60", **more}
    return client.post(place_of(session), sent)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("earlier", "26 10:45, 60 min, Grande salle"),
        ("later", "26 11:15, 60 min, Grande salle"),
        ("longer", "26 11:00, 75 min, Grande salle"),
        ("shorter", "26 11:00, 45 min, Grande salle"),
        ("room-after", "26 11:00, 60 min, Cuisine"),
        ("day-before", "25 11:00, 60 min, Grande salle"),
        ("day-after", "27 11:00, 60 min, Grande salle"),
    ],
)
def test_each_button_is_one_step(contributor: Client, week: Week, name: str, becomes: str) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week), at="11:00"))

    answer = step(contributor, session, name)

    slot = slot_of(session)
    starts = slot.starts_at.astimezone(week.place.zone)
    assert f"{starts:%d %H:%M}, {slot.minutes} min, {slot.room}" == becomes
    assert answer["Location"] == f"{grid(week)}?chosen=slot-{slot.pk}#chosen"


def test_a_step_that_leads_nowhere_is_said_and_nothing_moves(
    contributor: Client, week: Week
) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week), day=week.ends_on))

    outside = step(contributor, session, "day-after")
    no_room = step(contributor, session, "room-before", slot=slot_of(session).pk)
    gone = step(contributor, session, "later", slot=99)

    assert [each.status_code for each in (outside, no_room, gone)] == [422, 422, 422]
    assert "Tricot" in text(outside)
    assert session.changes.count() == 1


def test_the_tray_places_by_a_form_too(contributor: Client, week: Week) -> None:
    session = make_session(week, "Tricot", minutes=45)
    page = text(contributor.get(f"{grid(week)}?chosen=session-{session.pk}"))
    assert '<option value="45" selected>' in page

    contributor.post(
        place_of(session),
        {"day": "2026-11-26", "starts": "14:30", "minutes": "45", "room": room_of(week).pk},
    )

    assert (slot_of(session).minutes, slot_of(session).room) == (45, room_of(week))


def test_one_button_takes_the_last_move_back_and_makes_it_again(
    contributor: Client, week: Week
) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week), at="11:00"))
    step(contributor, session, "later")
    undo = f"{grid(week)}undo/"
    mark = Change.objects.order_by("-pk")[0].mark

    back = told(contributor.post(undo, {"mark": mark}, headers=JSON))
    assert slot_of(session).starts_at == span(week, at="11:00").starts_at

    again = Change.objects.order_by("-pk")[0].mark
    assert f'value="{again}"' in back["board"]
    contributor.post(undo, {"mark": again})
    assert slot_of(session).starts_at == span(week, at="11:15").starts_at


def test_nobody_takes_back_what_another_moved(contributor: Client, week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week), at="11:00"))
    actions.move_session(slot=slot_of(session), span=span(week, at="15:00"), by=SOMEBODY)
    mark = Change.objects.order_by("-pk")[0].mark

    assert contributor.post(f"{grid(week)}undo/", {"mark": mark}).status_code == 404
    assert "data-undo" not in text(contributor.get(grid(week)))


def test_what_is_pinned_says_so(contributor: Client, week: Week) -> None:
    session = make_session(week, "Tricot", span(week, room_of(week)))
    slot = slot_of(session)

    for pinned in ("yes", "yes"):
        contributor.post(f"{queries.programme_url(week)}tricot/pin/{slot.pk}/", {"pinned": pinned})

    slot.refresh_from_db()
    assert slot.pinned
    assert "is-pinned" in text(contributor.get(grid(week)))
    assert Event.objects.filter(kind="programme.session_pinned").count() == 1


@pytest.mark.parametrize("role", ["", Role.VISITOR])
def test_the_grid_is_for_contributors(
    client: Client, sign_in: SignIn, week: Week, role: str
) -> None:
    by = make_person(week.place, "Iris", Role.VISITOR)
    theirs = make_session(week, "Tricot", span(week, room_of(week)))
    client = sign_in(by) if role else Client()

    assert client.get(grid(week)).status_code == 403
    assert client.post(f"{grid(week)}undo/").status_code == 403
    assert step(client, theirs, "later").status_code == 403
    pin = f"{queries.programme_url(week)}tricot/pin/{slot_of(theirs).pk}/"
    assert client.post(pin, {"pinned": "yes"}).status_code == 403
    assert client.post(f"{queries.programme_url(week)}tricot/extend/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_asks_no_more_when_it_is_longer(
    contributor: Client, week: Week, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_session(week, f"Tricot {number}", span(week, room_of(week), at=f"{10 + number}:00"))
        make_session(week, f"Sans heure {number}")

    with django_assert_num_queries(18):
        contributor.get(grid(week))


def test_several_things_lie_side_by_side_in_a_room_that_is_shared(
    contributor: Client, week: Week
) -> None:
    place_actions.change_room(room=room_of(week), is_shared=True, by=SOFTWARE)
    for title in ("Échecs", "Tricot"):
        make_session(week, title, span(week, room_of(week)))
    make_session(week, "Soupe", span(week, room_of(week, 1)))

    page = text(contributor.get(f"{grid(week)}?day=2026-11-26"))

    assert 'class="grid-room in-1 wide-2"' in page
    assert [css in page for css in (' in-1"', ' in-2"', ' in-3"')] == [True, True, True]


# --- A room that several share --------------------------------------------------------------


def test_the_times_in_a_room_follow_when_it_is_shared_and_when_it_no_longer_is(
    week: Week,
) -> None:
    room = room_of(week)
    first = make_session(week, "Échecs", span(week, room))
    place_actions.change_room(room=room, is_shared=True, by=SOFTWARE)
    other = make_session(week, "Tricot", span(week, room))

    with pytest.raises(ValidationError, match=r"Échecs.*Tricot"):
        place_actions.change_room(room=room, is_shared=False, by=SOFTWARE)

    room.refresh_from_db()
    assert room.is_shared
    assert set(Slot.objects.values_list("shared", flat=True)) == {True}

    actions.place_session(session=other, slot=slot_of(other), span=None, by=SOMEBODY)
    place_actions.change_room(room=room, is_shared=False, by=SOFTWARE)
    assert not slot_of(first).shared
    with pytest.raises(actions.RoomTaken):
        make_session(week, "Tarot", span(week, room))


def test_who_read_the_room_before_it_changed_books_it_as_it_now_is(week: Week) -> None:
    room = room_of(week)
    place_actions.change_room(room=room, is_shared=True, by=SOFTWARE)
    as_it_was = room_of(week)
    place_actions.change_room(room=room, is_shared=False, by=SOFTWARE)

    make_session(week, "Échecs", span(week, as_it_was))

    with pytest.raises(actions.RoomTaken):
        make_session(week, "Tricot", span(week, as_it_was))


# --- A little longer ------------------------------------------------------------------------


def improvised(week: Week, minutes: int = 60) -> Session:
    return actions.improvise_session(
        week=week, title="Une fuite", room=room_of(week), by=SOMEBODY, minutes=minutes
    )


def extend(client: Client, week: Week, go: str) -> HttpResponseBase:
    return client.post(f"{queries.programme_url(week)}une-fuite/extend/", {"go": go})


def test_what_is_on_goes_on_once_however_often_it_is_sent(contributor: Client, week: Week) -> None:
    session = improvised(week)
    until = slot_of(session).ends_at + timedelta(minutes=30)

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=50)):
        for _twice in range(2):
            extend(contributor, week, until.isoformat())

    assert slot_of(session).minutes == 90
    assert Event.objects.filter(kind="programme.session_extended").count() == 1


def test_when_others_have_the_room_what_is_free_is_offered(contributor: Client, week: Week) -> None:
    session = improvised(week)
    make_session(week, "Soupe", span(week, room_of(week), WEDNESDAY, "11:15"))
    until = slot_of(session).ends_at + timedelta(minutes=30)

    answer = extend(contributor, week, until.isoformat())

    assert answer.status_code == 409
    assert "11 h 15" in text(answer)
    shorter = slot_of(session).starts_at + timedelta(minutes=75)
    assert f'value="{shorter.isoformat()}"' in text(answer)
    elsewhere = f"{until.isoformat()} {room_of(week, 1).pk}"
    assert f'value="{elsewhere}"' in text(answer)

    extend(contributor, week, elsewhere)
    assert (slot_of(session).room, slot_of(session).minutes) == (room_of(week, 1), 90)


@pytest.mark.parametrize("go", ["", "demain", "2026-11-25T10:00:00+00:00 99", "9" * 50])
def test_nonsense_extends_nothing(contributor: Client, week: Week, go: str) -> None:
    session = improvised(week, minutes=75)

    assert extend(contributor, week, go).status_code == 422
    assert slot_of(session).minutes == 75


def test_what_began_long_ago_can_still_change_rooms(contributor: Client, week: Week) -> None:
    session = improvised(week, minutes=120)

    with clock.at(WEDNESDAY_TEN + timedelta(hours=1)):
        step(contributor, session, "room-after")

    assert slot_of(session).room == room_of(week, 1)


def test_what_goes_on_is_on_every_page_at_once(contributor: Client, week: Week) -> None:
    programme = queries.programme_url(week)
    pages = (
        programme,
        f"/{week.place.slug}/{week.slug}/",
        f"/{week.place.slug}/{week.slug}/screen/",
    )
    for page in pages:
        assert "Une fuite" not in text(contributor.get(page))

    session = improvised(week)
    for page in pages:
        assert "Une fuite" in text(contributor.get(page))
    assert 'value="2026-11-25T10:30:00+00:00"' in text(contributor.get(programme))

    slot = slot_of(session)
    actions.extend_session(slot=slot, until=slot.ends_at + timedelta(minutes=45), by=SOMEBODY)
    for page in pages:
        assert "11 h 45" in text(contributor.get(page))

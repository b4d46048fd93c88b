import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Change, Session
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person
from tests.factories.programme import (
    SOMEBODY,
    WEDNESDAY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.pages import propose, root, text


def test_the_programme_shows_today_while_the_week_is_running(client: Client) -> None:
    week = make_week_with_rooms()
    # Days are those of the place, where both are on the same day in UTC.
    make_session(week, "Aujourd’hui", span(week, None, WEDNESDAY, "23:30"))
    make_session(week, "Demain", span(week, None, at="00:15"))

    today, whole = client.get(root(week)), client.get(f"{root(week)}?day=all")

    assert "Aujourd’hui</a>" in text(today)
    assert "Demain</a>" not in text(today)
    assert "Demain</a>" in text(whole)
    assert "Demain</a>" in text(client.get(f"{root(week)}?day=2026-11-26"))


def test_an_unknown_day_is_as_good_as_none(client: Client) -> None:
    week = make_week_with_rooms()

    assert client.get(f"{root(week)}?day=2026-02-31").status_code == HTTPStatus.OK


def test_a_session_without_a_time_is_to_be_placed(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Quand vous voudrez")

    assert "Quand vous voudrez" in text(client.get(root(week)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_asks_no_more_when_it_is_longer(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week_with_rooms()
    for hour in range(count):
        make_session(week, f"Pain {hour}", span(week, room_of(week), WEDNESDAY, f"{11 + hour}:00"))
        make_session(week, f"Sans heure {hour}")

    with django_assert_num_queries(13):
        client.get(root(week))
    with django_assert_num_queries(8):  # kept since the last time
        client.get(root(week))


def test_an_unchanged_programme_is_not_sent_twice(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week, room_of(week), WEDNESDAY, "11:00"))
    etag = client.get(root(week))["ETag"]

    assert client.get(root(week), headers={"If-None-Match": etag}).status_code == 304
    actions.change_session(session=session, by=SOMEBODY, title="Brioche")
    changed = client.get(root(week), headers={"If-None-Match": etag})

    assert changed.status_code == HTTPStatus.OK
    assert "Brioche" in text(changed)


def test_what_is_kept_of_a_page_is_each_readers_own(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    etag = client.get(root(week))["ETag"]

    concierge = sign_in(make_person(week.place))

    assert concierge.get(root(week), headers={"If-None-Match": etag}).status_code == 200


def test_anybody_proposes_and_gets_a_private_link(client: Client) -> None:
    week = make_week_with_rooms()

    response = propose(client, week)
    page = client.get(response["Location"])

    link = re.search(r'value="(http://testserver[^"]+/open/[^"]+)"', text(page))
    assert link
    assert page["Cache-Control"] == "no-store"
    elsewhere = Client()
    assert elsewhere.get(f"{root(week)}pain-au-levain/change/").status_code == 403
    elsewhere.get(link[1])
    assert elsewhere.get(f"{root(week)}pain-au-levain/change/").status_code == 200


def test_the_browser_that_proposed_may_change_it(client: Client) -> None:
    week = make_week_with_rooms()
    propose(client, week, facilitator="Nour")

    client.post(f"{root(week)}pain-au-levain/change/", {"title": "Brioche", "minutes": "60"})

    assert Session.objects.get().title == "Brioche"
    assert [each.author_name for each in Change.objects.all()] == ["Nour", "Nour"]


def test_a_revoked_or_invented_link_opens_nothing(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week)
    other = make_week_with_rooms()
    _pk, secret = actions.give_link(session=session, by=SOMEBODY)

    assert client.get(f"{root(week)}open/{'x' * 32}/").status_code == 404
    assert client.get(f"{root(other)}open/{secret}/").status_code == 404


def test_a_proposal_with_a_time_and_other_days_is_one_session(client: Client) -> None:
    week = make_week_with_rooms()

    propose(
        client, week, day="2026-11-26", starts="9h30", minutes="30", room=room_of(week).pk,
        repeat=["2026-11-27"],
    )  # fmt: skip

    assert Session.objects.get().slots.count() == 2


def test_sending_twice_and_going_back_make_one_session(client: Client) -> None:
    week = make_week_with_rooms()
    form = text(client.get(f"{root(week)}propose/"))
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once

    first, again = (propose(client, week, once=once[1]) for _ in range(2))

    assert first.status_code == again.status_code == HTTPStatus.FOUND
    assert Session.objects.count() == 1
    assert client.get(again["Location"]).status_code == HTTPStatus.OK


def test_a_format_fills_the_form(client: Client) -> None:
    week = make_week_with_rooms()
    make_format(week.place, "PapyCamp")

    page = text(client.get(f"{root(week)}propose/?format=papycamp"))

    assert 'value="PapyCamp"' in page
    assert '<option value="90" selected>' in page


def test_a_taken_room_is_answered_with_what_is_free_and_one_press(client: Client) -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    hall, kitchen = room_of(week, 0), room_of(week, 1)
    make_session(week, "Couture", span(week, hall))
    wanted = {
        "day": "2026-11-26", "starts": "10:00", "room": hall.pk, "description": "Avec du beurre",
    }  # fmt: skip

    refused = propose(client, week, **wanted)

    assert "Avec du beurre" in text(refused)
    assert f'value="room:{kitchen.pk}"' in text(refused)
    assert 'value="start:2026-11-26T11:00"' in text(refused)
    propose(client, week, **wanted, take=f"room:{kitchen.pk}")
    assert slot_of(Session.objects.get(title="Pain au levain")).room == kitchen


def test_pressing_a_free_time_takes_it(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture", span(week, room_of(week)))

    propose(
        client, week, day="2026-11-26", starts="10:00", room=room_of(week).pk,
        take="start:2026-11-26T11:00",
    )  # fmt: skip

    made = Session.objects.get(title="Pain au levain")
    assert slot_of(made).starts_at == span(week, at="11:00").starts_at


def test_improvising_takes_a_title_and_a_room(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    sign_in(make_person(week.place, "Ada", Role.COWORKER))
    assert client.get(f"{root(week)}now/").status_code == HTTPStatus.OK

    client.post(f"{root(week)}now/", {"title": "Vélo", "room": room_of(week).pk, "minutes": "60"})

    (moment,) = queries.programme_of(week)
    assert (moment.title, moment.is_improvised, moment.starts_at) == ("Vélo", True, WEDNESDAY_TEN)


def test_improvising_in_a_taken_room_offers_the_free_ones(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    hall, kitchen = room_of(week, 0), room_of(week, 1)
    make_session(week, "Couture", span(week, hall, WEDNESDAY, "10:20"))
    sign_in(make_person(week.place, "Ada", Role.COWORKER))
    wanted = {"title": "Vélo", "room": hall.pk, "minutes": "60"}

    refused = client.post(f"{root(week)}now/", wanted)

    assert f'value="room:{kitchen.pk}"' in text(refused)
    assert 'value="minutes:20"' in text(refused)
    client.post(f"{root(week)}now/", {**wanted, "take": "minutes:20"})
    assert slot_of(Session.objects.get(title="Vélo")).ends_at == WEDNESDAY_TEN + timedelta(
        minutes=20
    )


def test_a_visitor_proposes_and_does_not_improvise(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    sign_in(make_person(week.place, "Ines", Role.VISITOR))

    assert client.get(f"{root(week)}now/").status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{root(week)}now/", {"title": "X"}).status_code == HTTPStatus.FORBIDDEN


def test_a_concierge_undoes_a_vandal_from_the_history(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture")
    actions.change_session(session=session, by=SOMEBODY, title="Rien", why="pour rire")
    sign_in(make_person(week.place))

    page = text(client.get(f"{root(week)}couture/history/"))
    assert "<del>Couture</del>" in page
    assert "<ins>Rien</ins>" in page
    assert "pour rire" in page
    client.post(f"{root(week)}couture/history/2/undo/")

    session.refresh_from_db()
    assert session.title == "Couture"


def test_somebody_passing_by_sees_the_history_and_undoes_nothing(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture")

    assert client.get(f"{root(week)}couture/history/").status_code == HTTPStatus.OK
    assert client.post(f"{root(week)}couture/history/1/undo/").status_code == 403


def test_what_somebody_changed_themselves_they_undo_and_nobody_else_does(client: Client) -> None:
    week = make_week_with_rooms()
    propose(client, week, title="Couture")
    session = Session.objects.get()
    shown = {"title": "Couture à la main", "minutes": "60", "day": ""}
    client.post(f"{root(week)}couture/change/", shown)
    assert session.changes.count() == 2
    undo = f"{root(week)}couture/history/2/undo/"

    assert undo in text(client.get(f"{root(week)}couture/history/"))
    assert undo not in text(Client().get(f"{root(week)}couture/history/"))
    assert Client().post(undo).status_code == HTTPStatus.FORBIDDEN
    client.post(undo)

    session.refresh_from_db()
    assert session.title == "Couture"


@pytest.mark.parametrize("what", ["extend", "history/2/undo"])
def test_whoever_writes_faster_than_people_do_waits_a_minute(client: Client, what: str) -> None:
    week = make_week_with_rooms()
    with clock.at(WEDNESDAY_TEN - timedelta(minutes=30)):
        propose(client, week, title="Couture", day="2026-11-25", starts="10:00")
        client.post(f"{root(week)}couture/change/", {"title": "Reprise", "minutes": "60"})
    now = f"{WEDNESDAY_TEN:%Y-%m-%dT%H:%M}"

    answers = [
        client.post(f"{root(week)}couture/{what}/", {"go": now}).status_code for _each in range(100)
    ]

    assert answers[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert HTTPStatus.TOO_MANY_REQUESTS not in answers[:5]


def test_a_removed_session_is_put_back(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture", span(week, room_of(week)))
    sign_in(make_person(week.place))

    client.post(f"{root(week)}couture/remove/")
    assert Client().get(f"{root(week)}couture/").status_code == HTTPStatus.NOT_FOUND
    client.post(f"{root(week)}couture/restore/")

    assert Client().get(f"{root(week)}couture/").status_code == HTTPStatus.OK
    assert len(queries.programme_of(week)) == 1


def test_one_time_of_several_is_moved(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Café", span(week), span(week, day=week.ends_on))
    slot = session.slots.first()
    assert slot
    sign_in(make_person(week.place))
    address = f"{root(week)}cafe/move/{slot.pk}/"
    assert client.get(address).status_code == HTTPStatus.OK

    client.post(address, {"day": "2026-11-26", "starts": "15:00", "minutes": "60"})
    assert address in text(client.get(f"{root(week)}cafe/change/"))
    client.post(f"{root(week)}cafe/change/", {"title": "Thé", "minutes": "60"})

    session.refresh_from_db()
    assert session.title == "Thé"
    assert [each.starts_at for each in queries.slots_of(session)] == [
        span(week, at="15:00").starts_at,
        span(week, day=week.ends_on).starts_at,
    ]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    client: Client, sign_in: SignIn
) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture")
    sign_in(make_person(week.place))
    address = f"{root(week)}couture/change/"
    seen = re.search(r'name="seen" value="(\d+)"', text(client.get(address)))
    assert seen
    actions.change_session(session=session, by=SOMEBODY, title="Couture et tricot")

    refused = client.post(address, {"title": "Broderie", "minutes": "60", "seen": seen[1]})
    session.refresh_from_db()
    assert session.title == "Couture et tricot"
    assert 'value="Broderie"' in text(refused)

    newer = re.search(r'name="seen" value="(\d+)"', text(refused))
    assert newer
    client.post(address, {"title": "Broderie", "minutes": "60", "seen": newer[1]})
    session.refresh_from_db()
    assert session.title == "Broderie"


def test_what_is_on_can_be_ended(client: Client, sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture", span(week, room_of(week), WEDNESDAY, "10:00"))
    sign_in(make_person(week.place))

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=30)):
        client.post(f"{root(week)}couture/end/")

    assert slot_of(Session.objects.get()).ends_at == WEDNESDAY_TEN + timedelta(minutes=30)

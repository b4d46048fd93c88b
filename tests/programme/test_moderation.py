"""What waits for a look: who waits, who sees it meanwhile, what becomes of it."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Letter, Role
from openweek.programme import actions, history, queries, rules
from openweek.programme.models import HeldChange, Mode, Session
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.pages import browser, propose, root, text

pytestmark = pytest.mark.usefixtures("in_english")


def make_week(mode: str = Mode.LOOKED_AT, *, holds_newcomers: bool = False) -> Week:
    week = make_week_with_rooms()
    actions.set_policy(week=week, mode=mode, holds_newcomers=holds_newcomers, by=SOFTWARE)
    return week


def regular_of(week: Week, role: str = Role.CONTRIBUTOR) -> Author:
    person = make_person(week.place, f"{role}-regular", role)
    return Author(name=person.name, person_id=person.pk)


def test_an_open_week_holds_nobody() -> None:
    assert make_session(make_week_with_rooms()).held_at is None


def test_a_week_looked_at_first_holds_everybody_but_its_regulars() -> None:
    week = make_week()

    assert make_session(week, "Couture").held_at
    assert make_session(week, "Danse", by=regular_of(week, Role.VISITOR)).held_at
    assert make_session(week, "Yoga", by=regular_of(week)).held_at is None


def test_somebody_new_waits_until_one_of_theirs_was_let_in() -> None:
    week = make_week(Mode.OPEN, holds_newcomers=True)
    first = make_session(week, "Couture")
    assert first.held_at

    actions.accept_session(session=first, by=regular_of(week))

    assert make_session(week, "Danse").held_at is None
    assert make_session(week, "Yoga", by=Author(passer_by="other")).held_at
    assert make_session(week, "Chant", by=Author()).held_at


def test_what_waits_is_shown_nowhere_and_keeps_its_room(client: Client) -> None:
    week = make_week()
    kitchen = room_of(week, 1)
    make_session(week, "Couture secrète", span(week, kitchen))
    make_session(week, "Danse secrète")
    place = f"/{week.place.slug}/{week.slug}/"

    for address in (
        "", "programme/?day=all", "programme/history/", "programme.json", "programme.ics",
        "programme.csv", "programme.rss", "schedule.xml", "schedule.json", "programme/embed/",
        "screen/", "programme/wishes/",
    ):  # fmt: skip
        shown = client.get(f"{place}{address}")
        assert shown.status_code == HTTPStatus.OK, address
        assert "secrète" not in b"".join(shown).decode(), address  # type: ignore[arg-type]
    for session in Session.objects.all():
        for below in ("", "history/", "calendar.ics"):
            found = client.get(f"{root(week)}{session.slug}/{below}")
            assert found.status_code == HTTPStatus.NOT_FOUND, below
    with pytest.raises(actions.RoomTaken):
        make_session(week, "Yoga", span(week, kitchen), by=regular_of(week))


def test_its_author_sees_it_by_their_link_and_is_told_it_waits(client: Client) -> None:
    week = make_week()

    page = client.get(propose(client, week).headers["Location"])
    own = client.get(f"{root(week)}pain-au-levain/")

    assert "Somebody of the place looks at this" in text(page)
    assert own.status_code == HTTPStatus.OK
    assert Client().get(f"{root(week)}pain-au-levain/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("role", Role.values)
def test_who_may_look(client: Client, sign_in: SignIn, role: str) -> None:
    week = make_week()
    sign_in(make_person(week.place, "asks", role))
    make_session(week, "Couture", by=SOMEBODY)

    looks = client.get(f"{root(week)}queue/").status_code == HTTPStatus.OK
    accepts = client.post(f"{root(week)}couture/accept/").status_code == HTTPStatus.FOUND
    sets = client.get(f"{root(week)}settings/").status_code == HTTPStatus.OK

    assert looks is accepts is (role != Role.VISITOR)
    assert sets is (role == Role.CONCIERGE)
    assert (Session.objects.get().held_at is None) is accepts


def test_a_stranger_decides_nothing(client: Client) -> None:
    week = make_week()
    session = make_session(week, "Couture")
    held = hold(actions_on(week), title="Danse")

    for address in (
        "couture/accept/", "couture/refuse/", f"queue/author/{session.pk}/",
        f"queue/{held.pk}/accept/", f"queue/{held.pk}/refuse/", "settings/",
    ):  # fmt: skip
        refused = client.post(f"{root(week)}{address}").status_code
        assert refused in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}, address
    session.refresh_from_db()
    assert session.held_at
    assert session.deleted_at is None


def test_not_taken_it_frees_its_room_and_says_why() -> None:
    week = make_week()
    by = regular_of(week, Role.VISITOR)
    session = make_session(week, "Couture", span(week, room_of(week)), by=by)

    actions.refuse_session(session=session, by=regular_of(week), why="La salle est fermée.")

    assert queries.free_rooms(week, [span(week, room_of(week))]) == list(week.rooms.all())
    assert "La salle est fermée." in Letter.objects.get().text
    assert session.held_at


def test_all_of_one_author_at_once(client: Client, sign_in: SignIn) -> None:
    week = make_week()
    sign_in(make_person(week.place, "asks", Role.CONTRIBUTOR))
    first = make_session(week, "Couture")
    make_session(week, "Danse")
    make_session(week, "Chant", by=Author(passer_by="other"))

    client.post(f"{root(week)}queue/author/{first.pk}/")

    assert [each.title for each in queries.held_sessions(week)] == ["Chant"]


def actions_on(week: Week) -> Session:
    """Something of a visitor's that was let in."""
    session = make_session(week, "Pain", span(week, room_of(week)), description="un\ndeux\ntrois")
    actions.accept_session(session=session, by=SOFTWARE)
    return session


def hold(session: Session, **after: Any) -> HeldChange:
    held = actions.hold_change(
        session=session, by=SOMEBODY, seen=queries.newest_change(session), after=after
    )
    assert held
    return held


def test_a_visitors_change_waits_and_is_made_beside_what_others_changed() -> None:
    week = make_week()
    session = actions_on(week)
    held = hold(session, description="UN\ndeux\ntrois")
    actions.change_session(session=session, by=SOFTWARE, title="Pain noir", seats=8)
    actions.change_session(session=session, by=SOFTWARE, description="un\ndeux\nTROIS")
    session.refresh_from_db()
    assert session.description == "un\ndeux\nTROIS"

    change = actions.accept_change(held=held, by=regular_of(week))

    session.refresh_from_db()
    assert (session.title, session.description) == ("Pain noir", "UN\ndeux\nTROIS")
    assert change
    assert change.author_key == SOMEBODY.key
    assert actions.accept_change(held=held, by=SOFTWARE) is None


def test_the_same_change_sent_twice_waits_once() -> None:
    session = actions_on(make_week())

    assert hold(session, title="Danse") == hold(session, title="Danse")


def test_by_private_link_a_change_is_typed_looked_at_and_made(
    client: Client, sign_in: SignIn
) -> None:
    week = make_week()
    client.get(propose(client, week, day="2026-11-26", starts="10:00").headers["Location"])
    session = Session.objects.get()
    actions.accept_session(session=session, by=SOFTWARE)
    typed = {
        "title": "Pain noir", "minutes": "60", "day": "2026-11-26", "starts": "11:00",
        "seen": queries.newest_change(session),
    }  # fmt: skip

    after = client.post(f"{root(week)}pain-au-levain/change/", typed, follow=True)

    session.refresh_from_db()
    assert session.title == "Pain au levain"
    assert "waits until somebody of the place has looked at it" in text(after)
    looking = browser()
    looking.force_login(make_person(week.place, "asks", Role.CONTRIBUTOR))
    queue = looking.get(f"{root(week)}queue/")
    assert "<ins>Pain noir</ins>" in text(queue)
    assert re.search(r"<ins>[^<]*26[^<]*11[^<]*</ins>", text(queue))

    held = HeldChange.objects.get()
    looking.post(f"{root(week)}queue/{held.pk}/accept/", {"newest": held.seen})

    session.refresh_from_db()
    assert session.title == "Pain noir"
    assert slot_of(session).starts_at == span(week, at="11:00").starts_at


def test_a_difference_that_is_no_longer_true_is_looked_at_once_more(
    client: Client, sign_in: SignIn
) -> None:
    week = make_week()
    sign_in(make_person(week.place, "asks", Role.CONTRIBUTOR))
    session = actions_on(week)
    held = hold(session, title="Danse")
    actions.change_session(session=session, by=SOFTWARE, title="Valse")

    said = client.post(f"{root(week)}queue/{held.pk}/accept/", {"newest": held.seen}, follow=True)

    session.refresh_from_db()
    assert session.title == "Valse"
    assert "Look at it once more" in text(said)
    assert "it would be replaced: Title" in text(said)


def test_what_a_look_let_in_does_not_come_back_as_it_was_before() -> None:
    week = make_week()
    session = make_session(week, "Couture")
    own = actions.change_session(session=session, by=SOMEBODY, title="Danse")
    assert own
    rights = rules.SessionRights(
        see=True, change=True, remove=True, restore=False, undo=False, undo_own=True
    )

    assert not rules.SessionAccess(session=session, author=SOMEBODY, rights=rights).may_undo(own)


def test_all_that_waits_is_counted() -> None:
    week = make_week()
    make_session(week, "Couture")
    hold(actions_on(week), title="Danse")

    assert queries.count_held(week) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_no_more_when_it_is_longer(
    client: Client, sign_in: SignIn, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week()
    sign_in(make_person(week.place, "asks", Role.CONTRIBUTOR))
    for number in range(count):
        session = make_session(week, f"Pain {number}", span(week))
        actions.accept_session(session=session, by=SOFTWARE)
        hold(session, title=f"Pain noir {number}")
        make_session(week, f"Danse {number}", span(week))

    client.get(f"{root(week)}queue/")
    with django_assert_num_queries(QUERIES):
        client.get(f"{root(week)}queue/")


QUERIES = 11


def test_a_held_change_is_named_in_words() -> None:
    week = make_week()
    held = hold(actions_on(week), title="Danse")

    shown = queries.queue_of(week).edits[0]

    assert shown.held == held
    assert [(each.label, [piece.text for piece in each.pieces]) for each in shown.differences] == [
        (str(history.FIELDS["title"]), ["Pain", "Danse"])
    ]


def test_a_robot_is_asked_to_wait_and_loses_nothing_that_it_typed(client: Client) -> None:
    week = make_week_with_rooms()
    for number in range(40):
        answer = propose(client, week, title=f"Casino {number}")
        if answer.status_code != HTTPStatus.FOUND:
            break

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert f'name="title" value="Casino {number}"' in text(answer)
    assert Session.objects.count() == number
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert propose(client, week, title="Pain").status_code == HTTPStatus.FOUND

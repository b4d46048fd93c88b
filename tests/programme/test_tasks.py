"""The small tasks of a session: added, taken on, done, thanked for."""

from http import HTTPStatus

import pytest
from django.test import Client

from openweek.place.models import Role, SmallTask
from openweek.place.tasks import add_task, tasks_of
from openweek.programme.models import Session
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import SOMEBODY, make_session, make_week_with_rooms
from tests.programme.pages import root, text

pytestmark = pytest.mark.usefixtures("in_english")


def chairs(session: Session) -> SmallTask:
    return add_task(
        place=session.week.place, subject=session, title="Sortir les chaises", by=SOMEBODY
    )


def address_of(week: Week, task: SmallTask, verb: str) -> str:
    return f"{root(week)}pain/tasks/{task.pk}/{verb}/"


def test_a_small_task_sent_twice_is_there_once(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    bread = make_session(week, "Pain")
    coworker = sign_in(make_person(week.place, role=Role.COWORKER))

    for _twice in range(2):
        coworker.post(f"{root(week)}pain/tasks/", {"title": "Sortir les chaises"})

    assert [task.title for task in tasks_of(bread)] == ["Sortir les chaises"]


def test_a_visitor_of_the_place_takes_it_on_and_is_thanked(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    task = chairs(make_session(week, "Pain"))
    visitor = sign_in(make_person(week.place, "Odile", Role.VISITOR))

    visitor.post(address_of(week, task, "claim"))
    visitor.post(address_of(week, task, "finish"))

    assert "done: thank you, Odile" in text(visitor.get(f"{root(week)}pain/"))


def test_who_comes_second_is_told_that_it_is_taken(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    task = chairs(make_session(week, "Pain"))
    sign_in(make_person(week.place, "Odile", Role.VISITOR)).post(address_of(week, task, "claim"))

    late = sign_in(make_person(week.place, "Paul", Role.VISITOR))
    page = late.post(address_of(week, task, "claim"), follow=True)

    assert "Somebody has just taken that." in text(page)
    task.refresh_from_db()
    assert task.claimed_name == "Odile"
    assert late.post(address_of(week, task, "leave")).status_code == HTTPStatus.FORBIDDEN
    assert late.post(address_of(week, task, "finish")).status_code == HTTPStatus.FORBIDDEN


def test_whoever_left_it_leaves_it_to_others(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    task = chairs(make_session(week, "Pain"))
    odile = sign_in(make_person(week.place, "Odile", Role.VISITOR))

    odile.post(address_of(week, task, "claim"))
    odile.post(address_of(week, task, "leave"))

    task.refresh_from_db()
    assert (task.claimed_at, task.claimed_name) == (None, "")


def test_somebody_passing_by_neither_adds_nor_takes(client: Client) -> None:
    week = make_week_with_rooms()
    task = chairs(make_session(week, "Pain"))

    added = client.post(f"{root(week)}pain/tasks/", {"title": "Autre"})
    taken = client.post(address_of(week, task, "claim"))

    assert (added.status_code, taken.status_code) == (403, 403)
    assert "Sortir les chaises" in text(client.get(f"{root(week)}pain/"))


def test_the_tasks_of_another_session_are_not_reached_through_this_one(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    make_session(week, "Pain")
    other = chairs(make_session(week, "Brioche"))
    coworker = sign_in(make_person(week.place, role=Role.COWORKER))

    assert coworker.post(address_of(week, other, "claim")).status_code == HTTPStatus.NOT_FOUND

"""From afar: the address when it is time, questions, and notes written together."""

from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Question, Session
from openweek.week.models import Week
from openweek.writing.models import Grant
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

MEETING = "https://meet.example.org/secret-room"


def bread(week: Week) -> Session:
    return make_session(week, "Pain", span(week, room_of(week)), remote_url=MEETING)


def seen_at(moment: datetime, client: Client, week: Week) -> str:
    with clock.at(moment):
        return text(client.get(f"{root(week)}pain/"))


def test_the_address_is_shown_when_it_is_time(client: Client) -> None:
    week = make_week_with_rooms()
    slot = slot_of(bread(week))
    quarter, minute = timedelta(minutes=15), timedelta(minutes=1)

    assert MEETING not in seen_at(slot.starts_at - quarter - minute, client, week)
    assert MEETING in seen_at(slot.starts_at - quarter, client, week)
    assert MEETING in seen_at(slot.ends_at - minute, client, week)
    assert MEETING not in seen_at(slot.ends_at, client, week)


def test_before_it_is_time_the_page_says_from_when(client: Client) -> None:
    week = make_week_with_rooms()
    bread(week)

    assert "from Thursday 26 November, 9:45" in text(client.get(f"{root(week)}pain/"))


def test_those_who_prepare_it_always_have_the_address(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    bread(week)

    coworker = sign_in(make_person(week.place, role=Role.COWORKER))

    assert MEETING in text(coworker.get(f"{root(week)}pain/"))


def test_anybody_asks_and_everybody_reads_once(client: Client) -> None:
    week = make_week_with_rooms()
    bread(week)
    asked = {"text": "Quelle farine ?", "once": "1"}

    for _twice in range(2):
        answer = client.post(f"{root(week)}pain/questions/", asked)

    assert answer["Location"].endswith("/pain/?written=question#questions")
    assert Question.objects.count() == 1
    assert "Quelle farine ?" in text(browser().get(f"{root(week)}pain/"))


def test_an_empty_question_is_answered_in_words(client: Client) -> None:
    week = make_week_with_rooms()
    bread(week)

    refused = client.post(f"{root(week)}pain/questions/", {"text": " ", "name": "Ada"})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="Ada"' in text(refused)


def test_a_question_is_answered_and_hidden_by_those_who_prepare_the_session(
    sign_in: SignIn,
) -> None:
    week = make_week_with_rooms()
    session = bread(week)
    question = actions.ask_question(session=session, text="Acheter mes montres", by=SOMEBODY)
    address = f"{root(week)}pain/questions/{question.pk}/"
    passer_by = browser()
    coworker = sign_in(make_person(week.place, role=Role.COWORKER))

    assert passer_by.post(f"{address}hide/").status_code == HTTPStatus.FORBIDDEN
    assert passer_by.post(f"{address}answer/").status_code == HTTPStatus.FORBIDDEN
    coworker.post(f"{address}answer/")
    assert "answered" in text(passer_by.get(f"{root(week)}pain/"))
    coworker.post(f"{address}hide/")
    assert "montres" not in text(passer_by.get(f"{root(week)}pain/"))
    assert "hidden from others" in text(coworker.get(f"{root(week)}pain/"))
    coworker.post(f"{address}hide/", {"hidden": "no"})
    assert "montres" in text(passer_by.get(f"{root(week)}pain/"))


def test_only_whoever_asked_takes_it_back(client: Client) -> None:
    week = make_week_with_rooms()
    bread(week)
    client.post(f"{root(week)}pain/questions/", {"text": "Quelle farine ?"})
    address = f"{root(week)}pain/questions/{Question.objects.get().pk}/back/"

    assert browser().post(address).status_code == HTTPStatus.FORBIDDEN
    client.post(address)

    assert not Question.objects.exists()


def test_nobody_asks_a_wish_nor_in_a_closed_week(client: Client) -> None:
    week = make_week_with_rooms()
    wish = actions.wish_session(week=week, title="Couture", by=SOMEBODY)
    session = bread(week)
    Week.objects.filter(pk=week.pk).update(archived_at=session.created_at)

    for slug in (wish.slug, session.slug):
        answer = client.post(f"{root(week)}{slug}/questions/", {"text": "?"})
        assert answer.status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("count", [1, 3])
def test_questions_are_read_at_once(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    session = bread(make_week_with_rooms())
    for number in range(count):
        actions.ask_question(session=session, text=f"{number} ?", by=SOMEBODY)

    with django_assert_num_queries(1):
        asked = queries.questions_of(session, author_key="", sees_hidden=False)

    assert [each.question.text for each in asked] == [f"{number} ?" for number in range(count)]


def test_notes_are_read_by_everybody_and_written_by_those_who_hold_the_link(
    client: Client, sign_in: SignIn
) -> None:
    week = make_week_with_rooms()
    client.get(propose(client, week)["Location"])
    address = f"{root(week)}pain-au-levain/notes/"

    assert browser().post(address).status_code == HTTPStatus.FORBIDDEN
    opened = client.post(address)
    again = sign_in(make_person(week.place, role=Role.CONTRIBUTOR)).post(address)

    assert opened["Location"] == again["Location"]
    session = Session.objects.get()
    assert session.notes is not None
    rights = set(session.notes.grants.values_list("role", "level"))
    assert rights == {
        ("anyone", "read"), ("contributor", "write"), ("concierge", "manage"), ("", "write"),
    }  # fmt: skip
    assert Grant.objects.filter(capability__kind="session").count() == 1
    assert "Read the notes" in text(browser().get(f"{root(week)}pain-au-levain/"))
    assert browser().get(opened["Location"]).status_code == HTTPStatus.OK

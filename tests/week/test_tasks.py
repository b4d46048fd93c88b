"""The board of small tasks: brought, taken on, done, thanked for."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Person, Role, SmallTask
from openweek.place.rules import Who
from openweek.place.tasks import MOST, add_task, claim_task
from openweek.week import actions as week_actions
from openweek.week.models import Week
from openweek.week.rules import access_week
from openweek.week.task_board import Board, board
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week
from tests.factories.programme import THURSDAY, make_session, span
from tests.factories.tasks import author_of, done_by, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]
PASSING = Author(name="Ida", passer_by="1da")


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def lou(week: Week) -> Person:
    return make_person(week.place, "Lou Martin", Role.COWORKER)


def address(week: Week, task: SmallTask | None = None, verb: str = "") -> str:
    root = f"/{week.place.slug}/{week.slug}/tasks/"
    return f"{root}{task.pk}/{verb}/" if task else f"{root}{verb}"


def page(client: Client, week: Week) -> str:
    return client.get(address(week)).content.decode()


def typed(**said: Any) -> dict[str, Any]:
    return {"once": str(uuid4()), "title": "Arroser", "size": "5", "whose": "mine", **said}


def seen_by(week: Week, person: Person | None = None, author: Author | None = None) -> Board:
    said = author or (author_of(person) if person else Author())
    return board(access_week(Who(person=person, author=said), week.place.slug, week.slug))


def titles(board: Board) -> dict[str, list[str]]:
    return {size: [line.task.title for line in lines] for size, lines in board.free}


class TestBringing:
    def test_a_coworker_lays_a_task_on_the_board_once(self, sign_in: SignIn, lou: Person) -> None:
        week = make_week(lou.memberships.get().place)
        form = typed(title="Trier les câbles", size="30", is_for_visitors="on")
        for _twice in range(2):
            assert sign_in(lou).post(address(week, verb="bring/"), form).status_code == 302

        task = SmallTask.objects.get()
        assert (task.title, task.size, task.owner, task.is_for_visitors) == (
            "Trier les câbles", "30", lou, True,
        )  # fmt: skip

    def test_one_of_the_place_belongs_to_nobody(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        sign_in(lou).post(address(week, verb="bring/"), typed(whose="place"))

        assert SmallTask.objects.get().owner is None

    def test_a_private_one_is_never_for_visitors(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        form = typed(whose="private", is_for_visitors="on")
        sign_in(lou).post(address(week, verb="bring/"), form)

        task = SmallTask.objects.get()
        assert (task.is_private, task.is_for_visitors) == (True, False)

    def test_without_a_title_nothing_typed_is_lost(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        form = typed(title=" ", more="Au premier étage")
        answer = sign_in(lou).post(address(week, verb="bring/"), form)

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Au premier étage" in answer.content.decode()
        assert not SmallTask.objects.exists()

    def test_more_than_forty_that_wait_are_too_many(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        for number in range(MOST):
            make_task(week.place, lou, f"Chose {number}")
        refused = sign_in(lou).post(address(week, verb="bring/"), typed(title="Une de plus"))
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Une de plus" in refused.content.decode()

        done_by(SmallTask.objects.earliest("pk"), author_of(lou))
        again = sign_in(lou).post(address(week, verb="bring/"), typed(title="Une de plus"))
        assert again.status_code == HTTPStatus.FOUND


class TestTheBoard:
    def test_free_ones_stand_first_by_how_long_they_take(self, week: Week, lou: Person) -> None:
        make_task(week.place, lou, "Ranger la cave")
        make_task(week.place, lou, "Déplacer l’armoire", size="together")
        make_task(week.place, lou, "Relire l’affiche", size="30")
        make_task(week.place, lou, "Arroser", size="5")

        assert list(titles(seen_by(week)).items()) == [
            ("5", ["Arroser"]),
            ("30", ["Relire l’affiche"]),
            ("together", ["Déplacer l’armoire"]),
            ("", ["Ranger la cave"]),
        ]

    def test_each_task_stands_where_it_belongs(self, week: Week, lou: Person) -> None:
        odile = make_person(week.place, "Odile", Role.VISITOR)
        make_task(week.place, lou, "Libre")
        claim_task(task=make_task(week.place, lou, "À Odile"), by=author_of(odile))
        claim_task(task=make_task(week.place, lou, "À Lou"), by=author_of(lou))
        done_by(make_task(week.place, lou, "Faite"), author_of(odile))
        make_task(week.place, lou, "Secrète", is_private=True)
        shown = seen_by(week, lou)

        assert titles(shown) == {"": ["Libre"]}
        assert [line.task.title for line in shown.taken] == ["À Odile"]
        assert [line.task.title for line in shown.taken_by_me] == ["À Lou"]
        assert [line.task.title for line in shown.done] == ["Faite"]
        assert [line.task.title for line in shown.private] == ["Secrète"]

    def test_what_was_done_yesterday_is_no_news(self, week: Week, lou: Person) -> None:
        with clock.at(WEDNESDAY_TEN - timedelta(days=1)):
            done_by(make_task(week.place, lou), author_of(lou))

        assert seen_by(week).is_empty

    def test_tasks_of_sessions_say_what_they_are_for(self, week: Week, lou: Person) -> None:
        bread = make_session(week, "Pain", span(week, day=THURSDAY))
        add_task(place=week.place, subject=bread, title="Peser la farine", by=author_of(lou))

        line = seen_by(week).free[0][1][0]
        assert line.subject is not None
        assert (line.task.title, line.subject.title) == ("Peser la farine", "Pain")

    def test_those_of_a_session_that_is_over_hold_wishes_no_more_hands(
        self, week: Week, lou: Person
    ) -> None:
        with clock.at(WEDNESDAY_TEN - timedelta(days=2)):
            bread = make_session(week, "Pain", span(week, day=week.days[1]))
            add_task(place=week.place, subject=bread, title="Peser la farine", by=author_of(lou))

        assert titles(seen_by(week)) == {}

    def test_those_of_another_week_or_of_a_held_session_are_not_there(
        self, week: Week, lou: Person
    ) -> None:
        other = make_week(week.place, starts_on=week.starts_on + timedelta(days=7))
        later = make_session(other, "Brioche")
        held = make_session(week, "Pas encore relue")
        type(held).objects.filter(pk=held.pk).update(held_at=clock.now())
        for session in (later, held):
            add_task(place=week.place, subject=session, title="Peser", by=author_of(lou))

        assert seen_by(week).is_empty

    def test_a_private_task_is_seen_by_its_owner_alone(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou, "Appeler ma banque", is_private=True)
        camille = make_person(week.place, "Camille", Role.CONCIERGE)

        assert "Appeler ma banque" in page(sign_in(lou), week)
        assert "Appeler ma banque" not in page(browser(), week)
        concierge = sign_in(camille)
        assert "Appeler ma banque" not in page(concierge, week)
        for verb in ("take", "put-back", "end", "reopen", "thank", "remove"):
            assert concierge.post(address(week, task, verb)).status_code == HTTPStatus.NOT_FOUND
        task.refresh_from_db()
        assert (task.claimed_at, task.done_at, task.removed_at) == (None, None, None)

    def test_the_board_of_another_place_has_none_of_these(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou)
        elsewhere = make_week(make_place("La Remise"))
        zoe = sign_in(make_person(elsewhere.place, "Zoé", Role.CONCIERGE))

        assert zoe.post(address(elsewhere, task, "remove")).status_code == HTTPStatus.NOT_FOUND
        assert "Arroser" not in page(zoe, elsewhere)

    def test_no_surname_stands_on_a_page_that_anybody_reads(self, week: Week, lou: Person) -> None:
        make_task(week.place, lou)
        claim_task(task=make_task(week.place, lou, "Balayer"), by=author_of(lou))
        done_by(make_task(week.place, lou, "Semer"), author_of(lou))

        shown = page(browser(), week)
        assert "Lou" in shown
        assert "Martin" not in shown

    def test_it_reads_the_same_few_rows_however_many_tasks(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        browser, counted = sign_in(lou), []
        for n in range(3):
            session = make_session(week, f"Pain {n}")
            add_task(place=week.place, subject=session, title="Peser", by=author_of(lou))
            make_task(week.place, lou, f"Libre {n}")
            done_by(make_task(week.place, lou, f"Faite {n}"), PASSING)
            with CaptureQueriesContext(connection) as queries:
                page(browser, week)
            counted.append(len(queries))

        assert counted[0] == counted[2] <= 10


class TestTakingOn:
    def test_one_tap_each_and_thanks_at_the_end(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou)
        paul = sign_in(make_person(week.place, "Paul Vial", Role.CONTRIBUTOR))
        paul.post(address(week, task, "take"))
        paul.post(address(week, task, "end"))
        assert paul.post(address(week, task, "thank")).status_code == HTTPStatus.FORBIDDEN

        sign_in(lou).post(address(week, task, "thank"))
        assert "Lou says thank you" in page(browser(), week)

    def test_each_tap_sent_twice_does_its_work_once(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou)
        paul = sign_in(make_person(week.place, "Paul", Role.CONTRIBUTOR))
        for verb in ("take", "take", "put-back", "put-back", "take", "end", "end"):
            assert paul.post(address(week, task, verb)).status_code == HTTPStatus.FOUND

        task.refresh_from_db()
        assert (task.claimed_name, task.done_at) == ("Paul", WEDNESDAY_TEN)

    def test_done_by_mistake_is_undone_and_its_thanks_with_it(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = done_by(make_task(week.place, lou), PASSING)
        owner = sign_in(lou)
        owner.post(address(week, task, "thank"))
        owner.post(address(week, task, "reopen"))

        task.refresh_from_db()
        assert (task.done_at, task.thanked_at, task.thanked_by) == (None, None, "")
        assert task.claimed_name == "Ida"

    def test_who_comes_second_is_told_that_it_is_taken(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou)
        claim_task(task=task, by=author_of(make_person(week.place, "Inès", Role.COWORKER)))
        late = sign_in(make_person(week.place, "Paul", Role.CONTRIBUTOR))
        answer = late.post(address(week, task, "take"), follow=True)

        assert "Somebody has just taken that." in answer.content.decode()
        task.refresh_from_db()
        assert task.claimed_name == "Inès"
        for verb in ("end", "reopen", "remove", "put-back"):
            assert late.post(address(week, task, verb)).status_code == HTTPStatus.FORBIDDEN

    def test_one_takes_off_the_board_what_one_brought_unless_it_is_done(
        self, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        waiting = make_task(week.place, lou)
        done = done_by(make_task(week.place, lou, "Semer"), PASSING)
        owner = sign_in(lou)
        for task in (waiting, done):
            assert owner.post(address(week, task, "remove")).status_code == HTTPStatus.FOUND

        shown = seen_by(week, lou)
        assert (titles(shown), [line.task.title for line in shown.done]) == ({}, ["Semer"])


class TestVisitors:
    def test_somebody_passing_by_is_asked_for_a_name_once(
        self, client: Client, week: Week, lou: Person
    ) -> None:
        first = make_task(week.place, lou, is_for_visitors=True)
        second = make_task(week.place, lou, "Semer", is_for_visitors=True)

        asked = client.post(address(week, first, "take"))
        assert (asked.status_code, SmallTask.objects.get(pk=first.pk).claimed_at) == (200, None)
        assert 'name="name"' in asked.content.decode()

        client.post(address(week, first, "take"), {"name": "Ida"})
        client.post(address(week, second, "take"))
        assert {task.claimed_name for task in SmallTask.objects.all()} == {"Ida"}
        assert page(client, week).count("It is done") == 2

        assert client.post(address(week, first, "end")).status_code == HTTPStatus.FOUND
        assert "by Ida" in page(browser(), week)

    def test_reading_the_board_leaves_no_cookie(
        self, client: Client, week: Week, lou: Person
    ) -> None:
        make_task(week.place, lou, is_for_visitors=True)

        assert "I take it" in page(client, week)
        assert not client.cookies

    def test_a_name_need_not_be_given(self, client: Client, week: Week, lou: Person) -> None:
        task = make_task(week.place, lou, is_for_visitors=True)
        client.post(address(week, task, "take"), {"name": ""})

        task.refresh_from_db()
        assert (task.claimed_at, task.claimed_name) == (WEDNESDAY_TEN, "")

    def test_what_is_not_for_visitors_is_not_theirs_to_take(
        self, client: Client, sign_in: SignIn, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou)

        answer = client.post(address(week, task, "take"), {"name": "Ida"})
        assert answer.status_code == HTTPStatus.FORBIDDEN
        odile = sign_in(make_person(week.place, "Odile", Role.VISITOR))
        assert odile.post(address(week, task, "take")).status_code == HTTPStatus.FORBIDDEN

    def test_what_one_browser_has_another_neither_ends_nor_puts_back(
        self, client: Client, week: Week, lou: Person
    ) -> None:
        task = make_task(week.place, lou, is_for_visitors=True)
        client.post(address(week, task, "take"), {"name": "Ida"})
        other = browser()

        for verb in ("end", "put-back", "reopen", "thank", "remove"):
            assert other.post(address(week, task, verb)).status_code == HTTPStatus.FORBIDDEN

    def test_a_robot_is_stopped(self, client: Client, week: Week, lou: Person) -> None:
        task = make_task(week.place, lou, is_for_visitors=True)
        answers = [client.post(address(week, task, "take"), {"name": "R"}) for _ in range(40)]

        assert answers[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert answers[0].status_code == HTTPStatus.FOUND


def test_the_board_of_an_archived_week_is_only_read(
    sign_in: SignIn, week: Week, lou: Person
) -> None:
    task = make_task(week.place, lou, is_for_visitors=True)
    week_actions.archive_week(week=week, by=SOFTWARE)
    owner = sign_in(lou)

    assert "Arroser" in page(owner, week)
    assert "I take it" not in page(owner, week)
    for verb in ("take", "put-back", "end", "reopen", "thank", "remove"):
        assert owner.post(address(week, task, verb)).status_code == HTTPStatus.FORBIDDEN

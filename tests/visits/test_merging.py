"""What desks did while the network was down."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.visits import actions, queries, rules
from openweek.visits.actions.merging import Noted, merge_entry
from openweek.visits.models import DeskEntry, HalfDay, Visit
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, WEDNESDAY_MORNING, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def desk(week: Week, sign_in: SignIn) -> Client:
    return sign_in(make_person(week.place))


def merge(week: Week, deed: str, *, minutes: float = 10, desk: str = "A", **said: Any) -> DeskEntry:
    said.setdefault("guid", uuid4())
    noted = Noted(deed=deed, ago=timedelta(minutes=minutes), **said)
    return merge_entry(week=week, noted=noted, desk=desk, by=SOFTWARE)


def row_of(visit: Visit) -> HalfDay:
    return visit.half_days.get()


class TestOnce:
    def test_an_arrival_is_noted_when_it_happened(self, week: Week) -> None:
        visit = make_visit(week)
        entry = merge(week, "arrive", number=visit.number, minutes=10)

        assert entry.outcome == "done"
        assert row_of(visit).arrived_at == WEDNESDAY_TEN - timedelta(minutes=10)

    def test_what_is_sent_again_is_answered_and_not_done_again(self, week: Week) -> None:
        guid = uuid4()
        entries = [merge(week, "walk-in", guid=guid, name="Karim") for _ in range(3)]

        assert len({entry.pk for entry in entries}) == 1
        assert Visit.objects.count() == 1
        assert Event.objects.filter(kind="visits.desk_entry_merged").count() == 1

    def test_a_walk_in_leaves_again_before_anything_was_sent(self, week: Week) -> None:
        guid = uuid4()
        merge(week, "walk-in", guid=guid, name="Karim", minutes=9)
        merge(week, "leave", of=guid, minutes=3)

        assert row_of(Visit.objects.get()).left_at == WEDNESDAY_TEN - timedelta(minutes=3)

    def test_who_left_and_came_back_is_here(self, week: Week) -> None:
        visit = make_visit(week)
        for minutes, deed in ((9, "arrive"), (6, "leave"), (3, "arrive")):
            assert merge(week, deed, number=visit.number, minutes=minutes).outcome == "done"

        assert row_of(visit).is_here

    def test_a_slip_is_undone_and_a_group_counted(self, week: Week) -> None:
        visit = make_visit(week, party_size=12)
        merge(week, "arrive", number=visit.number, people=10)
        merge(week, "count", number=visit.number, people=12)
        assert queries.counts(week, week.today).here == 12

        merge(week, "undo", number=visit.number)
        assert queries.counts(week, week.today) == queries.Counts(12, 0, 0)


class TestConflicts:
    def test_one_square_at_two_desks_keeps_the_first_and_is_flagged(self, week: Week) -> None:
        visit = make_visit(week)
        square = rules.badge(visit)
        merge(week, "arrive", square=square, desk="A", minutes=5)
        second = merge(week, "arrive", square=square, desk="B", minutes=8)

        assert (second.outcome, second.conflict) == ("conflict", "twice")
        assert DeskEntry.objects.count() == 2
        assert row_of(visit).arrived_at == WEDNESDAY_TEN - timedelta(minutes=8)
        assert [each.name for each in queries.to_look_at(week)] == ["Jeanne"]

    def test_a_second_desk_on_the_line_is_only_told(self, week: Week) -> None:
        visit = make_visit(week)
        actions.check_in(visit=visit, by=SOFTWARE)

        assert merge(week, "arrive", number=visit.number, minutes=0).outcome == "already"

    def test_the_same_desk_twice_is_no_conflict(self, week: Week) -> None:
        visit = make_visit(week)
        for minutes in (9, 8):
            entry = merge(week, "arrive", number=visit.number, minutes=minutes)

        assert entry.outcome == "already"

    def test_who_cancelled_meanwhile_and_came_is_counted_and_flagged(self, week: Week) -> None:
        visit = make_visit(week)
        actions.cancel_visit(visit=visit, by=SOFTWARE)

        assert merge(week, "arrive", number=visit.number).conflict == "cancelled"
        assert queries.counts(week, week.today).here == 1

    def test_of_who_was_erased_nothing_is_kept(self, week: Week) -> None:
        visit = make_visit(week)
        actions.erase_visit(visit=visit, by=SOFTWARE)

        assert merge(week, "arrive", number=visit.number).conflict == "erased"
        assert queries.counts(week, week.today).here == 0

    def test_nobody_who_is_here_is_sent_away_for_want_of_a_seat(self, week: Week) -> None:
        Week.objects.filter(pk=week.pk).update(capacity=1)
        make_visit(week, "Jeanne", WEDNESDAY_MORNING)

        assert merge(week, "walk-in", name="Karim").conflict == "full"
        assert queries.counts(week, week.today).here == 1

    def test_leaving_before_coming_keeps_both_in_order(self, week: Week) -> None:
        visit = make_visit(week)
        merge(week, "arrive", number=visit.number, minutes=3)

        assert merge(week, "leave", number=visit.number, minutes=8).conflict == "left-before"
        assert row_of(visit).left_at == row_of(visit).arrived_at

    def test_leaving_without_having_come_is_noted_and_flagged(self, week: Week) -> None:
        visit = make_visit(week)

        assert merge(week, "leave", number=visit.number).conflict == "left-unseen"
        assert row_of(visit).left_at is not None

    def test_squares_that_open_nothing_say_why(self, week: Week) -> None:
        elsewhere = make_visit(make_week(make_place("La Halle")))
        thursday = make_visit(week, "Lou", THURSDAY_MORNING)
        replaced = make_visit(week, "Inès")
        old = rules.badge(replaced)
        actions.renew_badge(visit=replaced, by=SOFTWARE)
        squares = [rules.badge(elsewhere), rules.badge(thursday), old, "x.y"]

        conflicts = [merge(week, "arrive", square=square).conflict for square in squares]
        assert conflicts == ["other-week", "other-day", "revoked", "forged"]
        assert [g.name for g in queries.expected(week, week.today) if g.is_here] == ["Lou"]

    def test_is_settled_with_one_button(self, desk: Client, week: Week) -> None:
        entry = merge(week, "leave", number=make_visit(week).number)
        page = desk.get(f"{root(week)}").content.decode()
        assert "À regarder" in page

        desk.post(f"{root(week)}entries/{entry.pk}/settle/")
        assert queries.to_look_at(week) == []


class TestClocks:
    @pytest.mark.parametrize("minutes", [-600_000, 30_000_000])
    def test_a_device_that_is_decades_off_notes_within_the_week(
        self, week: Week, minutes: float
    ) -> None:
        entry = merge(week, "walk-in", name="Karim", minutes=minutes)

        assert week.starts_on <= entry.done_at.astimezone(week.place.zone).date() <= week.today
        assert entry.done_at <= clock.now()

    def test_only_the_device_s_own_difference_counts(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        begun = 60_000.0  # one minute after the first of January 1970
        said = deed("arrive", begun, number=visit.number)
        answer = send(desk, week, said, sent_at=begun + 300_000)

        assert answer.status_code == 200
        assert row_of(visit).arrived_at == WEDNESDAY_TEN - timedelta(minutes=5)

    def test_after_the_last_evening_what_was_kept_is_still_brought(
        self, desk: Client, week: Week
    ) -> None:
        visit = make_visit(week)
        with clock.at(WEDNESDAY_TEN + timedelta(days=4)):
            said = deed("arrive", 0, number=visit.number)
            answer = send(desk, week, said, sent_at=4 * 24 * 3_600_000)

        assert answer.status_code == 200
        assert row_of(visit).arrived_at == WEDNESDAY_TEN


class TestTheDoor:
    def test_answers_each_deed_with_a_sentence(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        answer = send(
            desk, week, deed("arrive", 0, number=visit.number), deed("walk-in", 5, name="K")
        )

        sentences = [entry["sentence"] for entry in answer.json()["entries"]]
        assert sentences[0] == "Bienvenue à Jeanne."
        assert Visit.objects.get(name="K").code in sentences[1]

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"[]", b"{}", b"\xff", b'{"sent_at":"x","entries":[]}',
            b'{"sent_at":1,"entries":[{"deed":"rob","guid":"x","at":1}]}',
            b'{"sent_at":1e999,"entries":[{"deed":"arrive","guid":"x","at":1}]}',
            b'{"sent_at":1,"entries":[{"deed":"walk-in","name":" ","at":1,"guid":"0"}]}',
            b"[" * 100_000,
        ],
    )  # fmt: skip
    def test_refuses_what_our_page_never_sends(self, desk: Client, week: Week, body: bytes) -> None:
        answer = desk.post(f"{root(week)}merge/", body, content_type="application/json")

        assert answer.status_code == 400
        assert DeskEntry.objects.count() == 0

    def test_what_is_no_letter_is_left_out(self, desk: Client, week: Week) -> None:
        name = "\u202eK\x00\ud800"
        square = deed("arrive", 5, square="\ud800.x")
        answer = send(desk, week, deed("walk-in", 5, name=name), square)

        assert [entry["outcome"] for entry in answer.json()["entries"]] == ["done", "conflict"]
        assert Visit.objects.get().name == "K"

    def test_refuses_too_much_at_once(self, desk: Client, week: Week) -> None:
        body = b" " * (256 * 1024 + 1)
        answer = desk.post(f"{root(week)}merge/", body, content_type="application/json")

        assert answer.status_code == 413

    def test_a_guid_of_another_week_tells_nothing(self, desk: Client, week: Week) -> None:
        other, guid = make_week(make_place("La Halle")), uuid4()
        merge(other, "walk-in", guid=guid, name="Secret")
        answer = send(desk, week, {**deed("walk-in", 0, name="Karim"), "guid": str(guid)})

        assert answer.status_code == 409
        assert "Secret" not in answer.content.decode()

    def test_needs_the_token_of_a_page(self, week: Week) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_person(week.place))

        assert send(strict, week, deed("walk-in", 0, name="Karim")).status_code == 403

    def test_the_list_for_devices_says_no_more_than_is_needed(
        self, desk: Client, week: Week
    ) -> None:
        make_visit(week, "Jeanne", project="Un secret", email="jeanne@example.org", needs="chaise")
        answer = desk.get(f"{root(week)}list.json")

        assert "no-store" in answer["Cache-Control"]
        assert answer.json()["guests"][0]["name"] == "Jeanne"
        for word in ("secret", "example.org", "chaise"):
            assert word not in answer.content.decode()


def root(week: Week) -> str:
    return f"/{week.place.slug}/{week.slug}/welcome/"


def deed(kind: str, at: float, **said: Any) -> dict[str, Any]:
    return {"guid": str(uuid4()), "deed": kind, "at": at, **said}


def send(browser: Client, week: Week, *entries: dict[str, Any], sent_at: float = 10) -> Any:
    body = json.dumps({"desk": "A", "sent_at": sent_at, "entries": entries})
    return browser.post(f"{root(week)}merge/", body, content_type="application/json")

"""The line for a seat moves up by itself: in order, never one too many, and groups too."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Letter
from openweek.visits import queries
from openweek.visits.actions.waiting import move_up
from openweek.visits.jobs import look_at_the_lines
from openweek.visits.models import HalfDay, Visit
from openweek.visits.queries import waiting
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import WEDNESDAY_TEN, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, TUESDAY_MORNING, make_visit, make_waiting

FRIDAY_MORNING = type(THURSDAY_MORNING)(
    THURSDAY_MORNING.date + timedelta(days=1), THURSDAY_MORNING.part
)


def week_for(capacity: int | None) -> Week:
    week = make_week(make_place())
    week_actions.change_week(week=week, title=week.title, by=SOFTWARE, capacity=capacity)
    return week


def leave(visit: Visit) -> None:
    """As a cancelled visit leaves its seats, before anybody is moved up."""
    visit.cancelled_at = clock.now()
    visit.save()


def move(week: Week) -> list[str]:
    return [row.visit.name for row in move_up(week=week, by=SOFTWARE)]


@pytest.mark.django_db
@pytest.mark.usefixtures("wednesday_ten")
class TestMovingUp:
    def test_who_waited_first_gets_the_seat_and_is_told(self) -> None:
        week = week_for(1)
        jeanne = make_visit(week, "Jeanne", THURSDAY_MORNING)
        make_waiting(week, "Karim", email="karim@example.org")
        make_waiting(week, "Odette")
        assert move(week) == []
        leave(jeanne)
        assert move(week) == ["Karim"]

        row = HalfDay.objects.get(visit__name="Karim")
        assert (row.waiting_since, row.moved_up_at) == (None, clock.now())
        (event,) = Event.objects.filter(kind="visits.moved_up")
        assert event.data == {"halves": [THURSDAY_MORNING.key], "people": 1}
        letter = Letter.objects.get()
        assert letter.to == "karim@example.org"
        assert "jeudi 26\N{NO-BREAK SPACE}novembre, matin" in letter.text

    def test_moving_up_again_changes_nothing(self) -> None:
        week = week_for(1)
        make_waiting(week, "Karim", email="karim@example.org")
        assert [move(week), move(week)] == [["Karim"], []]
        assert Letter.objects.count() == 1

    def test_nobody_moves_up_for_what_is_over_or_closed_or_given_up(self) -> None:
        week = week_for(5)
        make_waiting(week, "Past", TUESDAY_MORNING)
        leave(make_waiting(week, "Gone").visit)
        week_actions.set_opening_hours(week=week, hours={}, by=SOFTWARE)
        make_waiting(week, "Closed")
        assert move(week) == []

    def test_each_half_day_has_a_line_of_its_own(self) -> None:
        week = week_for(1)
        make_visit(week, "Jeanne", THURSDAY_MORNING)
        make_waiting(week, "Karim", THURSDAY_MORNING)
        make_waiting(week, "Odette", FRIDAY_MORNING)
        assert move(week) == ["Odette"]

    def test_where_nobody_counts_nobody_waits(self) -> None:
        week = week_for(None)
        make_waiting(week, "Karim", party_size=300)
        assert move(week) == ["Karim"]

    def test_a_greater_capacity_is_seen_within_a_minute_without_being_told(self) -> None:
        week = week_for(1)
        make_visit(week, "Jeanne", THURSDAY_MORNING)
        make_waiting(week, "Karim")
        look_at_the_lines()
        week_actions.change_week(week=week, title=week.title, by=SOFTWARE, capacity=2)
        with clock.at(WEDNESDAY_TEN + timedelta(minutes=1, seconds=1)):
            look_at_the_lines()
        assert waiting.lines(week) == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("wednesday_ten")
class TestGroups:
    def test_nobody_waits_beside_an_empty_chair_for_a_group_that_does_not_fit(self) -> None:
        week = week_for(4)
        make_visit(week, "Jeanne", FRIDAY_MORNING, party_size=2)
        make_waiting(week, "Class", FRIDAY_MORNING, party_size=3)
        make_waiting(week, "Karim", FRIDAY_MORNING)
        assert move(week) == ["Karim"]

    def test_a_group_is_passed_by_as_many_as_it_counts_then_seats_are_kept_for_it(self) -> None:
        week = week_for(4)
        jeanne = make_visit(week, "Jeanne", FRIDAY_MORNING, party_size=2)
        make_waiting(week, "Class", FRIDAY_MORNING, party_size=3)
        for name in ("Ana", "Bo", "Cleo"):
            make_waiting(week, name, FRIDAY_MORNING)
        assert move(week) == ["Ana", "Bo"]
        leave(Visit.objects.get(name="Ana"))
        assert move(week) == ["Cleo"]
        assert waiting.kept_halves(week) == set()
        make_waiting(week, "Dan", FRIDAY_MORNING)
        leave(jeanne)
        assert move(week) == ["Dan"]  # two had passed, now three have
        make_waiting(week, "Eve", FRIDAY_MORNING)
        assert move(week) == []
        assert waiting.kept_halves(week) == {FRIDAY_MORNING}
        full = {o.half for o in queries.openings(week) if o.is_full}
        assert full == {FRIDAY_MORNING}  # nor does a newcomer take what is kept
        leave(Visit.objects.get(name="Bo"))
        leave(Visit.objects.get(name="Cleo"))
        assert move(week) == ["Class"]

    def test_from_the_evening_before_nothing_is_kept(self) -> None:
        week = week_for(4)
        seated = [make_visit(week, name, THURSDAY_MORNING) for name in ("Jo", "Lu", "Max")]
        make_waiting(week, "Class", party_size=3)
        for name in ("Ana", "Bo", "Cleo", "Dan"):
            make_waiting(week, name)
        assert move(week) == ["Ana"]
        leave(seated[0])
        leave(seated[1])
        assert move(week) == ["Bo", "Cleo"]
        leave(seated[2])
        assert move(week) == []
        with clock.at(WEDNESDAY_TEN + timedelta(hours=7)):
            assert move(week) == ["Dan"]

    def test_nothing_is_kept_for_a_group_that_could_never_fit(self) -> None:
        week = week_for(2)
        make_waiting(week, "Crowd", FRIDAY_MORNING, party_size=3)
        for name in ("Ana", "Bo"):
            make_waiting(week, name, FRIDAY_MORNING)
            assert move(week) == [name]
            leave(Visit.objects.get(name=name))
        make_waiting(week, "Cleo", FRIDAY_MORNING)
        make_waiting(week, "Dan", FRIDAY_MORNING)
        assert move(week) == ["Cleo", "Dan"]


@pytest.mark.django_db
@pytest.mark.usefixtures("wednesday_ten")
class TestWhereOneStands:
    def test_a_visitor_sees_their_place_in_line(self) -> None:
        week = week_for(1)
        rows = [make_waiting(week, name) for name in ("Ana", "Bo")]
        assert [waiting.position(row) for row in rows] == [1, 2]
        assert waiting.positions(rows[1].visit) == {THURSDAY_MORNING: 2}
        move(week)
        rows[0].refresh_from_db()
        assert [waiting.position(row) for row in rows] == [None, 1]


class TestAnyLine(TestCase):
    """Whatever the seats and whoever waits."""

    @given(
        capacity=st.integers(0, 12),
        seated=st.lists(st.integers(1, 4), max_size=3),
        line=st.lists(st.integers(1, 5), max_size=8),
    )
    def test_never_above_capacity_in_order_and_nobody_is_left_who_fits(
        self, capacity: int, seated: list[int], line: list[int]
    ) -> None:
        with clock.at(WEDNESDAY_TEN):
            week = week_for(None)
            for people in seated:
                make_visit(week, "x", FRIDAY_MORNING, party_size=people)
            week.capacity = capacity
            week.save()
            rows = [make_waiting(week, "y", FRIDAY_MORNING, party_size=people) for people in line]
            moved = {row.pk for row in move_up(week=week, by=SOFTWARE)}

            taken = queries.seats_taken(week).get(FRIDAY_MORNING, 0)
            assert taken <= max(capacity, sum(seated))
            free = capacity - taken
            passed = {
                row.pk: sum(r.visit.party_size for r in rows if r.pk > row.pk and r.pk in moved)
                for row in rows
                if row.pk not in moved
            }
            kept = False
            for row in rows:  # in the order in which they came
                people = row.visit.party_size
                if row.pk in moved:
                    assert not kept
                    continue
                assert people > free or kept
                kept = kept or (1 < people <= capacity and passed[row.pk] >= people)
            if all(people == 1 for people in line):
                assert moved == {row.pk for row in rows[: len(moved)]}

"""Letters that leave in their own time, exactly once, however the machine slept."""

from datetime import UTC, datetime, time, timedelta

import pytest

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.place import letters
from openweek.place.models import Letter
from openweek.visits import actions
from openweek.visits.actions import reminding, waiting
from openweek.visits.models import LETTER, Told
from openweek.week import actions as week_actions
from openweek.week.halves import Half, Part
from openweek.week.models import Week
from tests.factories.places import MONDAY, make_place, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_visit,
    make_waiting,
)

pytestmark = pytest.mark.django_db

ODETTE = "odette@example.org"
FRIDAY_AFTERNOON = Half(MONDAY + timedelta(days=4), Part.AFTERNOON)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """In November, by the clock of the place."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


@pytest.fixture
def week() -> Week:
    with clock.at(on(10, 12)):
        return make_week(make_place())


def told(at: datetime) -> list[str]:
    """Subjects of what a look writes at that moment."""
    with clock.at(at):
        before = set(Letter.objects.values_list("pk", flat=True))
        reminding.tell_tomorrow()
        reminding.thank_visitors()
        return [each.subject for each in Letter.objects.exclude(pk__in=before)]


class TestTheDayBefore:
    def test_it_leaves_at_five_once(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            make_visit(week, "Odette", WEDNESDAY_MORNING, FRIDAY_AFTERNOON, email=ODETTE)
        assert told(on(24, 16, 59)) == []
        assert told(on(24, 17)) == ["À demain\N{NO-BREAK SPACE}: Le Préau vous attend"]
        assert told(on(24, 17)) == []
        said = Letter.objects.all()[0].text
        assert said.index("mercredi 25") < said.index("vendredi 27")

    def test_days_that_follow_one_another_have_one_letter(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            make_visit(
                week, "Odette", TUESDAY_MORNING, WEDNESDAY_MORNING, FRIDAY_AFTERNOON, email=ODETTE
            )
        assert [len(told(on(day, 18))) for day in range(22, 28)] == [0, 1, 0, 0, 1, 0]

    def test_a_machine_that_slept_tells_in_the_morning_but_not_once_it_has_begun(
        self, week: Week
    ) -> None:
        with clock.at(on(12, 9)):
            make_visit(week, "Odette", WEDNESDAY_MORNING, email=ODETTE)
            make_visit(week, "Karim", WEDNESDAY_AFTERNOON, email="karim@example.org")
        assert told(on(25, 9)) == [
            "C’est aujourd’hui\N{NO-BREAK SPACE}: Le Préau vous attend"
        ]  # Karim: the morning has begun
        assert Letter.objects.all()[0].to == "karim@example.org"
        assert told(on(25, 14)) == []

    def test_who_said_so_since_five_knows_it_already(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            make_waiting(week, "Karim", WEDNESDAY_MORNING, email="karim@example.org")
        with clock.at(on(24, 20)):
            make_visit(week, "Odette", WEDNESDAY_MORNING, email=ODETTE)
            waiting.move_up(week=week, by=SOFTWARE)
        assert told(on(24, 20, 1)) == []

    def test_who_cancelled_waits_or_finds_closed_doors_is_not_told(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            gone = make_visit(week, "Odette", WEDNESDAY_MORNING, email=ODETTE)
            actions.cancel_visit(visit=gone, by=SOFTWARE)
            make_waiting(week, "Karim", WEDNESDAY_MORNING, email="karim@example.org")
            make_visit(week, "Ana", THURSDAY_MORNING, email="ana@example.org")
            week_actions.set_opening_hours(
                week=week, hours={WEDNESDAY_MORNING.date: (time(9), time(18))}, by=SOFTWARE
            )
        assert told(on(24, 17)) + told(on(25, 17)) == []

    def test_a_letter_that_may_not_be_written_is_not_tried_for_ever(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            make_visit(week, "Odette", WEDNESDAY_MORNING, email=ODETTE)
            stopped = letters.address_digest(ODETTE)
            letters.stop_letters(place=week.place, digest=stopped, by=SOFTWARE)
        assert told(on(24, 17)) == []
        assert Told.objects.exclude(what__startswith=LETTER).get().what == "day-before"

    def test_killed_half_way_the_rest_is_told_and_nobody_twice(
        self, week: Week, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reminding, "AT_ONCE", 2)  # as if it had been killed after two
        with clock.at(on(12, 9)):
            for number in range(5):
                make_visit(week, f"N{number}", WEDNESDAY_MORNING, email=f"n{number}@example.org")
        assert [len(told(on(24, 17))) for _ in range(4)] == [2, 2, 1, 0]

    def test_queries_do_not_grow_with_those_who_were_told(
        self, week: Week, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        for number in range(3):
            with clock.at(on(12, 9)):
                make_visit(week, f"N{number}", WEDNESDAY_MORNING, email=f"n{number}@example.org")
            told(on(24, 17))
            with clock.at(on(24, 18)), django_assert_num_queries(4):  # type: ignore[operator]  # a fixture that counts
                assert reminding.tell_tomorrow() == 0


class TestThanks:
    def came(self, week: Week, name: str, **said: str) -> None:
        with clock.at(on(24, 9)):
            visit = make_visit(week, name, WEDNESDAY_MORNING, **said)
        with clock.at(on(25, 10)):
            actions.check_in(visit=visit, by=SOFTWARE)

    def test_who_came_is_thanked_once_the_day_after(self, week: Week) -> None:
        self.came(week, "Odette", email=ODETTE)
        self.came(week, "Karim")
        with clock.at(on(24, 9)):
            make_visit(week, "Absent", THURSDAY_MORNING, email="absent@example.org")
        assert told(on(28, 9, 59)) == []
        thanks = "Merci de votre venue\N{NO-BREAK SPACE}: OpenWeek de novembre"
        assert told(on(28, 10)) == [thanks]
        assert told(on(28, 10)) + told(on(29, 10)) == []
        assert Letter.objects.all()[0].to == ODETTE

    def test_thanks_weeks_later_would_only_puzzle(self, week: Week) -> None:
        self.came(week, "Odette", email=ODETTE)
        assert told(datetime(2026, 12, 20, 12, tzinfo=UTC)) == []


class TestOtherHours:
    def sweep(self, at: datetime) -> list[Letter]:
        with clock.at(at):
            reminding.look_for_new_hours()
        with clock.at(at + timedelta(minutes=11)):
            deadlines.sweep()
        return list(Letter.objects.filter(created_at__gte=at))

    def expect(self, week: Week) -> None:
        with clock.at(on(12, 9)):
            make_visit(week, "Odette", WEDNESDAY_MORNING, THURSDAY_MORNING, email=ODETTE)
            make_visit(week, "Karim", FRIDAY_AFTERNOON, email="karim@example.org")

    def set(self, week: Week, at: datetime, *, opens: int) -> None:
        """Thursday is closed, the other days open later."""
        with clock.at(at):
            days = [day for day in week.days if day != THURSDAY_MORNING.date]
            hours = {day: (time(opens), time(18)) for day in days}
            week_actions.set_opening_hours(week=week, hours=hours, by=SOFTWARE)

    def test_who_is_expected_then_is_told_once_of_what_holds_at_last(self, week: Week) -> None:
        self.expect(week)
        self.set(week, on(13, 9), opens=11)
        self.set(week, on(13, 9, 5), opens=10)
        (letter,) = self.sweep(on(13, 9, 6))
        assert letter.to == ODETTE  # Karim's afternoon is as it was
        lines = [line for line in letter.text.splitlines() if line.startswith("- ")]
        assert len(lines) == 2
        assert "10\N{NO-BREAK SPACE}h" in lines[0]
        assert "11" not in lines[0]
        assert "jeudi 26" in lines[1]
        assert self.sweep(on(13, 10)) == []

    def test_hours_set_again_to_the_same_tell_nobody(self, week: Week) -> None:
        self.expect(week)
        with clock.at(on(13, 9)):
            hours = {day: (time(9), time(18)) for day in week.days}
            week_actions.set_opening_hours(week=week, hours=hours, by=SOFTWARE)
        assert self.sweep(on(13, 9, 1)) == []

    def test_a_week_that_does_not_take_place_is_told_to_all_who_are_expected(
        self, week: Week
    ) -> None:
        self.expect(week)
        with clock.at(on(13, 9)):
            week_actions.archive_week(week=week, by=SOFTWARE)
        assert {each.to for each in self.sweep(on(13, 9, 1))} == {ODETTE, "karim@example.org"}

    def test_a_week_put_away_when_it_is_over_tells_nobody(self, week: Week) -> None:
        self.expect(week)
        with clock.at(on(29, 9)):
            week_actions.archive_week(week=week, by=SOFTWARE)
        assert self.sweep(on(29, 9, 1)) == []

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from openweek.community.actions import set_light
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Letter, Role
from openweek.place.queries import capability_for
from openweek.visits import actions, queries
from openweek.visits.models import HalfDay, Visit
from openweek.visits.refusals import (
    AlreadyPast,
    DoorsClosed,
    NoSeatLeft,
    NothingChosen,
    Refused,
)
from openweek.week import actions as week_actions
from openweek.week.halves import Half
from openweek.week.models import Week
from tests.factories.places import MONDAY, make_person, make_place, make_week
from tests.factories.visits import (
    SATURDAY_MORNING,
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_host,
    make_visit,
    register,
    small_week,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="visits.").values_list("kind", flat=True))


def halves_of(visit: Visit) -> list[Half]:
    return [row.half for row in visit.half_days.all()]


class TestRegistering:
    def test_expects_somebody_and_gives_them_a_number_a_code_and_a_link(self, week: Week) -> None:
        done = register(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING, project="Un site")

        assert done.visit.number == 1
        assert done.visit.code
        assert halves_of(done.visit) == [WEDNESDAY_MORNING, THURSDAY_MORNING]
        link = capability_for(done.secret, kind="visit")
        assert link is not None
        assert link.subject == f"visits.visit:{done.visit.pk}"
        assert kinds() == ["visits.visit_registered"]

    def test_twice_with_the_same_form_is_once(self, week: Week) -> None:
        once = uuid4()
        first = register(week, once=once)
        second = register(week, once=once, email="jeanne@example.org")

        assert second.visit == first.visit
        assert not second.is_new
        assert capability_for(second.secret, kind="visit") is not None
        assert (Visit.objects.count(), Letter.objects.count()) == (1, 0)

    @pytest.mark.parametrize(
        ("halves", "refusal"),
        [([], NothingChosen), ([SATURDAY_MORNING], DoorsClosed), ([TUESDAY_MORNING], AlreadyPast)],
    )
    def test_is_refused_when_nobody_would_be_there(
        self, week: Week, halves: list[Half], refusal: type[Refused]
    ) -> None:
        with pytest.raises(refusal):
            actions.register_visit(
                week=week, name="Jeanne", halves=halves, once=uuid4(), by=SOFTWARE
            )
        assert Visit.objects.count() == 0

    def test_is_refused_on_a_day_without_hours(self, week: Week) -> None:
        week_actions.set_opening_hours(
            week=week, hours={MONDAY + timedelta(days=2): (time(9), time(12))}, by=SOFTWARE
        )

        with pytest.raises(DoorsClosed):
            register(week, "Jeanne", WEDNESDAY_AFTERNOON)

    def test_never_admits_one_too_many_and_says_where_there_is_room(self) -> None:
        week = small_week(3)
        make_visit(week, "Jeanne", WEDNESDAY_MORNING, party_size=2)

        with pytest.raises(NoSeatLeft) as refused:
            make_visit(week, "Karim", WEDNESDAY_MORNING, party_size=2)
        make_visit(week, "Lou", WEDNESDAY_MORNING)

        assert refused.value.free[0] == WEDNESDAY_AFTERNOON
        assert queries.openings(week)[4].seats_left == 0

    def test_a_cancelled_visit_leaves_its_seat(self) -> None:
        week = small_week(1)
        visit = make_visit(week)
        actions.cancel_visit(visit=visit, by=SOFTWARE)

        assert make_visit(week, "Karim").number == 2


class TestTheLetter:
    def test_has_the_code_the_days_and_the_link_in_the_visitors_language(self, week: Week) -> None:
        done = register(week, email="jeanne@example.org", language="fr")

        letter = Letter.objects.get()
        assert letter.to == "jeanne@example.org"
        assert done.visit.code in letter.text
        assert f"/le-preau/{week.slug}/visit/{done.secret}/" in letter.text
        assert "mercredi" in letter.text

    def test_a_newline_in_a_name_starts_no_header(self, week: Week) -> None:
        register(week, "Jeanne\r\nBcc: tous@example.org", email="jeanne@example.org")

        assert "\n" not in Letter.objects.get().subject

    def test_one_address_gets_three_a_day_and_the_answer_stays_the_same(self, week: Week) -> None:
        answers = [register(week, f"N{n}", email="victime@example.org") for n in range(5)]

        assert all(answer.is_new and answer.secret for answer in answers)
        assert Letter.objects.count() == 3

    def test_erasing_does_not_open_the_way_to_more_letters(self, week: Week) -> None:
        for n in range(5):
            done = register(week, f"N{n}", email="victime@example.org")
            actions.erase_visit(visit=done.visit, by=SOFTWARE)

        assert Letter.objects.count() == 3
        assert not Letter.objects.filter(to__contains="victime").exists()


class TestChanging:
    def test_moves_the_days_to_come_and_keeps_those_that_are_over(self, week: Week) -> None:
        with clock.at(datetime(2026, 11, 24, 8, tzinfo=UTC)):
            visit = make_visit(week, "Jeanne", TUESDAY_MORNING, WEDNESDAY_MORNING)

        actions.change_visit(visit=visit, name="Jeanne M.", halves=[THURSDAY_MORNING], by=SOFTWARE)

        visit.refresh_from_db()
        assert visit.name == "Jeanne M."
        assert halves_of(visit) == [TUESDAY_MORNING, THURSDAY_MORNING]
        assert kinds()[-1] == "visits.visit_changed"

    def test_a_party_that_grows_must_still_fit(self) -> None:
        week = small_week(2)
        visit = make_visit(week)
        make_visit(week, "Karim")

        with pytest.raises(NoSeatLeft):
            actions.change_visit(
                visit=visit, name="Jeanne", halves=halves_of(visit), by=SOFTWARE, party_size=2
            )

    def test_ones_own_seat_can_be_kept_when_all_are_taken(self) -> None:
        week = small_week(1)
        visit = make_visit(week)

        actions.change_visit(visit=visit, name="Jeanne", halves=halves_of(visit), by=SOFTWARE)

        assert halves_of(visit) == [WEDNESDAY_MORNING]

    def test_a_visit_to_come_keeps_at_least_one_half_day(self, week: Week) -> None:
        with pytest.raises(NothingChosen):
            actions.change_visit(visit=make_visit(week), name="Jeanne", halves=[], by=SOFTWARE)


class TestForgetting:
    def test_erasing_leaves_neither_name_nor_link_nor_letter(self, week: Week) -> None:
        said = {"project": "Un site", "needs": "une chaise", "origin": "Corse"}
        done = register(week, "Jeanne", email="jeanne@example.org", **said)
        actions.erase_visit(visit=done.visit, by=SOFTWARE)

        row = Visit.objects.filter(pk=done.visit.pk).values().get()
        kept = [str(row), *map(str, Letter.objects.values()), *map(str, Event.objects.values())]
        assert capability_for(done.secret, kind="visit") is None
        for word in ("Jeanne", "jeanne", "Un site", "chaise", "Corse"):
            assert not any(word in text for text in kept)

    def test_who_came_stays_counted_without_a_name(self, week: Week) -> None:
        visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING)
        actions.check_in(visit=visit, by=SOFTWARE)
        actions.erase_visit(visit=visit, by=SOFTWARE)

        assert queries.counts(week, WEDNESDAY_MORNING.date).arrived == 1
        assert queries.counts(week, THURSDAY_MORNING.date).expected == 0

    def test_everybody_is_forgotten_ninety_days_after_the_week(self, week: Week) -> None:
        make_visit(week, email="jeanne@example.org")

        with clock.at(actions.kept_until(week) - timedelta(minutes=1)):
            deadlines.sweep()
            assert Visit.objects.get().name == "Jeanne"
        with clock.at(actions.kept_until(week)):
            deadlines.sweep()

        assert Visit.objects.get().name == ""
        assert kinds()[-1] == "visits.visitors_forgotten"


def here_now(week: Week) -> list[queries.Guest]:
    return [guest for guest in queries.expected(week, week.today) if guest.is_here]


class TestTheDesk:
    def test_the_second_of_two_desks_learns_since_when(self, week: Week) -> None:
        visit = make_visit(week)
        first = actions.check_in(visit=visit, by=SOFTWARE)
        with clock.at(clock.now() + timedelta(minutes=5)):
            second = actions.check_in(visit=visit, by=SOFTWARE)

        assert (first.is_new, second.is_new) == (True, False)
        assert second.since == first.since
        assert kinds().count("visits.visitor_checked_in") == 1

    def test_somebody_of_another_day_is_welcome_while_there_is_a_seat(self) -> None:
        week = small_week(1)
        jeanne = make_visit(week, "Jeanne", THURSDAY_MORNING)

        assert actions.check_in(visit=jeanne, by=SOFTWARE).is_new
        with pytest.raises(NoSeatLeft):
            actions.add_walk_in(week=week, name="Karim", once=uuid4(), by=SOFTWARE)

    def test_a_slip_is_undone(self, week: Week) -> None:
        visit = make_visit(week)
        actions.check_in(visit=visit, by=SOFTWARE)
        actions.undo_check_in(visit=visit, by=SOFTWARE)
        actions.undo_check_in(visit=visit, by=SOFTWARE)

        assert queries.counts(week, week.today) == queries.Counts(expected=1, arrived=0, here=0)
        assert kinds().count("visits.check_in_undone") == 1

    def test_who_leaves_may_come_back(self, week: Week) -> None:
        visit = make_visit(week)
        actions.check_in(visit=visit, by=SOFTWARE)
        actions.check_out(visit=visit, by=SOFTWARE)
        assert here_now(week) == []

        actions.check_in(visit=visit, by=SOFTWARE)
        assert [guest.name for guest in here_now(week)] == ["Jeanne"]

    def test_who_left_in_the_morning_comes_back_for_the_afternoon(self, week: Week) -> None:
        visit = make_visit(week, "Jeanne", WEDNESDAY_MORNING, WEDNESDAY_AFTERNOON)
        actions.check_in(visit=visit, by=SOFTWARE)
        actions.check_out(visit=visit, by=SOFTWARE)
        with clock.at(datetime(2026, 11, 25, 13, 30, tzinfo=UTC)):
            actions.check_in(visit=visit, by=SOFTWARE)

        assert HalfDay.objects.filter(visit=visit, arrived_at__isnull=False).count() == 2

    def test_a_walk_in_is_registered_and_here_in_one_go_and_once(self, week: Week) -> None:
        said: dict[str, Any] = {"week": week, "name": "Karim", "once": uuid4(), "by": SOFTWARE}
        done = [actions.add_walk_in(**said) for _ in range(2)]

        assert [each.is_new for each in done] == [True, False]
        assert [guest.name for guest in here_now(week)] == ["Karim"]

    def test_the_slip_that_made_a_walk_in_takes_it_away(self, week: Week) -> None:
        done = actions.add_walk_in(week=week, name="Karim", once=uuid4(), by=SOFTWARE)
        actions.undo_check_in(visit=done.visit, by=SOFTWARE)

        assert queries.expected(week, week.today) == []

    def test_nobody_is_welcomed_when_cancelled_or_outside_the_week(self, week: Week) -> None:
        visit = make_visit(week)
        with clock.at(datetime(2026, 11, 20, 9, tzinfo=UTC)), pytest.raises(Refused):
            actions.check_in(visit=visit, by=SOFTWARE)
        actions.cancel_visit(visit=visit, by=SOFTWARE)
        with pytest.raises(Refused):
            actions.check_in(visit=visit, by=SOFTWARE)


class TestHosts:
    def test_a_host_says_on_what_when_and_in_which_languages(self) -> None:
        place = make_place()
        week, lou = make_week(place), make_person(place, "Lou Martin", Role.COWORKER)
        make_host(week, lou, WEDNESDAY_MORNING)

        card = queries.hosts_of(week)[0]
        assert (card.first_name, card.light) == ("Lou", "open")
        assert card.halves == (WEDNESDAY_MORNING,)
        assert len(card.languages) == 2

    def test_saying_it_anew_keeps_the_light(self) -> None:
        place = make_place()
        week, lou = make_week(place), make_person(place, "Lou", Role.COWORKER)
        make_host(week, lou)
        set_light(place=place, person=lou, light="busy", by=SOFTWARE)
        make_host(week, lou, WEDNESDAY_MORNING)

        assert [card.light for card in queries.hosts_of(week)] == ["busy"]

    def test_no_light_shines_while_the_doors_are_closed(self) -> None:
        place = make_place()
        week = make_week(place)
        make_host(week, make_person(place, "Lou", Role.COWORKER))

        with clock.at(datetime(2026, 11, 25, 21, tzinfo=UTC)):
            assert [card.light for card in queries.hosts_of(week)] == [""]

    def test_a_light_shines_only_when_its_host_is_meant_to_be_there(self) -> None:
        place = make_place()
        week = make_week(place)
        make_host(week, make_person(place, "Lou", Role.COWORKER), THURSDAY_MORNING)
        make_host(week, make_person(place, "Inès", Role.COWORKER), WEDNESDAY_MORNING)

        assert [card.light for card in queries.hosts_of(week)] == ["", "open"]

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.visits import actions, queries, rules
from openweek.visits.models import Visit
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def desk(week: Week, sign_in: SignIn) -> Client:
    """A browser at the desk, with Camille."""
    return sign_in(make_person(week.place))


def address(week: Week, tail: str = "") -> str:
    return f"/{week.place.slug}/{week.slug}/welcome/{tail}"


def seen(browser: Client, week: Week, **asked: str) -> str:
    return browser.get(address(week), asked).content.decode().replace("\u00a0", " ")


def test_the_desk_sees_who_is_expected_and_what_to_prepare(desk: Client, week: Week) -> None:
    make_visit(week, "Jeanne", WEDNESDAY_MORNING, party_size=3, needs="sans marches")
    make_visit(week, "Karim", WEDNESDAY_AFTERNOON)
    make_visit(week, "Lou", THURSDAY_MORNING)

    page = seen(desk, week)

    assert page.index("Jeanne") < page.index("Karim")
    assert "Lou" not in page
    assert "sans marches" in page
    assert "<strong>4</strong> attendus" in page


def test_another_day_can_be_looked_at(desk: Client, week: Week) -> None:
    make_visit(week, "Lou", THURSDAY_MORNING)

    assert "Lou" in seen(desk, week, day="2026-11-26")
    assert "Lou" not in seen(desk, week, day="2026-99-99")


def test_one_tap_lets_in_and_a_second_desk_is_told_since_when(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    first = desk.post(address(week, f"{visit.number}/check-in/"), follow=True)
    second = desk.post(address(week, f"{visit.number}/check-in/"), follow=True)

    assert "Bienvenue à Jeanne." in first.content.decode()
    assert "Jeanne est déjà là depuis 10 h." in second.content.decode().replace("\u00a0", " ")
    assert queries.counts(week, week.today) == queries.Counts(expected=1, arrived=1, here=1)


def test_a_slip_is_undone_and_leaving_is_said(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    for deed in ("check-in/", "undo/", "check-in/", "check-out/"):
        assert desk.post(address(week, f"{visit.number}/{deed}")).status_code == 302

    assert "Repartis" in seen(desk, week)


def test_somebody_who_passes_by_needs_only_a_name(desk: Client, week: Week) -> None:
    form = {"name": "Karim", "party_size": "1", "once": str(uuid4())}
    for _ in range(2):
        page = desk.post(address(week, "walk-in/"), form, follow=True).content.decode()

    assert Visit.objects.get().walk_in
    assert "Karim" in page


def test_a_walk_in_without_a_name_is_asked_for_one(desk: Client, week: Week) -> None:
    answer = desk.post(address(week, "walk-in/"), {"party_size": "1", "once": str(uuid4())})

    assert "même un simple prénom" in answer.content.decode()
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("words", ["jeanne", "MOREL", "morel jeanne", "Jéane", "jean mo"])
def test_a_name_is_found_as_one_hears_it(desk: Client, week: Week, words: str) -> None:
    make_visit(week, "Jeanne Morel", THURSDAY_MORNING)
    make_visit(week, "Karim Benali", THURSDAY_MORNING)

    page = seen(desk, week, q=words)

    assert "Jeanne Morel" in page
    assert "Karim" not in page


def test_a_code_is_found_as_it_was_said(desk: Client, week: Week) -> None:
    visit = make_visit(week, "Jeanne", THURSDAY_MORNING)

    assert "Jeanne" in seen(desk, week, q=visit.code.lower().replace(" ", ""))


def test_codes_are_not_to_be_guessed(desk: Client, week: Week) -> None:
    visit = make_visit(week, "Jeanne", THURSDAY_MORNING)
    for number in range(700, 705):
        assert desk.get(address(week), {"q": f"lune {number}"}).status_code == 200
    slowed = desk.get(address(week), {"q": visit.code})

    assert slowed.status_code == 429
    assert "Jeanne" not in slowed.content.decode()
    assert "Jeanne" in seen(desk, week, q="jeanne")
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert "Jeanne" in seen(desk, week, q=visit.code)


class TestTheSquareToScan:
    def test_shows_the_visitor_to_the_desk(self, desk: Client, week: Week) -> None:
        page = desk.get(address(week, f"c/{rules.badge(make_visit(week))}/")).content.decode()

        assert "Jeanne" in page
        assert "check-in/" in page

    def test_says_when_another_day_was_meant(self, desk: Client, week: Week) -> None:
        visit = make_visit(week, "Jeanne", THURSDAY_MORNING)
        page = desk.get(address(week, f"c/{rules.badge(visit)}/")).content.decode()

        assert "Pas attendu" in page
        assert "jeudi" in page

    def test_tells_a_passer_by_only_to_show_it(self, client: Client, week: Week) -> None:
        page = client.get(address(week, f"c/{rules.badge(make_visit(week))}/")).content.decode()

        assert "Jeanne" not in page
        assert "accueil" in page

    def test_of_another_place_is_refused_with_the_reason(self, desk: Client, week: Week) -> None:
        other = make_visit(make_week(make_place("La Halle")))
        answer = desk.get(address(week, f"c/{rules.badge(other)}/"))

        assert answer.status_code == 409
        assert "La Halle" in answer.content.decode()

    def test_forged_or_damaged_is_refused(self, desk: Client, week: Week) -> None:
        signed = rules.badge(make_visit(week))
        for wrong in (signed[:-1], "1.1.1", "x", signed.replace(".1:", ".2:")):
            assert desk.get(address(week, f"c/{wrong}/")).status_code == 404

    def test_of_a_cancelled_visit_has_no_button(self, desk: Client, week: Week) -> None:
        visit = make_visit(week)
        actions.cancel_visit(visit=visit, by=SOFTWARE)
        page = desk.get(address(week, f"c/{rules.badge(visit)}/")).content.decode()

        assert "annulée" in page
        assert "check-in/" not in page


def test_before_the_week_one_sees_and_lets_nobody_in(desk: Client, week: Week) -> None:
    visit = make_visit(week)
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        assert "Les portes s’ouvrent" in seen(desk, week)
        answer = desk.post(address(week, f"{visit.number}/check-in/"))

    assert answer.status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_reads_the_same_few_rows_however_many_come(
    desk: Client, week: Week, number: int, django_assert_num_queries: object
) -> None:
    for n in range(number):
        make_visit(week, f"N{n}", WEDNESDAY_MORNING, WEDNESDAY_AFTERNOON)
    lou = make_person(week.place, "Lou", Role.COWORKER)
    assert lou

    with django_assert_num_queries(7):  # type: ignore[operator]
        desk.get(address(week))

import csv
import io

import pytest
from django.test import Client

from openweek.ground.authors import SOFTWARE
from openweek.visits import actions
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person, make_week
from tests.factories.visits import THURSDAY_MORNING, WEDNESDAY_MORNING, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


@pytest.fixture
def concierge(week: Week, sign_in: SignIn) -> Client:
    return sign_in(make_person(week.place))


def rows(browser: Client, week: Week, day: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/{week.place.slug}/{week.slug}/welcome/visitors.csv", {"day": day})
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_row_for_each_half_day_of_a_day_or_of_the_week(concierge: Client, week: Week) -> None:
    jeanne = make_visit(week, "Jeanne", WEDNESDAY_MORNING, THURSDAY_MORNING, party_size=3)
    make_visit(week, "Karim", THURSDAY_MORNING)
    actions.check_in(visit=jeanne, by=SOFTWARE, people=2)

    assert [row["Nom"] for row in rows(concierge, week)] == ["Jeanne", "Jeanne", "Karim"]
    assert [row["Nom"] for row in rows(concierge, week, "2026-11-25")] == ["Jeanne"]
    assert rows(concierge, week)[0]["Combien sont venus"] == "2"
    assert rows(concierge, week)[0]["Arrivée"] == "10:00"


def test_no_spreadsheet_computes_a_name_and_telephones_stay(concierge: Client, week: Week) -> None:
    make_visit(
        week, "=cmd|' /C calc'!A0", WEDNESDAY_MORNING, project="@SUM(A1)", needs="-2+3",
        age="under-15", guardian="+33 6 12 34 56 78",
    )  # fmt: skip
    row = rows(concierge, week)[0]

    assert row["Nom"] == "'=cmd|' /C calc'!A0"
    assert row["Projet"] == "'@SUM(A1)"
    assert row["Besoins"] == "'-2+3"
    assert row["Responsable"] == "+33 6 12 34 56 78"


def test_who_was_erased_is_not_in_it(concierge: Client, week: Week) -> None:
    visit = make_visit(week, "Jeanne")
    actions.check_in(visit=visit, by=SOFTWARE)
    actions.erase_visit(visit=visit, by=SOFTWARE)

    assert rows(concierge, week) == []


@pytest.mark.parametrize("number", [1, 3])
def test_reads_the_same_few_rows_however_many_come(
    concierge: Client, week: Week, number: int, django_assert_max_num_queries: object
) -> None:
    for n in range(number):
        make_visit(week, f"N{n}", WEDNESDAY_MORNING)

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        rows(concierge, week)

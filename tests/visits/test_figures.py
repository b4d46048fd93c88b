"""Sums for a report, in which nobody is recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.ground.authors import SOFTWARE
from openweek.visits import actions, queries
from openweek.visits.models import Visit
from openweek.visits.queries.figures import FEWEST, suppress
from openweek.week.models import Week
from tests.factories.places import make_week
from tests.factories.visits import make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def come(week: Week, number: int, **said: object) -> list[Visit]:
    visits = [make_visit(week, f"N{n}", **said) for n in range(number)]
    for visit in visits:
        actions.check_in(visit=visit, by=SOFTWARE)
    return visits


LOIRE = {"origin": "Firminy (Loire)", "origin_kind": "commune", "origin_code": "42095"}
CORSE = {"origin": "Corse", "origin_kind": "region", "origin_code": "94"}


def test_those_who_came_are_counted_by_departement(week: Week) -> None:
    come(week, 6, **LOIRE, age="senior")
    come(week, 7, **CORSE, heard="poster", need_codes=["hearing"])
    make_visit(week, "Somebody who stayed at home", **LOIRE)

    figures = queries.figures(week)
    assert (figures.visits, figures.people) == (13, 13)
    assert dict(figures.origins.shown) == {"region:94": 7, "departement:42": 6}
    assert dict(figures.needs.shown) == {"hearing": 7}


def test_what_is_under_five_is_not_shown_nor_to_be_worked_out(week: Week) -> None:
    come(week, 6, **LOIRE)
    come(week, 2, **CORSE)

    figures = queries.figures(week)
    assert dict(figures.origins.shown) == {}
    assert figures.origins.others == 8


def test_sums_outlive_those_who_were_forgotten(week: Week) -> None:
    visits = come(week, 6, **LOIRE, age="senior", heard="poster", need_codes=["hearing"])
    before = queries.figures(week)
    actions.erase_visit(visit=visits[0], by=SOFTWARE)
    assert queries.figures(week) == before
    actions.forget_visitors(week=week, by=SOFTWARE)
    assert queries.figures(week) == before


def test_who_never_came_leaves_no_sum(week: Week) -> None:
    actions.erase_visit(visit=make_visit(week, **LOIRE), by=SOFTWARE)

    assert queries.figures(week).people == 0


@given(st.dictionaries(st.text("abcdef", max_size=2), st.integers(1, 20), max_size=6))
def test_nothing_small_can_be_told_from_what_is_shown(counts: dict[str, int]) -> None:
    sums = suppress(counts, adds_up=True)
    hidden = {code: number for code, number in counts.items() if code not in sums.shown}

    assert all(number >= FEWEST for number in sums.shown.values())
    assert all(counts[code] == number for code, number in sums.shown.items())
    assert len(hidden) != 1 or not sums.shown
    assert sums.others is None or sums.others == sum(hidden.values()) >= FEWEST
    assert not sums.shown or not 0 < sum(hidden.values()) < FEWEST


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ({}, True),
        ({"photo_consent": "yes"}, True),
        ({"photo_consent": "no"}, False),
        ({"age": "under-15", "photo_consent": "yes"}, False),
    ],
)
def test_who_may_be_named(week: Week, said: dict[str, str], may: bool) -> None:
    (visit,) = come(week, 1, **said)
    actions.leave_word(visit=visit, word="Merci", is_public=True, by=SOFTWARE)

    assert queries.may_be_named(visit) is may
    assert bool(queries.public_words(week)) is may


def test_only_a_yes_lets_one_be_photographed(week: Week) -> None:
    unsaid, yes = make_visit(week), make_visit(week, "Lou", photo_consent="yes")

    assert not queries.may_be_photographed(unsaid)
    assert queries.may_be_photographed(yes)
    actions.erase_visit(visit=yes, by=SOFTWARE)
    assert not queries.may_be_photographed(yes)

"""What is printed or counted of a programme."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Role
from openweek.programme import actions
from openweek.programme.models import Kind
from openweek.programme.queries.figures import figures
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)


def test_a_sheet_says_the_recipe_and_the_hour_to_whoever_runs_it(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    recipe = make_format(week.place)
    recipe.tasks, recipe.steps = "Sortir les tables\n\nFaire le café", "1. On affiche"
    recipe.save()
    session = make_session(week, "École", span(week, room_of(week)), format=recipe)
    browser = sign_in(make_person(week.place, "Lucie", Role.COWORKER))

    page = browser.get(f"/{week.place.slug}/{week.slug}/programme/{session.slug}/sheet/")

    text = page.content.decode()
    assert all(words in text for words in ("On affiche", "Sortir les tables", "Grande salle"))


def test_a_sheet_is_for_those_who_may_change_the_session(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week)

    answer = client.get(f"/{week.place.slug}/{week.slug}/programme/{session.slug}/sheet/")

    assert answer.status_code == 403


def test_the_figures_count_what_is_there_and_nobody_twice(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    make_session(
        week, "Pain", span(week, room_of(week)), span(week, room_of(week), at="14:00", minutes=90),
        facilitator="Nour, Lou",
    )  # fmt: skip
    make_session(week, "Soupe", span(week, room_of(week, 1)), facilitator="NOUR")
    make_session(week, "Plus tard")
    make_session(week, "J’aimerais", kind=Kind.WISH)
    gone = make_session(week, "Spam", span(week))
    actions.remove_session(session=gone, by=SOFTWARE)

    with django_assert_num_queries(7):
        found = figures(week)

    assert (found.sessions, found.times, found.facilitators) == (2, 3, 2)
    assert found.hours == 4  # an hour, an hour and a half, an hour
    assert (found.unplaced, found.wishes, found.wishes_met) == (1, 1, 0)


@pytest.mark.parametrize(("asked", "repeated"), [("?format=wikischool", True), ("", False)])
def test_a_format_with_its_weekdays_fills_the_form(
    client: Client, asked: str, repeated: bool
) -> None:
    week = make_week_with_rooms()
    recipe = make_format(week.place)
    recipe.weekdays, recipe.starts, recipe.seats = [3, 4], "14:30", 8
    recipe.save()

    form = client.get(f"/{week.place.slug}/{week.slug}/programme/propose/{asked}").context["form"]

    if not repeated:
        assert form["day"].value() == ""
        return
    assert form["day"].value() == "2026-11-26"
    assert form["repeat"].value() == ["2026-11-27"]
    assert (form["starts"].value(), form["seats"].value()) == ("14:30", 8)

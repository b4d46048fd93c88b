"""Pauses in all rooms at once."""

import pytest
from django.test import Client
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.programme import actions, queries
from openweek.programme.models import Break
from openweek.week.models import Week
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    THURSDAY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)
from tests.programme.pages import root, text

LUNCH = {"title": "Repas partagé", "starts": "12:30", "ends": "13:30", "once": "abc"}


def lunch(week: Week, *days: object) -> list[Break]:
    stretches = [
        (each.starts_at, each.ends_at)
        for each in (span(week, day=day, at="12:30") for day in days or (THURSDAY,))  # type: ignore[arg-type]
    ]
    return actions.add_break(week=week, title="Repas", stretches=stretches, by=SOFTWARE)


@pytest.fixture
def coworker(sign_in: SignIn) -> Client:
    return sign_in(make_person(make_week_with_rooms().place, "Karim", Role.COWORKER))


@pytest.fixture
def week(coworker: Client) -> Week:
    return Week.objects.select_related("place").get()


def test_one_form_lays_a_break_on_every_day_of_the_week_once(coworker: Client, week: Week) -> None:
    days = [day.isoformat() for day in week.days]

    for _twice in range(2):
        coworker.post(f"{root(week)}breaks/", {**LUNCH, "days": days})

    found = queries.breaks_of(week)
    assert [f"{each.starts_at:%a %H:%M}–{each.ends_at:%H:%M}" for each in found] == [
        f"{day} 11:30–12:30" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
    ]
    assert Event.objects.filter(kind="programme.break_added").count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Give it a name"),
        ({"ends": "12:00"}, "It ends before it begins"),
        ({"days": []}, "Tick at least one day"),
        ({"starts": "midi"}, "14:30"),
    ],
)
def test_a_break_that_cannot_be_is_refused_in_words_and_kept(
    coworker: Client, week: Week, given: dict[str, object], words: str
) -> None:
    sent = {**LUNCH, "days": [THURSDAY.isoformat()], **given}

    answer = coworker.post(f"{root(week)}breaks/", sent, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="Repas partagé"' in text(answer) or not given.get("title", "x")
    assert queries.breaks_of(week) == []


def test_a_break_lies_across_the_programme_at_once_and_refuses_nothing(
    client: Client, week: Week
) -> None:
    make_session(week, "Pain", span(week, room_of(week), WEDNESDAY, "11:00"))
    before = client.get(root(week))
    (pause,) = lunch(week, WEDNESDAY)
    make_session(week, "Soupe", span(week, room_of(week), WEDNESDAY, "12:30"))

    after = text(client.get(root(week)))
    assert "Repas" not in text(before)
    assert after.index("Pain</a>") < after.index("Repas") < after.index("Soupe</a>")
    assert f"at-{(3 * 12 + 6) + 1} for-12" in after

    actions.remove_break(pause=pause, by=SOFTWARE)
    assert "Repas" not in text(client.get(root(week)))


def test_a_break_is_moved_and_once_removed_can_be_had_again(coworker: Client, week: Week) -> None:
    (pause,) = lunch(week)
    address = f"{root(week)}breaks/{pause.pk}/"
    moved = {"title": "Repas", "days": WEDNESDAY.isoformat(), "starts": "13h", "ends": "14:00"}
    coworker.post(address, moved)
    pause.refresh_from_db()
    assert f"{pause.starts_at:%d %H:%M}" == "25 12:00"

    answer = coworker.post(f"{address}remove/", follow=True)

    assert queries.breaks_of(week) == []
    assert 'value="Repas"' in text(answer)
    assert 'value="13:00"' in text(answer)


@pytest.mark.parametrize("role", ["", Role.VISITOR, Role.CONTRIBUTOR])
def test_breaks_are_laid_by_coworkers(client: Client, sign_in: SignIn, role: str) -> None:
    week = make_week_with_rooms()
    (pause,) = lunch(week)
    if role:
        client = sign_in(make_person(week.place, "Paul", role))
    kwargs = {"place": week.place.slug, "week": week.slug}

    for name, more in (
        ("add_break", {}), ("change_break", {"number": pause.pk}),
        ("remove_break", {"number": pause.pk}),
    ):  # fmt: skip
        assert client.post(reverse(name, kwargs={**kwargs, **more}), LUNCH).status_code == 403
    assert Break.objects.count() == 1

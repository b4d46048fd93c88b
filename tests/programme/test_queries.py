from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.programme import actions, queries
from openweek.week.models import Week
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import (
    SOMEBODY,
    THURSDAY,
    WEDNESDAY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)


def titles(moments: list[queries.Moment]) -> list[str]:
    return [moment.title for moment in moments]


def test_a_moment_says_all_that_a_page_needs() -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(
        week, "Pain", span(week, room_of(week)), facilitator="Nour", format=make_format(week.place)
    )

    (moment,) = queries.programme_of(week)

    assert (moment.room, moment.format, moment.facilitator) == ("Cuisine", "WikiSchool", "Nour")
    assert moment.url == f"/{week.place.slug}/{week.slug}/programme/pain/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_is_read_with_one_question(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    week = make_week_with_rooms()
    for hour in range(count):
        make_session(week, "Pain", span(week, room_of(week), at=f"{10 + hour}:00"))

    with django_assert_num_queries(1):
        assert len(queries.programme_of(week)) == count


def test_what_is_on_and_what_follows_in_each_room() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    hall, kitchen = room_of(week, 0), room_of(week, 1)
    make_session(week, "Couture", span(week, hall, WEDNESDAY, "10:00"))
    make_session(week, "Yoga", span(week, hall, WEDNESDAY, "11:00"))
    make_session(week, "Demain", span(week, kitchen, THURSDAY))
    make_session(week, "Balade", span(week, None, WEDNESDAY, "10:00"))

    with clock.at(WEDNESDAY_TEN + timedelta(minutes=30)):
        rows = queries.now_and_next(week)

    said = [(row.room, row.now and row.now.title, row.next and row.next.title) for row in rows]
    assert said == [
        ("Grande salle", "Couture", "Yoga"),
        ("Cuisine", None, None),
        ("", "Balade", None),
    ]


def test_what_comes_next_is_the_nearest_first() -> None:
    week = make_week_with_rooms()
    make_session(week, "Plus tard", span(week, day=THURSDAY))
    make_session(week, "Bientôt", span(week, day=WEDNESDAY, at="11:00"))

    assert titles(queries.upcoming(week, 1)) == ["Bientôt"]


def free(week: Week, at: str, minutes: int = 60) -> list[str]:
    asked = span(week, room_of(week), at=at, minutes=minutes)
    zone = week.place.zone
    return [f"{start.astimezone(zone):%a %H:%M}" for start in queries.free_times(week, asked)]


def test_free_times_lie_between_sessions_and_within_opening_hours() -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    make_session(week, "Couture", span(week, room, at="10:00", minutes=60))
    make_session(week, "Yoga", span(week, room, at="11:30", minutes=60))

    assert free(week, "10:15") == ["Thu 12:30", "Fri 09:00"]
    assert free(week, "10:15", minutes=30) == ["Thu 11:00", "Thu 12:30", "Fri 09:00"]
    assert free(week, "17:30") == ["Fri 09:00"]


def test_the_revision_is_another_one_after_each_change() -> None:
    week = make_week_with_rooms()
    seen = {queries.revision(week)}

    session = make_session(week, "Couture")
    seen.add(queries.revision(week))
    actions.remove_session(session=session, by=SOMEBODY)
    seen.add(queries.revision(week))

    assert len(seen) == 3

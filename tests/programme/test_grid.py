from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.programme import queries
from openweek.programme.grid import ShownDay, shown_day
from openweek.week import actions as week_actions
from openweek.week import queries as week_queries
from openweek.week.models import Week
from tests.factories.programme import (
    THURSDAY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)


def drawn(week: Week, day: date = THURSDAY) -> ShownDay:
    found = next(each for each in week_queries.days_of(week) if each.date == day)
    zone = week.place.zone
    moments = [
        each for each in queries.programme_of(week)
        if each.starts_at.astimezone(zone).date() == day
    ]  # fmt: skip
    return shown_day(week, found, moments, week_queries.rooms_of(week))


def classes(day: ShownDay) -> Sequence[str]:
    return [cell.css for cell in day.cells]


def test_a_session_lies_in_its_rooms_column_and_its_hours_rows() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    make_session(week, "Pain", span(week, room_of(week, 1), at="10:00", minutes=90))

    day = drawn(week)

    assert classes(day) == ["at-13 for-18 in-2"]  # an hour after nine; twelve rows an hour
    assert [(room.label, room.css) for room in day.rooms] == [
        ("Grande salle", "in-1"),
        ("Cuisine", "in-2"),
    ]
    assert [hour.label for hour in day.hours][:2] == ["9\xa0h", "10\xa0h"]


def test_what_has_no_room_lies_side_by_side() -> None:
    week = make_week_with_rooms("Grande salle")
    for title, at in (("Balade", "10:00"), ("Visio", "10:30"), ("Pique-nique", "12:00")):
        make_session(week, title, span(week, at=at))

    assert [css.split()[2] for css in classes(drawn(week))] == ["in-2", "in-3", "in-2"]


def test_the_hours_at_which_the_doors_are_closed_are_hatched() -> None:
    week = make_week_with_rooms()
    make_session(week, "Tôt", span(week, room_of(week), at="08:00"))
    make_session(week, "Tard", span(week, room_of(week), at="18:30", minutes=30))

    assert [shut.css for shut in drawn(week).shut] == ["at-1 for-12", "at-121 for-12"]


def test_the_present_is_a_line_today_only() -> None:
    week = make_week_with_rooms()
    for day in (WEDNESDAY, THURSDAY):
        make_session(week, "Pain", span(week, room_of(week), day, "11:00"))

    today = drawn(week, WEDNESDAY)

    assert today.now
    assert today.now.css == "at-13"
    assert drawn(week).now is None


def test_a_night_of_twenty_five_hours_shows_the_doubled_hour_twice() -> None:
    week = make_week_with_rooms()
    sunday = date(2026, 10, 25)
    week.starts_on = week.ends_on = sunday
    week.save(update_fields=["starts_on", "ends_on"])
    week_actions.set_opening_hours(week=week, hours={sunday: (time(1), time(5))}, by=SOFTWARE)
    with clock.at(datetime(2026, 10, 24, 9, tzinfo=UTC)):
        make_session(week, "Nuit blanche", span(week, room_of(week), sunday, "01:00", 300))

    day = drawn(Week.objects.get(pk=week.pk), sunday)

    assert [hour.label.replace("\xa0", " ") for hour in day.hours] == [
        "1 h", "2 h (heure d’été)", "2 h (heure d’hiver)", "3 h", "4 h",
    ]  # fmt: skip


def test_a_day_of_nothing_has_no_grid() -> None:
    day = drawn(make_week_with_rooms())

    assert day.cells == ()
    assert day.name == "jeudi 26\xa0novembre"

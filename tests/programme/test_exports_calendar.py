"""The programme as a calendar, read back by those who read calendars."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from openweek.ground import clock
from openweek.ground.hours import to_utc
from openweek.programme import actions
from openweek.programme.exports import ics
from openweek.programme.exports.zones import timezone_of
from openweek.programme.models import Session, Slot, Span
from openweek.week.models import Week
from tests.factories.places import make_week
from tests.factories.programme import (
    SOMEBODY,
    THURSDAY,
    WEDNESDAY,
    make_format,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)

PARIS = ZoneInfo("Europe/Paris")


def read(written: bytes) -> Any:
    """Any: icalendar's own types say only that a property is one of thirty kinds."""
    return Calendar.from_ical(written)


def events(week: Week) -> dict[str, Any]:
    """By their titles."""
    return {str(event["SUMMARY"]): event for event in read(ics.render(week)).events}


def test_an_event_says_all_that_a_calendar_shows() -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(
        week, "Pain; au levain, chaud", span(week, room_of(week)), summary="On pétrit.",
        description="Venez\navec un saladier.", facilitator="Nour, Ali", track="Cuisine",
        format=make_format(week.place, "Atelier, court"),
    )  # fmt: skip

    (event,) = read(ics.render(week)).events

    assert event["SUMMARY"] == "Pain; au levain, chaud"
    assert event.decoded("DTSTART") == datetime(2026, 11, 26, 10, tzinfo=PARIS)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(hours=1)
    assert event["LOCATION"] == "Cuisine, Le Préau, Saint-Étienne"
    assert event["URL"].endswith("/programme/pain-au-levain-chaud/")
    assert event["STATUS"] == "CONFIRMED"
    assert event.categories == ["Atelier, court", "Cuisine"]
    assert [part in event["DESCRIPTION"] for part in ("On pétrit.", "Nour, Ali", "Venez\navec")]
    assert "GEO" not in event


def test_lines_are_folded_and_the_calendar_names_itself() -> None:
    week = make_week_with_rooms()
    make_session(week, "É" * 250, span(week, room_of(week)), description="mot " * 4000)

    written = ics.render(week)

    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    calendar = read(written)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "OpenWeek de novembre"
    assert calendar["X-PUBLISHED-TTL"] == "PT30M"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT30M" in written
    assert calendar.events[0]["SUMMARY"] == "É" * 250


def test_moving_keeps_the_event_and_raises_its_number() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week, room_of(week)))
    first = events(week)["Pain"]

    with clock.at(clock.now() + timedelta(minutes=5)):
        actions.move_session(
            slot=slot_of(session), span=span(week, room_of(week, 1), at="14:00"), by=SOMEBODY
        )
        moved = events(week)["Pain"]

    assert moved["UID"] == first["UID"]
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    assert moved.decoded("DTSTAMP") > first.decoded("DTSTAMP")
    assert moved.decoded("LAST-MODIFIED") == moved.decoded("DTSTAMP")
    assert moved.decoded("DTSTART").hour == 14


def test_undoing_a_move_is_newer_still() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week, room_of(week)))
    first = events(week)["Pain"]
    change = actions.move_session(slot=slot_of(session), span=span(week, at="16:00"), by=SOMEBODY)
    assert change is not None
    moved = events(week)["Pain"]

    actions.undo_change(change=change, by=SOMEBODY)

    back = events(week)["Pain"]
    assert back["UID"] == first["UID"]
    assert back["DTSTART"].dt == first["DTSTART"].dt
    assert first["SEQUENCE"] < moved["SEQUENCE"] < back["SEQUENCE"]


def test_a_time_that_is_cancelled_stays_so_that_calendars_drop_it() -> None:
    week = make_week_with_rooms()
    thursday, friday = span(week, room_of(week)), span(week, room_of(week), date(2026, 11, 27))
    session = make_session(week, "Yoga", thursday, friday)
    before = {event["UID"]: event["SEQUENCE"] for event in read(ics.render(week)).events}

    actions.change_session(session=session, spans=[thursday], by=SOMEBODY)

    after = read(ics.render(week)).events
    assert [event["STATUS"] for event in after] == ["CONFIRMED", "CANCELLED"]
    assert after[1]["SUMMARY"] == "Yoga"
    assert {event["UID"] for event in after} == set(before)
    assert all(event["SEQUENCE"] > before[event["UID"]] for event in after)


def test_what_was_removed_is_cancelled_without_a_word_of_it() -> None:
    week = make_week_with_rooms()
    session = make_session(
        week, "Casino en ligne", span(week, room_of(week)), summary="Jackpot",
        description="gagnez", facilitator="Vlad", track="Fortune",
    )  # fmt: skip
    uid = events(week)["Casino en ligne"]["UID"]

    actions.remove_session(session=session, by=SOMEBODY)

    written = ics.render(week)
    (event,) = read(written).events
    assert (event["UID"], event["STATUS"]) == (uid, "CANCELLED")
    for word in ("asino", "ackpot", "gagnez", "Vlad", "Fortune"):
        assert word not in written.decode()

    actions.restore_session(session=session, by=SOMEBODY)
    assert events(week)["Casino en ligne"]["STATUS"] == "CONFIRMED"


def test_what_waits_for_a_look_is_in_no_calendar() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pas encore vu", span(week, room_of(week)))
    Session.objects.filter(pk=session.pk).update(held_at=clock.now())

    assert events(week) == {}


def test_one_room_or_one_format() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    make_session(week, "Pain", span(week, room_of(week, 1)), format=make_format(week.place))
    make_session(week, "Chorale", span(week, room_of(week)))

    kitchen, wikischool = (
        ics.render(week, room="cuisine"),
        ics.render(week, format_slug="wikischool"),
    )

    for written, name in ((kitchen, "Cuisine"), (wikischool, "WikiSchool")):
        calendar = read(written)
        assert [str(event["SUMMARY"]) for event in calendar.events] == ["Pain"]
        assert calendar["X-WR-CALNAME"].endswith(f"· {name}")


def test_what_was_removed_is_cancelled_in_the_calendar_of_its_format_too() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week), format=make_format(week.place))

    actions.remove_session(session=session, by=SOMEBODY)

    (event,) = read(ics.render(week, format_slug="wikischool")).events
    assert event["STATUS"] == "CANCELLED"


def test_somebodys_choices_make_them_busy_and_the_whole_week_does_not() -> None:
    week = make_week_with_rooms()
    chosen = slot_of(make_session(week, "Pain", span(week, room_of(week))))
    make_session(week, "Chorale", span(week, room_of(week, 1)))

    (mine,) = read(ics.render_choices(week, {chosen.pk}, name="Nour")).events

    assert (mine["SUMMARY"], mine["TRANSP"]) == ("Pain", "OPAQUE")
    assert mine["UID"] == events(week)["Pain"]["UID"]
    assert events(week)["Pain"]["TRANSP"] == "TRANSPARENT"


def test_the_hour_that_comes_twice_is_the_right_one() -> None:
    week = make_week(starts_on=date(2026, 10, 24))
    night = date(2026, 10, 25)
    session = make_session(week, "Sans heure", by=SOMEBODY)
    for second in (False, True):
        starts_at = to_utc(night, time(2, 30), PARIS, second=second)
        Slot.objects.create(
            session=session, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20)
        )

    first, second_ = (event["DTSTART"].dt for event in read(ics.render(week)).events)

    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second_.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_clocks_of_paris_change_by_rule() -> None:
    told: Any = timezone_of(PARIS, 2026)

    summer, winter = told.daylight[0], told.standard[0]
    assert summer["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert winter["RRULE"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    # What clocks show just before: two in the morning in spring, three in autumn.
    assert summer["DTSTART"].dt == datetime(2025, 3, 30, 2, 0)  # noqa: DTZ001
    assert winter["DTSTART"].dt == datetime(2025, 10, 26, 3, 0)  # noqa: DTZ001
    assert summer["TZOFFSETFROM"].to_ical() == "+0100"
    assert summer["TZOFFSETTO"].to_ical() == "+0200"


@pytest.mark.parametrize(
    "name",
    ["Europe/Paris", "UTC", "Asia/Tokyo", "Africa/Casablanca", "Australia/Lord_Howe",
     "America/St_Johns", "Asia/Gaza", "America/Santiago"],
)  # fmt: skip
def test_every_zone_is_told_as_it_is(name: str) -> None:
    """Each day of two years, by our table and by Python's."""
    zone = ZoneInfo(name)
    told = read(_alone(timezone_of(zone, 2026).to_ical())).timezones[0].to_tz()

    day = datetime(2026, 1, 1, 12, tzinfo=UTC)
    while day.year < 2028:
        local = day.astimezone(zone).replace(tzinfo=None)
        assert local.replace(tzinfo=told).utcoffset() == local.replace(tzinfo=zone).utcoffset(), day
        day += timedelta(days=1)


def _alone(zone: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + zone + b"END:VCALENDAR\r\n"


def test_past_midnight_ends_the_next_day() -> None:
    week = make_week_with_rooms()
    make_session(week, "Veillée", span(week, room_of(week), WEDNESDAY, "22:00", 240))

    event = events(week)["Veillée"]

    assert event.decoded("DTEND") == datetime(2026, 11, 26, 2, tzinfo=PARIS)


def test_a_title_that_would_add_a_line_adds_none() -> None:
    week = make_week_with_rooms()
    nasty = "Pain\r\nATTACH:https://mal.example\x00\x1b"
    starts = span(week, room_of(week), THURSDAY)
    make_session(week, nasty, Span(starts.starts_at, starts.ends_at), facilitator=nasty)

    written = ics.render(week)

    assert b"\r\nATTACH" not in written
    assert b"\x00" not in written
    assert len(read(written).events) == 1

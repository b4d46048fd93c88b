"""A recurring session is one thing with exceptions."""

from datetime import date, timedelta

from openweek.place.models import Role
from openweek.programme import actions
from openweek.programme.models import Session
from tests.conftest import SignIn
from tests.factories.places import make_person
from tests.factories.programme import (
    SOMEBODY,
    THURSDAY,
    WEDNESDAY,
    make_session,
    make_week_with_rooms,
    room_of,
    span,
)

FRIDAY = date(2026, 11, 27)


def times(session: Session) -> list[str]:
    zone = session.week.place.zone
    slots = session.slots.filter(cancelled_at=None).order_by("starts_at")
    return [f"{slot.starts_at.astimezone(zone):%a %H:%M}" for slot in slots]


def test_the_hour_of_all_changes_and_exceptions_stay(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    session = make_session(
        week, "Café", span(week, room, WEDNESDAY, "14:00"), span(week, room, THURSDAY, "14:00"),
        span(week, room, FRIDAY, "14:00"),
    )  # fmt: skip
    friday = session.slots.order_by("starts_at").last()
    assert friday is not None
    actions.move_session(slot=friday, span=span(week, room, FRIDAY, "17:00"), by=SOMEBODY)
    browser = sign_in(make_person(week.place, "Lucie", Role.COWORKER))
    address = f"/{week.place.slug}/{week.slug}/programme/{session.slug}/change/"

    page = browser.get(address)
    form = page.context["form"]
    sent = {
        "seen": form["seen"].value(), "title": "Café", "day": "2026-11-25", "starts": "15:30",
        "repeat": ["2026-11-26"], "minutes": "60", "room": room.pk,
    }  # fmt: skip
    answer = browser.post(address, sent)

    assert "17\N{NO-BREAK SPACE}h" in page.content.decode()
    assert answer.status_code == 302
    assert times(session) == ["Wed 15:30", "Thu 15:30", "Fri 17:00"]
    # One session, one address, one history.
    assert Session.objects.count() == 1


def test_a_day_with_an_hour_of_its_own_is_not_given_a_second_one(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    room = room_of(week)
    session = make_session(
        week, "Café", span(week, room, WEDNESDAY, "14:00"), span(week, room, THURSDAY, "14:00"),
        span(week, room, FRIDAY, "17:00"),
    )  # fmt: skip
    browser = sign_in(make_person(week.place, "Lucie", Role.COWORKER))

    answer = browser.post(
        f"/{week.place.slug}/{week.slug}/programme/{session.slug}/change/",
        {
            "title": "Café", "day": "2026-11-25", "starts": "14:00", "minutes": "60",
            "repeat": ["2026-11-26", "2026-11-27"], "room": room.pk,
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert times(session) == ["Wed 14:00", "Thu 14:00", "Fri 17:00"]


def test_every_week_until_the_end_is_one_session(sign_in: SignIn) -> None:
    week = make_week_with_rooms()
    week.ends_on = week.starts_on + timedelta(weeks=5)
    week.save()
    browser = sign_in(make_person(week.place, "Lucie", Role.COWORKER))

    browser.post(
        f"/{week.place.slug}/{week.slug}/programme/propose/",
        {
            "title": "WikiSchool", "day": "2026-11-26", "starts": "14:00", "minutes": "90",
            "weekly": "on", "room": room_of(week).pk,
        },
    )  # fmt: skip

    session = Session.objects.get()
    assert times(session) == ["Thu 14:00"] * 5
    assert session.changes.count() == 1

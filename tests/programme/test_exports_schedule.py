"""schedule.xml and schedule.json, against the schemas of those who read them."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Room
from openweek.programme import actions
from openweek.programme.exports import schedule_json, schedule_xml
from openweek.programme.models import Session, Slot
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_place, make_room
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

SCHEMAS = Path(__file__).parents[3] / "shared/data/schemas"
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the schemas of the c3voc are not beside the repository"
)


def as_json(week: Week) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(schedule_json.render(week))
    return told["schedule"]["conference"]  # type: ignore[no-any-return]


def events(week: Week) -> dict[str, dict[str, Any]]:
    """By their titles; each knows the number of its day."""
    return {
        event["title"]: {**event, "day": day["index"]}
        for day in as_json(week)["days"]
        for found in day["rooms"].values()
        for event in found
    }


def both_are_valid(week: Week) -> None:
    schema = json.loads((SCHEMAS / "schedule.schema.json").read_text())
    jsonschema.validate(
        json.loads(schedule_json.render(week)),
        schema,
        cls=jsonschema.Draft6Validator,
        format_checker=jsonschema.Draft6Validator.FORMAT_CHECKER,
    )
    xmlschema.XMLSchema(str(SCHEMAS / "schedule.xml.xsd")).validate(
        schedule_xml.render(week).decode()
    )


def a_week_with_everything() -> Week:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    wikischool = make_format(week.place)
    make_session(
        week, "Pain", span(week, room_of(week, 1)), facilitator="Nour, Ali,, Nour",
        summary="On pétrit", description="À **deux** mains\n\nEt au four", track="1. Cuisine",
        language="fr", format=wikischool, seats=8, source_url="https://example.org/pain?a=1&b=2",
    )  # fmt: skip
    make_session(week, "Yoga", *(span(week, room_of(week), day, "08:00") for day in week.days[3:]))
    make_session(week, "Veillée", span(week, room_of(week), WEDNESDAY, "22:00", 300))
    make_session(week, "Étoiles", span(week, None, THURSDAY, "01:30"), track="Ciel")
    make_session(week, "De loin", span(week), remote_url="https://example.org/salon")
    make_session(week, "Sans heure")
    gone = make_session(week, "Parti", span(week, room_of(week), at="16:00"))
    actions.remove_session(session=gone, by=SOMEBODY)
    held = make_session(week, "Pas vu", span(week, room_of(week), at="17:00"))
    Session.objects.filter(pk=held.pk).update(held_at=clock.now())
    return week


@needs_schemas
def test_a_week_with_everything_is_valid() -> None:
    both_are_valid(a_week_with_everything())


@needs_schemas
def test_an_empty_week_is_valid() -> None:
    both_are_valid(make_week_with_rooms())


def test_what_is_told_is_what_happens() -> None:
    week = a_week_with_everything()
    told = events(week)

    assert set(told) == {"Pain", "Yoga", "Veillée", "Étoiles", "De loin"}
    bread = told["Pain"]
    assert bread["persons"] == [{"name": "Nour"}, {"name": "Ali"}]
    assert (bread["track"], bread["type"], bread["language"]) == ("1. Cuisine", "WikiSchool", "fr")
    assert (bread["date"], bread["duration"]) == ("2026-11-26T10:00:00+01:00", "01:00")
    assert bread["recording_license"] == week.licence
    assert bread["origin_url"] == "https://example.org/pain?a=1&b=2"


def test_both_formats_tell_the_same() -> None:
    week = a_week_with_everything()
    root = ET.fromstring(schedule_xml.render(week))  # noqa: S314  ours

    assert root[0].tag == "generator"
    told = {event.findtext("title"): event for event in root.iter("event")}
    for title, event in events(week).items():
        assert told[title].get("guid") == event["guid"]
        for name in ("room", "date", "duration", "slug", "abstract", "description", "url"):
            assert (told[title].findtext(name) or "") == event[name]


def test_the_night_belongs_to_the_day_before() -> None:
    week = a_week_with_everything()
    days = {day["index"]: day for day in as_json(week)["days"]}
    stars = events(week)["Étoiles"]

    assert stars["date"].startswith("2026-11-26T01:30")
    assert days[stars["day"]]["date"] == "2026-11-25"
    assert days[stars["day"]]["day_start"] <= stars["date"] < days[stars["day"]]["day_end"]


def test_the_first_night_has_no_day_before() -> None:
    week = make_week_with_rooms()
    with clock.at(clock.now() - timedelta(days=5)):
        make_session(week, "Minuit", span(week, None, date(2026, 11, 23), "00:30"))

    (day, *_others) = as_json(week)["days"]
    assert events(week)["Minuit"]["day"] == 1
    assert day["day_start"] == "2026-11-23T00:00:00+01:00"


def test_guids_stay_over_moves_and_undo() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week, room_of(week)))
    rooms = {room["name"]: room["guid"] for room in as_json(week)["rooms"]}
    guid = events(week)["Pain"]["guid"]

    change = actions.move_session(
        slot=slot_of(session), span=span(week, room_of(week, 1), at="15:00"), by=SOMEBODY
    )
    assert change is not None
    moved = events(week)["Pain"]
    actions.undo_change(change=change, by=SOMEBODY)
    actions.remove_session(session=session, by=SOMEBODY)
    actions.restore_session(session=session, by=SOMEBODY)

    assert (moved["room"], moved["guid"]) == ("Cuisine", guid)
    assert events(week)["Pain"]["guid"] == guid
    assert {room["name"]: room["guid"] for room in as_json(week)["rooms"]} == rooms


def test_what_has_no_room_is_always_in_the_same_one() -> None:
    week = make_week_with_rooms()
    make_session(week, "Dehors", span(week))
    (nowhere,) = (room for room in as_json(week)["rooms"] if room["capacity"] is None)

    make_session(week, "Encore dehors", span(week, at="12:00"))
    (still,) = (room for room in as_json(week)["rooms"] if room["capacity"] is None)

    assert still == nowhere
    assert events(week)["Dehors"]["room"] == nowhere["name"]
    assert not Room.objects.filter(guid=nowhere["guid"]).exists()


@needs_schemas
def test_two_rooms_of_one_name_stay_two() -> None:
    week = make_week_with_rooms("Cuisine")
    twin = make_room(week.place, "Cuisine")
    week_actions.choose_rooms(week=week, rooms=[room_of(week), twin], by=SOFTWARE)
    make_session(week, "Pain", span(week, room_of(week)))
    make_session(week, "Soupe", span(week, twin))

    assert events(week)["Pain"]["room"] != events(week)["Soupe"]["room"]
    both_are_valid(week)


@needs_schemas
@pytest.mark.parametrize("slug", ["a", "2026", "semaine-d-ete", "x-y"])
def test_any_address_makes_an_acronym(slug: str) -> None:
    week = week_actions.create_week(
        place=make_place("Z"), title="?", slug=slug, days=(WEDNESDAY, THURSDAY), by=SOFTWARE
    )
    both_are_valid(week)


@needs_schemas
@pytest.mark.parametrize(
    "zone", ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Asia/Gaza"]
)
def test_any_zone_is_valid(zone: str) -> None:
    week = make_week_with_rooms()
    week.place.timezone = zone
    week.place.save()
    make_session(week, "Pain", span(Week.objects.get(pk=week.pk), room_of(week)))

    both_are_valid(Week.objects.get(pk=week.pk))


anything = st.text(max_size=250)


@needs_schemas
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=anything, people=anything, track=st.text(max_size=120), language=st.text(max_size=12),
    room=st.text(max_size=120), summary=anything, address=anything,
    minutes=st.integers(min_value=1, max_value=9000),
)  # fmt: skip
def test_whatever_people_typed_is_valid(  # noqa: PLR0917  named by the strategies
    title: str, people: str, track: str, language: str, room: str, summary: str, address: str,
    minutes: int,
) -> None:  # fmt: skip
    """Straight into the tables: an import or an older version may have let it in."""
    week = _the_only_week()
    Room.objects.filter(place=week.place).update(name=_storable(room))
    Session.objects.filter(week=week).update(
        title=_storable(title), facilitator=_storable(people), track=_storable(track),
        language=_storable(language), summary=_storable(summary), description=_storable(summary),
        source_url=_storable(address),
    )  # fmt: skip
    slot = Slot.objects.get(session__week=week)
    Slot.objects.filter(pk=slot.pk).update(ends_at=slot.starts_at + timedelta(minutes=minutes))

    both_are_valid(week)


def _the_only_week() -> Week:
    found = Week.objects.select_related("place").first()
    if found is None:
        found = make_week_with_rooms("Cuisine")
        make_session(found, "Pain", span(found, room_of(found)), format=make_format(found.place))
    return found


def _storable(text: str) -> str:
    """A database of either kind takes neither half characters nor, on PostgreSQL, a zero."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")

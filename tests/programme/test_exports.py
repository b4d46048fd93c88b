"""What every export promises."""

import pytest
from openweek.programme.exports import ics, schedule_json, schedule_xml
from tests.factories.programme import make_session, make_week_with_rooms, room_of, span, make_format
import json, xmlschema, jsonschema

def test_x():
    week = make_week_with_rooms()
    make_session(week, "Pain", span(week, room_of(week)), facilitator="Nour, Ali", track="1 Cuisine", description="a\n\nb")
    make_session(week, "Dehors", span(week, None, at="23:30", minutes=300))
    print(ics.render(week).decode())
    j = schedule_json.render(week)
    jsonschema.validate(json.loads(j), json.load(open("/work/shared/data/schemas/schedule.schema.json")), format_checker=jsonschema.FormatChecker())
    x = schedule_xml.render(week)
    print(j.decode()); print(x.decode())
    xmlschema.XMLSchema("/work/shared/data/schemas/schedule.xml.xsd").validate(x.decode())

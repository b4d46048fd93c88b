"""Four real programmes come in, go out in each of our formats, and come in again the same.

What each of them loses on its way in:

- 36c3 (schedule.xml): types, licences, links, attachments and picture addresses, which a session
  has no place for; three of 1,351 events carry a guid that another has too, and get a new one; one
  says no length, and is kept without a time.
- FOSDEM 2021 (schedule.xml): the same, and HTML becomes Markdown; it has neither guids, languages
  nor addresses; its hours name no zone, and are the place's.
- PyCon FR 2025 (pretalx's JSON): people's biographies and pictures; five breaks, which say neither
  where nor how long.
- JRES 2022 (a calendar): one event of no length is kept without a time; it knows nobody by name.

On the way out and in again, sessions without a time are lost by schedule.xml, schedule.json and
the calendar, which only know times; the calendar moreover says a summary and a description as one
text, and no language.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from openweek.ground.authors import SOFTWARE
from openweek.programme import actions, importing
from openweek.programme.exports import ics, programme_csv, schedule_json, schedule_xml
from openweek.programme.importing import Programme, Wanted
from openweek.programme.models import Change, Session, Slot
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_place

SCHEDULES = Path(__file__).parents[3] / "shared" / "data" / "schedules"


@dataclass(frozen=True)
class Real:
    file: str
    days: tuple[date, date]
    events: int
    placed: int


REAL = [
    Real("36c3.schedule.xml.gz", (date(2019, 12, 25), date(2019, 12, 31)), 1351, 1350),
    Real("fosdem-2021.xml.gz", (date(2021, 2, 6), date(2021, 2, 7)), 773, 773),
    Real("pyconfr-2025.pretalx.json.gz", (date(2025, 10, 30), date(2025, 11, 2)), 93, 93),
    Real("jres-2022.ics", (date(2022, 5, 17), date(2022, 5, 20)), 120, 119),
]
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not SCHEDULES.exists(), reason="the real schedules are not here"),
]


def empty_week(days: tuple[date, date]) -> Week:
    return week_actions.create_week(place=make_place(), title="Reprise", days=days, by=SOFTWARE)


def read(week: Week, content: bytes) -> Programme:
    return importing.read(content, actions.where_of(week))


def take_in(week: Week, content: bytes) -> actions.Imports:
    return actions.import_programme(
        week=week, programme=read(week, content), by=SOFTWARE, wanted=Wanted(extend=True)
    )


def told(week: Week, *, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Each time of the programme, with what a visitor would say of it."""
    slots = Slot.objects.filter(session__week=week, cancelled_at__isnull=True)
    rows = [
        {
            "guid": str(slot.guid),
            "title": slot.session.title,
            "from": slot.starts_at,
            "to": slot.ends_at,
            "room": slot.room.name if slot.room else "",
            "track": slot.session.track,
            "language": slot.session.language,
            "persons": slot.session.facilitator,
            "summary": slot.session.summary,
            "description": slot.session.description,
            "url": slot.session.source_url,
        }
        for slot in slots.select_related("session", "room")
    ]
    shown = [{name: row[name] for name in row if name not in without} for row in rows]
    return sorted(shown, key=lambda row: row["guid"])


@pytest.mark.parametrize("real", REAL, ids=lambda real: real.file)
def test_a_real_programme_comes_in_whole_and_twice_changes_nothing(real: Real) -> None:
    week = empty_week(real.days)
    content = (SCHEDULES / real.file).read_bytes()

    first = take_in(week, content)
    slots = Slot.objects.filter(session__week=week)
    assert len(first.plan.programme.rows) == real.events
    assert slots.count() == real.placed
    assert slots.filter(room=None).count() == sum(
        1 for row in first.plan.programme.rows if row.start and not row.room
    )
    assert Change.objects.filter(week=week).count() == Session.objects.filter(week=week).count()

    again = take_in(week, content)
    assert again.batch is None
    assert again.plan.is_empty
    assert Change.objects.filter(week=week).count() == Session.objects.filter(week=week).count()


@pytest.mark.parametrize("real", REAL, ids=lambda real: real.file)
@pytest.mark.parametrize(
    ("export", "without"),
    [
        (schedule_xml, ()),
        (schedule_json, ()),
        (ics, ("language", "summary", "description", "url")),
        (programme_csv, ("url",)),
    ],
    ids=["xml", "json", "ics", "csv"],
)
def test_what_goes_out_comes_in_again_the_same(
    real: Real, export: Any, without: tuple[str, ...]
) -> None:
    week = empty_week(real.days)
    take_in(week, (SCHEDULES / real.file).read_bytes())
    before = told(week, without=without)
    content = export.render(week)

    # Into the same week: nothing changes.
    assert take_in(week, content).batch is None

    # Into an empty one, in an installation that never saw it.
    place = week.place
    week.delete()
    other = week_actions.create_week(place=place, title="Reprise", days=real.days, by=SOFTWARE)
    take_in(other, content)
    assert told(other, without=without) == before

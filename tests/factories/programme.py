"""Sessions, as a test would tell of them. Hours are those of the place."""

from datetime import date, time, timedelta
from typing import Any

from openweek.commons import actions as commons_actions
from openweek.commons.models import Format
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.hours import to_utc
from openweek.place.models import Place, Room
from openweek.programme import actions
from openweek.programme.models import Session, Slot, Span
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_room, make_week

WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
SOMEBODY = Author(name="Nour", passer_by="n0ur")


def make_week_with_rooms(*names: str) -> Week:
    """Open from Monday 23 to Friday 27 November 2026, nine to six."""
    week = make_week()
    rooms = [make_room(week.place, name) for name in names or ("Grande salle", "Cuisine")]
    week_actions.choose_rooms(week=week, rooms=rooms, by=SOFTWARE)
    return week


def room_of(week: Week, place: int = 0) -> Room:
    return list(week.rooms.all())[place]


def span(
    week: Week, room: Room | None = None, day: date = THURSDAY, at: str = "10:00", minutes: int = 60
) -> Span:
    starts_at = to_utc(day, time.fromisoformat(at), week.place.zone)
    return Span(starts_at, starts_at + timedelta(minutes=minutes), room)


def make_session(
    week: Week, title: str = "Pain au levain", *spans: Span, by: Author = SOMEBODY, **details: Any
) -> Session:
    return actions.propose_session(week=week, title=title, by=by, spans=spans, **details)


def slot_of(session: Session) -> Slot:
    return session.slots.get(cancelled_at__isnull=True)


def make_format(place: Place, title: str = "WikiSchool") -> Format:
    return commons_actions.create_format(
        place=place, title=title, purpose="Apprendre ensemble", by=SOFTWARE, duration_minutes=90
    )

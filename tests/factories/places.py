"""A place, its people and a week, as a test would tell of them."""

from datetime import UTC, date, datetime, time, timedelta

from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.place.models import Person, Place, Role, Room
from openweek.week import actions as week_actions
from openweek.week.models import Week

# A Wednesday, ten in the morning in Paris.
WEDNESDAY_TEN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def make_place(name: str = "Le Préau") -> Place:
    return place_actions.create_place(name=name, by=SOFTWARE, city="Saint-Étienne")


def make_person(place: Place, name: str = "Camille", role: str = Role.CONCIERGE) -> Person:
    return place_actions.add_person(
        place=place,
        name=name,
        role=role,
        by=SOFTWARE,
        email=f"{name.lower()}@example.org",
    )


def make_room(place: Place, name: str = "Grande salle") -> Room:
    return place_actions.add_room(place=place, name=name, by=SOFTWARE, seats=20)


def make_week(place: Place | None = None, *, starts_on: date = MONDAY) -> Week:
    """Five days, open from nine to six."""
    week = week_actions.create_week(
        place=place or make_place(),
        title="OpenWeek de novembre",
        days=(starts_on, starts_on + timedelta(days=4)),
        by=SOFTWARE,
    )
    week_actions.set_opening_hours(
        week=week, hours={day: (time(9), time(18)) for day in week.days}, by=SOFTWARE
    )
    return week

"""Fill a data folder with a week of today, and 300 visitors whom the desk expects just now.

Prints the cookie of who keeps the desk and the numbers of the visits, as JSON.
"""

import json
import random
from datetime import time, timedelta
from uuid import uuid4

from benchmarks.programme.fill import cookie_of  # sets Django up

from openweek.config.prepare import prepare  # isort: skip
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.actions import add_person, create_place
from openweek.place.models import Role
from openweek.visits.actions import register_visit
from openweek.visits.queries import current_half
from openweek.week.actions import create_week, set_opening_hours

EXPECTED = 300
CAPACITY = 5000
NAMES = ["Jeanne", "Karim", "Lou", "Inès", "Odette", "Anselme", "Nadia", "Hélène", "Jo", "Lucie"]


def fill() -> dict[str, object]:
    """One week around today, open day and night, so that it can be run at any hour."""
    chance = random.Random(42)
    place = create_place(name="Lieu", by=SOFTWARE)
    keeper = add_person(place=place, name="Nadia", by=SOFTWARE, role=Role.CONCIERGE)
    today = clock.today(place.zone)
    week = create_week(
        place=place, title="Semaine", days=(today, today + timedelta(days=6)), by=SOFTWARE,
        capacity=CAPACITY,
    )  # fmt: skip
    hours = dict.fromkeys(week.days, (time(0), time(23, 59)))
    set_opening_hours(week=week, hours=hours, by=SOFTWARE)
    half = current_half(week)
    assert half is not None
    visits = [
        register_visit(
            week=week, name=f"{chance.choice(NAMES)} {n}", halves=[half], once=uuid4(),
            by=SOFTWARE,
        ).visit.number
        for n in range(EXPECTED)
    ]  # fmt: skip
    return {"cookie": cookie_of(keeper), "visits": visits}


if __name__ == "__main__":
    prepare()
    print(json.dumps(fill()))

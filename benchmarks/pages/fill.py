"""Fill a data folder with one week: sessions in eight rooms, through the house's own actions.

The number of sessions is the first word of the command line; 300 without one.
"""

import os
import random
import sys
from datetime import datetime, time, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openweek.config.settings")
django.setup()

from openweek.config.prepare import prepare  # noqa: E402  models need the application ready
from openweek.ground import clock  # noqa: E402
from openweek.ground.authors import SOFTWARE  # noqa: E402
from openweek.place.actions import add_room, create_place  # noqa: E402
from openweek.programme.actions import propose_session  # noqa: E402
from openweek.programme.models import Span  # noqa: E402
from openweek.week.actions import create_week, set_opening_hours  # noqa: E402

ROOMS = 8
OPENS, CLOSES = time(8), time(22)
WORDS = "atelier marche lecture soudure jardin photo comptes chanson vélo carte recette histoire"


def fill(count: int) -> None:
    """The same week each time, so that two runs measure the same page."""
    chance = random.Random(42)
    words = WORDS.split()
    place = create_place(name="Lieu", by=SOFTWARE)
    rooms = [add_room(place=place, name=f"Salle {n + 1}", by=SOFTWARE) for n in range(ROOMS)]
    today = clock.today(place.zone)
    monday = today - timedelta(days=today.weekday())
    days = (monday, monday + timedelta(days=6))
    week = create_week(place=place, title="Semaine", days=days, by=SOFTWARE)
    set_opening_hours(week=week, hours=dict.fromkeys(week.days, (OPENS, CLOSES)), by=SOFTWARE)
    with clock.at(datetime.combine(monday - timedelta(days=3), OPENS, place.zone)):
        slots = [
            Span(start, start + timedelta(minutes=75), room)
            for day in week.days
            for step in range(8)
            for room in rooms
            if (start := datetime.combine(day, OPENS, place.zone) + step * timedelta(minutes=90))
        ]
        chance.shuffle(slots)
        for number, span in enumerate(slots[:count]):
            title = " ".join(chance.sample(words, 3)).capitalize()
            propose_session(
                week=week,
                title=f"{title} {number}",
                by=SOFTWARE,
                spans=[span],
                summary="On essaie ensemble, on note ce qui marche, on recommence demain.",
                facilitator=chance.choice(["Nadia", "Karim", "Hélène", "Jo"]),
            )


if __name__ == "__main__":
    prepare()
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 300)

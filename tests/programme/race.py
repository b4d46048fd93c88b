"""Fifty connections want one room, on the database that OPENWEEK_DATABASE_URL names.

Run by itself, since settings are read once; says what became of each.
"""

import threading
from collections import Counter
from collections.abc import Callable

from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.programme import actions
from openweek.programme.models import Session, Slot
from tests.factories.places import WEDNESDAY_TEN
from tests.factories.programme import make_session, make_week_with_rooms, room_of, span

RUNNERS = 50


def race(attempt: Callable[[int], str], runners: int) -> list[str]:
    results: list[str] = []
    together = threading.Barrier(runners)

    def run(number: int) -> None:
        together.wait()
        with clock.at(WEDNESDAY_TEN):
            results.append(attempt(number))
        connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def main() -> dict[str, object]:
    call_command("migrate", verbosity=0)
    call_command("migrate", "programme", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    with clock.at(WEDNESDAY_TEN):
        week = make_week_with_rooms("Grande salle", "Cuisine")
        held = [make_session(week, title) for title in ("Un", "Deux")]
    hall, kitchen = room_of(week, 0), room_of(week, 1)

    def propose(number: int) -> str:
        try:
            made = actions.propose_session(
                week=week, title=f"Moment {number}", by=SOFTWARE, spans=[span(week, hall)]
            )
        except actions.RoomTaken as taken:
            offered = taken.alternatives
            return f"offered {offered.rooms[0].name} and {len(offered.times)} times"
        return "won" if made.pk else ""

    def insert(number: int) -> str:
        """Past every lock of ours: the database alone decides."""
        wanted = span(week, kitchen)
        try:
            Slot.objects.create(
                session=held[number], room=kitchen, starts_at=wanted.starts_at,
                ends_at=wanted.ends_at,
            )  # fmt: skip
        except IntegrityError:
            return "refused"
        except OperationalError as refusal:
            # Two that wait for one another: PostgreSQL lets one of them go on.
            if "deadlock" not in str(refusal):
                raise
            return "refused"
        return "won"

    return {
        "vendor": connection.vendor,
        "proposals": Counter(race(propose, RUNNERS)),
        "numbers": sorted(Session.objects.values_list("changes__number", flat=True)),
        "inserts": race(insert, 2),
        "slots": Slot.objects.filter(cancelled_at__isnull=True).count(),
    }

"""Many at the same moment, each with a connection of their own; whatever the database is."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection, connections

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place import actions as place_actions
from openweek.place.models import Letter
from openweek.visits import actions, queries
from openweek.visits.actions.waiting import move_up
from openweek.visits.models import Visit
from openweek.visits.refusals import NoSeatLeft
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import WEDNESDAY_TEN, make_place, make_week
from tests.factories.visits import THURSDAY_MORNING, make_visit, make_waiting, register

THREADS = 10
Given = TypeVar("Given")
Done = TypeVar("Done")


def at_once(deed: Callable[[Given], Done], given: list[Given]) -> Iterator[Done]:
    """The first of each thread wait for one another; the rest follow as they come."""
    ready = threading.Barrier(THREADS)
    mine = threading.local()

    def run(what: Given) -> Done:
        if not hasattr(mine, "began"):
            mine.began = True
            ready.wait(timeout=30)
        try:
            with clock.at(WEDNESDAY_TEN):
                return deed(what)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(run, given)


def fifty_for_the_last_seat() -> tuple[int, int]:
    """How many of them got it, and how many seats are then taken, of two."""
    week = make_week(make_place("Cinquante"))
    week_actions.change_week(week=week, title=week.title, by=SOFTWARE, capacity=2)
    make_visit(week, "Jeanne", THURSDAY_MORNING)

    def race(name: str) -> bool:
        try:
            register(week, name, THURSDAY_MORNING)
        except NoSeatLeft:
            return False
        return True

    winners = sum(at_once(race, [f"N{n}" for n in range(50)]))
    return winners, queries.seats_taken(week)[THURSDAY_MORNING]


def one_form_ten_times() -> int:
    """How many visits it made."""
    week = make_week(make_place("Dix fois"))

    def send(once: UUID) -> int:
        return register(week, "Jeanne", THURSDAY_MORNING, once=once).visit.pk

    made = set(at_once(send, [uuid4()] * THREADS))
    return max(len(made), Visit.objects.filter(week=week).count())


def ten_desks_for_one_visitor() -> int:
    """How many of them were the first."""
    visit = make_visit(make_week(make_place("Dix accueils")))

    def let_in(_desk: int) -> bool:
        return actions.check_in(visit=Visit.objects.get(pk=visit.pk), by=SOFTWARE).is_new

    return sum(at_once(let_in, list(range(THREADS))))


def ten_look_at_a_line_for_three_seats() -> tuple[int, int, int]:
    """How many got a seat, how many seats are then taken, and how many were told."""
    week = make_week(make_place("Dix regards"))
    for number in range(8):
        make_waiting(week, f"N{number}", email=f"n{number}@example.org")
    week_actions.change_week(week=week, title=week.title, by=SOFTWARE, capacity=3)

    def look(_who: int) -> int:
        return len(move_up(week=Week.objects.select_related("place").get(pk=week.pk), by=SOFTWARE))

    moved = sum(at_once(look, list(range(THREADS))))
    told = Letter.objects.filter(place=week.place).count()
    return moved, queries.seats_taken(week)[THURSDAY_MORNING], told


def fifty_letters_to_one_address() -> int:
    """How many of them were written."""

    def write(_which: int) -> bool:
        letter = place_actions.write_letter(
            to="victim@example.org", subject="x", text="x", by=SOFTWARE
        )
        return letter is not None

    return sum(at_once(write, list(range(50))))


def main() -> dict[str, object]:
    """All of them, on an empty database that the settings name."""
    call_command("migrate", verbosity=0)
    with clock.at(WEDNESDAY_TEN):
        return {
            "vendor": connection.vendor,
            "last seat": fifty_for_the_last_seat(),
            "forms": one_form_ten_times(),
            "desks": ten_desks_for_one_visitor(),
            "line": ten_look_at_a_line_for_three_seats(),
            "letters": fifty_letters_to_one_address(),
        }

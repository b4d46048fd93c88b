"""Ten hands at the same moment for one small task; see tests.visits.race."""

from uuid import uuid4

from openweek.ground.authors import Author
from openweek.place.models import Role, SmallTask
from openweek.place.tasks import Brought, bring_task, claim_task, finish_task
from tests.factories.places import make_person, make_place
from tests.factories.tasks import author_of, make_task
from tests.visits.race import THREADS, at_once


def ten_hands_for_one_task() -> tuple[int, int]:
    """How many of them got it, and how many were the one who did it."""
    place = make_place("Dix mains")
    task = make_task(place, make_person(place, "Lou", Role.COWORKER))

    def take(number: int) -> bool:
        return claim_task(task=task, by=Author(name=f"N{number}", passer_by=f"{number}"))

    def end(number: int) -> bool:
        return finish_task(task=task, by=Author(name=f"N{number}", passer_by=f"{number}"))

    taken = sum(at_once(take, list(range(THREADS))))
    return taken, sum(at_once(end, list(range(THREADS))))


def one_task_brought_ten_times() -> int:
    """How many then are on the board."""
    place = make_place("Dix envois")
    lou = make_person(place, "Luce", Role.COWORKER)
    once = uuid4()

    def bring(_time: int) -> int:
        brought = Brought(title="Arroser")
        return bring_task(place=place, person=lou, brought=brought, once=once, by=author_of(lou)).pk

    made = set(at_once(bring, list(range(THREADS))))
    return max(len(made), SmallTask.objects.filter(place=place).count())

"""Small tasks on a place's board, as a test would tell of them."""

from typing import Any
from uuid import uuid4

from openweek.ground.authors import Author
from openweek.place.models import Person, Place, SmallTask
from openweek.place.tasks import Brought, bring_task, claim_task, finish_task


def author_of(person: Person) -> Author:
    return Author(name=person.name, person_id=person.pk)


def make_task(
    place: Place, person: Person, title: str = "Arroser les plantes", **said: Any
) -> SmallTask:
    return bring_task(
        place=place, person=person, brought=Brought(title=title, **said),
        once=uuid4(), by=author_of(person),
    )  # fmt: skip


def done_by(task: SmallTask, author: Author) -> SmallTask:
    claim_task(task=task, by=author)
    finish_task(task=task, by=author)
    task.refresh_from_db()
    return task

"""Small tasks: unimportant, never urgent, taken on by whoever likes to.

Each verb is one transaction and one event. What a task is for is said by its ``subject``, the
name of a row such as ``programme.session:12``.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line
from openweek.place.models import Place, SmallTask

# Of one subject: more is no list of small things any more.
MOST = 40
TITLE_LENGTH = 200


def subject_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def tasks_of(subject: Model) -> QuerySet[SmallTask]:
    """In their order; those that are done stay, to be thanked for."""
    return SmallTask.objects.filter(subject=subject_of(subject)).order_by("position", "pk")


@transaction.atomic
def add_task(*, place: Place, subject: Model, title: str, by: Author) -> SmallTask:
    """The last one. Sent twice, while nobody has taken it on, it is there once."""
    _hold(place)
    there = tasks_of(subject)
    sent_before = there.filter(title=title, claimed_at__isnull=True, done_at__isnull=True).first()
    if sent_before is not None:
        return sent_before
    if there.count() >= MOST:
        raise ValidationError(_("There are many small tasks here already."), code="many")
    task = _create(place, subject, title, by)
    events.record("place.task_added", by=by, subject=task, place_id=place.pk)
    return task


@transaction.atomic
def from_lines(*, place: Place, subject: Model, lines: str, by: Author) -> list[SmallTask]:
    """What usually is to be done, one a line; nothing where there are tasks already."""
    titles = list(dict.fromkeys(_titles(lines.splitlines())))[:MOST]
    if not titles or tasks_of(subject).exists():
        return []
    made = [_create(place, subject, title, by, position) for position, title in enumerate(titles)]
    events.record(
        "place.tasks_laid_out", by=by, subject=subject, place_id=place.pk,
        data={"tasks": [task.pk for task in made]},
    )  # fmt: skip
    return made


def _titles(lines: Iterable[str]) -> Iterable[str]:
    cleaned = (clean_line(line.lstrip("-*• \t"))[:TITLE_LENGTH] for line in lines)
    return (line for line in cleaned if line)


def _create(
    place: Place, subject: Model, title: str, by: Author, position: int | None = None
) -> SmallTask:
    return SmallTask.objects.create(
        place=place, subject=subject_of(subject), title=title, created_at=clock.now(),
        position=tasks_of(subject).count() if position is None else position,
        author_key=by.key, author_name=by.name,
    )  # fmt: skip


@transaction.atomic
def claim_task(*, task: SmallTask, by: Author) -> bool:
    """Take it on; False when somebody has it, or has done it already."""
    free = SmallTask.objects.filter(pk=task.pk, claimed_at__isnull=True, done_at__isnull=True)
    if not free.update(claimed_at=clock.now(), claimed_key=by.key, claimed_name=by.name):
        return False
    events.record("place.task_claimed", by=by, subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def leave_task(*, task: SmallTask, by: Author) -> bool:
    """Somebody else may take it on; False when nobody had it, or it is done."""
    held = SmallTask.objects.filter(pk=task.pk, claimed_at__isnull=False, done_at__isnull=True)
    if not held.update(claimed_at=None, claimed_key="", claimed_name=""):
        return False
    events.record("place.task_left", by=by, subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def finish_task(*, task: SmallTask, by: Author) -> bool:
    """It is done, by whoever had it or else by whoever says so."""
    now = clock.now()
    open_ones = SmallTask.objects.filter(pk=task.pk, done_at__isnull=True)
    if not open_ones.update(done_at=now):
        return False
    SmallTask.objects.filter(pk=task.pk, claimed_at__isnull=True).update(
        claimed_at=now, claimed_key=by.key, claimed_name=by.name
    )
    events.record("place.task_finished", by=by, subject=task, place_id=task.place_id)
    return True


def forget_author(*, author_key: str) -> None:
    """Take somebody’s name off their tasks: a part of the deed and event that forgets them."""
    SmallTask.objects.filter(author_key=author_key).update(author_name="")
    SmallTask.objects.filter(claimed_key=author_key).update(claimed_name="")


def _hold(place: Place) -> None:
    """One list is written by one at a time."""
    list(Place.objects.select_for_update(no_key=True).filter(pk=place.pk).values_list("pk"))

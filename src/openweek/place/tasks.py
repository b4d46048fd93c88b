"""Small tasks: unimportant, never urgent, taken on by whoever likes to.

Each verb is one transaction and one event. What a task is for is said by its ``subject``, the
name of a row such as ``programme.session:12``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import clean_line
from openweek.place.models import Person, Place, SmallTask

# Of one subject: more is no list of small things any more.
MOST = 40
TITLE_LENGTH = 200
# Somebody without an account gave a name for the time of a task, not for ever.
FORGET_DOER = "place.forget_doer"
DOER_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Brought:
    """What somebody says of a small task that they bring to the place's board."""

    title: str
    more: str = ""
    size: str = ""  # of place.models.Size; empty where nobody can say
    # Of the place itself rather than of whoever brings it.
    is_of_place: bool = False
    # For the eyes of whoever brings it alone.
    is_private: bool = False
    is_for_visitors: bool = False


def subject_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def tasks_of(subject: Model) -> QuerySet[SmallTask]:
    """In their order; those that are done stay, to be thanked for."""
    rows = SmallTask.objects.filter(subject=subject_of(subject), removed_at__isnull=True)
    return rows.order_by("position", "pk")


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
def bring_task(
    *, place: Place, person: Person, brought: Brought, once: UUID, by: Author
) -> SmallTask:
    """Lay a task of one's own, or of the place, on the board; the same form twice lays one.

    A private one is nobody else's business: a visitor can't help with it. At most forty that are
    not done yet for each person, or it is no list of small things any more.
    """
    _hold(place)
    sent_before = SmallTask.objects.filter(place=place, once=once).first()
    if sent_before is not None:
        return sent_before
    theirs = SmallTask.objects.filter(
        place=place, subject="", author_key=by.key, done_at__isnull=True, removed_at__isnull=True
    )
    if theirs.count() >= MOST:
        raise ValidationError(
            _("You have brought many small tasks already: do one, or remove one."), code="many"
        )
    task = SmallTask.objects.create(
        place=place, once=once, title=brought.title, more=brought.more, size=brought.size,
        owner=None if brought.is_of_place else person,
        is_private=brought.is_private and not brought.is_of_place,
        is_for_visitors=brought.is_for_visitors and not brought.is_private,
        created_at=clock.now(), author_key=by.key, author_name=by.name,
    )  # fmt: skip
    events.record("place.task_brought", by=by, subject=task, place_id=place.pk)
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
    free = SmallTask.objects.filter(
        pk=task.pk, claimed_at__isnull=True, done_at__isnull=True, removed_at__isnull=True
    )
    if not free.update(claimed_at=clock.now(), claimed_key=by.key, claimed_name=by.name):
        return False
    _forget_later(task, by)
    events.record("place.task_claimed", by=_as_said(by), subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def leave_task(*, task: SmallTask, by: Author) -> bool:
    """Somebody else may take it on; False when nobody had it, or it is done."""
    held = SmallTask.objects.filter(pk=task.pk, claimed_at__isnull=False, done_at__isnull=True)
    if not held.update(claimed_at=None, claimed_key="", claimed_name=""):
        return False
    events.record("place.task_left", by=_as_said(by), subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def finish_task(*, task: SmallTask, by: Author) -> bool:
    """It is done, by whoever had it or else by whoever says so."""
    now = clock.now()
    open_ones = SmallTask.objects.filter(pk=task.pk, done_at__isnull=True, removed_at__isnull=True)
    if not open_ones.update(done_at=now):
        return False
    unclaimed = SmallTask.objects.filter(pk=task.pk, claimed_at__isnull=True)
    if unclaimed.update(claimed_at=now, claimed_key=by.key, claimed_name=by.name):
        _forget_later(task, by)
    events.record("place.task_finished", by=_as_said(by), subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def reopen_task(*, task: SmallTask, by: Author) -> bool:
    """It was not done after all: whoever had it has it again, and thanks are taken back."""
    done = SmallTask.objects.filter(pk=task.pk, done_at__isnull=False, removed_at__isnull=True)
    if not done.update(done_at=None, thanked_at=None, thanked_by=""):
        return False
    events.record("place.task_reopened", by=_as_said(by), subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def thank_task(*, task: SmallTask, by: Author) -> bool:
    """Say thank you to whoever did it; the first to say so is named."""
    done = SmallTask.objects.filter(
        pk=task.pk, done_at__isnull=False, thanked_at__isnull=True, removed_at__isnull=True
    )
    if not done.update(thanked_at=clock.now(), thanked_by=by.name):
        return False
    events.record("place.task_thanked", by=by, subject=task, place_id=task.place_id)
    return True


@transaction.atomic
def remove_task(*, task: SmallTask, by: Author) -> bool:
    """Off the board, unless it is done: what was done stays, and is counted."""
    there = SmallTask.objects.filter(pk=task.pk, done_at__isnull=True, removed_at__isnull=True)
    if not there.update(removed_at=clock.now()):
        return False
    events.record("place.task_removed", by=by, subject=task, place_id=task.place_id)
    return True


def forget_author(*, author_key: str, name: str = "") -> None:
    """Take somebody’s name off their tasks: a part of the deed and event that forgets them.

    Thanks are kept by name alone; ``name`` takes them off too.
    """
    if name:
        SmallTask.objects.filter(thanked_by=name).update(thanked_by="")
    SmallTask.objects.filter(author_key=author_key).update(author_name="")
    SmallTask.objects.filter(claimed_key=author_key).update(claimed_name="")


@transaction.atomic
def forget_doer_when_due(task_id: int) -> None:
    """Take the name off a task that somebody without an account took on; what they did stays."""
    task = SmallTask.objects.filter(pk=task_id).exclude(claimed_key__startswith="p:").first()
    if task is None or not task.claimed_name:
        return
    SmallTask.objects.filter(pk=task.pk).update(claimed_name="")
    events.record("place.task_doer_forgotten", by=SOFTWARE, subject=task, place_id=task.place_id)


def _forget_later(task: SmallTask, by: Author) -> None:
    if by.person_id is None:
        deadlines.set_deadline(FORGET_DOER, task.pk, clock.now() + DOER_KEPT)


def _as_said(by: Author) -> Author:
    """Events stay: they name nobody who only gave a name for the day."""
    return by if by.person_id is not None else by.unnamed


def _hold(place: Place) -> None:
    """One list is written by one at a time."""
    list(Place.objects.select_for_update(no_key=True).filter(pk=place.pk).values_list("pk"))

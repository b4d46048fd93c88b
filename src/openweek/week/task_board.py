"""The small tasks of a place as the board under one of its weeks shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.http import Http404

from openweek.ground.text import first_name
from openweek.place.models import Size, SmallTask
from openweek.place.queries import TaskSubject, subjects_within, tasks_to_see
from openweek.week.rules import TaskRights, WeekAccess, task_rights

# More than these would be no board that one reads in passing.
SHOWN_AT_MOST = 200
# As people ask: have I five minutes?
SIZES = [*(size.value for size in Size), ""]


@dataclass(frozen=True)
class TaskLine:
    """A task on the board, what it is for, and what the one who asks may do with it."""

    task: SmallTask
    subject: TaskSubject | None
    rights: TaskRights
    is_mine: bool  # brought by the one who asks

    @property
    def doer(self) -> str:
        """A first name, and no more of who they are; empty when nobody said."""
        return first_name(self.task.claimed_name)

    @property
    def brought_by(self) -> str:
        return first_name(self.task.author_name) if self.task.owner_id else ""

    @property
    def thanked_by(self) -> str:
        return first_name(self.task.thanked_by)


@dataclass(frozen=True)
class Board:
    """Each task stands once, in the first of these that it fits."""

    free: list[tuple[str, list[TaskLine]]]  # by code of Size, the smallest first; "" at the end
    taken_by_me: list[TaskLine]
    private: list[TaskLine]
    taken: list[TaskLine]
    done: list[TaskLine]  # today, the last first

    @property
    def is_empty(self) -> bool:
        return not (self.free or self.taken_by_me or self.private or self.taken or self.done)


def board(access: WeekAccess) -> Board:
    """What is free, what somebody has, and what was done today."""
    lines = list(_lines(access, _of_today(access)))
    key = access.author.key
    free, mine, private, taken, done = [], [], [], [], []
    for line in lines:
        task = line.task
        if task.done_at is not None:
            done.append(line)
        elif task.is_private:
            private.append(line)
        elif task.claimed_at is None:
            if line.subject is None or not line.subject.is_over:
                free.append(line)
        elif key and task.claimed_key == key:
            mine.append(line)
        else:
            taken.append(line)
    done.sort(key=lambda line: (line.task.done_at, line.task.pk), reverse=True)
    return Board(_by_size(free), mine, private, taken, done)


def access_task(access: WeekAccess, number: int) -> TaskLine:
    """The only way in which a task reaches a view of the board. Http404 when it is not on it."""
    for line in _lines(access, tasks_to_see(access.place, access.person).filter(pk=number)):
        return line
    raise Http404(f"no task {number}")


def _of_today(access: WeekAccess) -> QuerySet[SmallTask]:
    morning = datetime.combine(access.week.today, time.min, tzinfo=access.place.zone)
    rows = tasks_to_see(access.place, access.person)
    return rows.filter(Q(done_at__isnull=True) | Q(done_at__gte=morning))


def _lines(access: WeekAccess, rows: QuerySet[SmallTask]) -> Iterable[TaskLine]:
    subjects = subjects_within(access.week)
    rows = rows.filter(Q(subject="") | Q(subject__in=subjects))
    for task in rows.order_by("created_at", "position", "pk")[:SHOWN_AT_MOST]:
        is_mine = bool(access.author.key) and task.author_key == access.author.key
        yield TaskLine(
            task=task,
            subject=subjects.get(task.subject),
            rights=task_rights(access, task),
            is_mine=is_mine and not task.subject,
        )


def _by_size(lines: list[TaskLine]) -> list[tuple[str, list[TaskLine]]]:
    groups = [(size, [line for line in lines if line.task.size == size]) for size in SIZES]
    return [(size, those) for size, those in groups if those]

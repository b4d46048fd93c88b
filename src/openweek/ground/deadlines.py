"""Deadlines are rows, swept every second, so that a machine that slept catches up when it wakes.

A handler runs in the transaction that marks its deadline done: either both stay or neither.
Several processes may sweep at once; the row's lock lets one through, and what a handler makes
carries a unique constraint of its own, as belt and braces.

What takes long (a book is bound) is prepared before, outside of any transaction, by a thread of
its own: nobody waits for it, and what it prepares is nobody's until the handler has noted it. Who
prepares holds the deadline (see holding.py): a process that dies lets go of it at once.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from openweek.ground import clock
from openweek.ground.holding import held
from openweek.ground.models import Deadline

logger = logging.getLogger(__name__)

Handler = Callable[[int], None]


@dataclass(frozen=True)
class _Answer:
    handler: Handler
    prepare: Handler | None = None


_answers: dict[str, _Answer] = {}

LONGEST_WAIT = timedelta(minutes=5)
# A machine that lost its power while it prepared something is waited for so long.
CLAIM = timedelta(seconds=60)
# Between two rounds of the caretaker.
SOON = timedelta(seconds=1)
# What is met may make something else due at once; nothing goes on like that for ever.
TURNS = 5


def register(kind: str, handler: Handler, *, prepare: Handler | None = None) -> None:
    """Say, once, when the application starts, who answers to deadlines of that kind.

    ``prepare`` does what takes long, again and again without harm, before ``handler`` notes it.
    """
    _answers[kind] = _Answer(handler, prepare)


def unregister(kind: str) -> None:
    _answers.pop(kind, None)


def set_deadline(kind: str, subject_id: int, due_at: datetime) -> None:
    """Set or move it. A deadline that was met already stays met."""
    Deadline.objects.filter(kind=kind, subject_id=subject_id, done_at__isnull=True).update(
        due_at=due_at, retry_at=None
    )
    Deadline.objects.get_or_create(kind=kind, subject_id=subject_id, defaults={"due_at": due_at})


def set_again(kind: str, subject_id: int, due_at: datetime) -> None:
    """For what happens many times: met already, it is due anew; asked already, the sooner holds.

    Asked while it is being met, it is met once more afterwards.
    """
    row, is_new = Deadline.objects.select_for_update().get_or_create(
        kind=kind, subject_id=subject_id, defaults={"due_at": due_at}
    )
    if is_new or (row.done_at is None and row.due_at <= due_at):
        return
    row.due_at, row.done_at, row.retry_at, row.claimed_until = due_at, None, None, None
    row.attempts, row.trouble = 0, ""
    row.save()


def meet(kind: str, subject_id: int) -> None:
    """It was done otherwise, or is no longer to be done."""
    Deadline.objects.filter(kind=kind, subject_id=subject_id, done_at__isnull=True).update(
        done_at=clock.now()
    )


def sweep() -> int:
    """Meet every deadline that is due, the quick ones first; return how many were met."""
    return sweep_quick() + sweep_slow()


def sweep_quick() -> int:
    """Those that need no preparation, and those that they make due in their turn (a challenge is
    over: its books are to be published); one that fails is tried again later, ever more slowly.
    """
    total = 0
    for _turn in range(TURNS):
        met = sum(_meet(pk) for pk in _due(_quick_kinds()))
        if not met:
            break
        total += met
    return total


def sweep_on_time() -> int:
    """The quick ones; what is due within a second is waited for, and met at its moment."""
    time.sleep(_seconds_until_next())
    return sweep_quick()


def _seconds_until_next() -> float:
    """Nothing when none comes within a second."""
    now = clock.now()
    soon = Deadline.objects.filter(
        kind__in=_quick_kinds(),
        due_at__gt=now,
        due_at__lte=now + SOON,
        done_at__isnull=True,
    )
    first = soon.order_by("due_at").values_list("due_at", flat=True).first()
    return (first - now).total_seconds() if first else 0.0


def sweep_slow() -> int:
    """Those that are prepared first, each by one process at a time; the quick ones go before."""
    kinds = [kind for kind, answer in _answers.items() if answer.prepare is not None]
    met = 0
    for pk in _due(kinds):
        if _due(_quick_kinds()):
            break
        met += _meet_prepared(pk)
    return met


def in_trouble(kind: str) -> dict[int, str]:
    """What was tried in vain and will be tried again: what went wrong, by subject."""
    rows = Deadline.objects.filter(kind=kind, done_at__isnull=True, attempts__gt=0)
    return dict(rows.values_list("subject_id", "trouble"))


def _quick_kinds() -> list[str]:
    return [kind for kind, answer in _answers.items() if answer.prepare is None]


def _due(kinds: list[str]) -> list[int]:
    if not clock.is_plausible():
        logger.warning("The clock says %s: deadlines wait until it is right.", clock.now())
        return []
    return list(_open(kinds).order_by("due_at", "id").values_list("pk", flat=True))


def _open(kinds: list[str]) -> QuerySet[Deadline]:
    """Due, and not put off after a failure; by a clock that was set back, nothing waits longer."""
    now = clock.now()
    ready = Q(retry_at__isnull=True) | Q(retry_at__lte=now) | Q(retry_at__gt=now + LONGEST_WAIT)
    return Deadline.objects.filter(ready, kind__in=kinds, due_at__lte=now, done_at__isnull=True)


def _meet_prepared(pk: int) -> bool:
    with held(f"deadline {pk}") as is_ours:
        return _claim(pk, is_ours=is_ours) and _prepare(pk) and _meet(pk)


def _claim(pk: int, *, is_ours: bool) -> bool:
    """Whoever holds it prepares it. When somebody else does, and has for longer than it takes,
    they are cut off, or very slow: doing it twice does no harm.
    """
    now = clock.now()
    rows = _open(list(_answers)).filter(pk=pk)
    if not is_ours:
        rows = rows.filter(Q(claimed_until__lte=now) | Q(claimed_until__gt=now + CLAIM))
    return rows.update(claimed_until=now + CLAIM) == 1


def _prepare(pk: int) -> bool:
    kind, subject_id = Deadline.objects.values_list("kind", "subject_id").get(pk=pk)
    prepare = _answers[kind].prepare
    try:
        if prepare is not None:
            prepare(subject_id)
    except Exception as trouble:  # noqa: BLE001  one room's trouble must not stop another's deadline
        _postpone(pk, trouble)
        return False
    return True


def _meet(pk: int) -> bool:
    try:
        with transaction.atomic():
            deadline = _locked(pk)
            if deadline is None:
                return False
            _answers[deadline.kind].handler(deadline.subject_id)
            deadline.done_at = clock.now()
            deadline.claimed_until = None
            deadline.trouble = ""
            deadline.save(update_fields=["done_at", "claimed_until", "trouble"])
    except Exception as trouble:  # noqa: BLE001  one room's trouble must not stop another's deadline
        _postpone(pk, trouble)
        return False
    return True


def _locked(pk: int) -> Deadline | None:
    """None when somebody else has it, or met it, or moved it since it was looked for."""
    rows = Deadline.objects.filter(pk=pk, done_at__isnull=True, due_at__lte=clock.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _postpone(pk: int, trouble: Exception) -> None:
    logger.error("Deadline %s failed", pk, exc_info=trouble)
    Deadline.objects.filter(pk=pk).update(
        attempts=F("attempts") + 1, trouble=f"{type(trouble).__name__}: {trouble}"[:2000]
    )
    attempts = Deadline.objects.values_list("attempts", flat=True).get(pk=pk)
    wait = min(timedelta(seconds=2 ** min(attempts, 9)), LONGEST_WAIT)
    Deadline.objects.filter(pk=pk).update(retry_at=clock.now() + wait, claimed_until=None)

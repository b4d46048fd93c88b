"""Deadlines are rows, swept every second, so that a machine that slept catches up when it wakes.

A handler runs in the transaction that marks its deadline done: either both stay or neither.
Several processes may sweep at once; the row's lock lets one through, and what a handler makes
carries a unique constraint of its own, as belt and braces.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from openweek.ground import clock
from openweek.ground.models import Deadline

logger = logging.getLogger(__name__)

Handler = Callable[[int], None]
_handlers: dict[str, Handler] = {}

LONGEST_WAIT = timedelta(minutes=5)


def register(kind: str, handler: Handler) -> None:
    """Say, once, when the application starts, who answers to deadlines of that kind."""
    _handlers[kind] = handler


def unregister(kind: str) -> None:
    _handlers.pop(kind, None)


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
    row.due_at, row.done_at, row.retry_at = due_at, None, None
    row.attempts, row.trouble = 0, ""
    row.save()


def meet(kind: str, subject_id: int) -> None:
    """It was done otherwise, or is no longer to be done."""
    Deadline.objects.filter(kind=kind, subject_id=subject_id, done_at__isnull=True).update(
        done_at=clock.now()
    )


def sweep() -> int:
    """Meet every deadline that is due; return how many were met.

    A handler that fails is tried again later, ever more slowly; the others are not held up.
    """
    if not clock.is_plausible():
        logger.warning("The clock says %s: deadlines wait until it is right.", clock.now())
        return 0
    now = clock.now()
    due = (
        Deadline.objects.filter(due_at__lte=now, done_at__isnull=True)
        .filter(Q(retry_at__isnull=True) | Q(retry_at__lte=now))
        .order_by("due_at", "id")
        .values_list("pk", "kind", flat=False)
    )
    return sum(_meet(pk) for pk, kind in list(due) if kind in _handlers)


def _meet(pk: int) -> bool:
    try:
        with transaction.atomic():
            deadline = _locked(pk)
            if deadline is None:
                return False
            _handlers[deadline.kind](deadline.subject_id)
            deadline.done_at = clock.now()
            deadline.trouble = ""
            deadline.save(update_fields=["done_at", "trouble"])
    except Exception as trouble:  # noqa: BLE001  one room's trouble must not stop another's deadline
        _postpone(pk, trouble)
        return False
    return True


def _locked(pk: int) -> Deadline | None:
    rows = Deadline.objects.filter(pk=pk, done_at__isnull=True)
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
    Deadline.objects.filter(pk=pk).update(retry_at=clock.now() + wait)

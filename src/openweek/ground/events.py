"""The audit log, which is also the outbox that mail, live pages and reports read."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.models import Event


def record(
    kind: str,
    *,
    by: Author,
    subject: models.Model,
    place_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Write down what has just been done, in the transaction that did it.

    ``kind`` is the room and the deed in the past, as in ``programme.session_proposed``.
    Raises :class:`transaction.TransactionManagementError` outside a transaction, since an
    event whose deed could still fail would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{kind} was recorded outside a transaction")
    return Event.objects.create(
        kind=kind,
        at=clock.now(),
        author_key=by.key,
        author_name=by.name[:200],
        place_id=place_id,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        data=data or {},
    )


def record_each(kind: str, *, by: Author, subjects: Iterable[models.Model], place_id: int) -> None:
    """The same deed done to many things of one place in one go: an event for each of them."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{kind} was recorded outside a transaction")
    at = clock.now()
    Event.objects.bulk_create(
        Event(
            kind=kind,
            at=at,
            author_key=by.key,
            author_name=by.name[:200],
            place_id=place_id,
            subject=f"{subject._meta.label_lower}:{subject.pk}",
        )
        for subject in subjects
    )


# How many events back one may still be committed that took its number earlier.
LATE = 200


def mark(place_id: int) -> str:
    """Another one after each thing that is done at a place, or in the whole installation.

    Since every write ends in one event, whatever was made from a place's rows is still true as
    long as its mark stays the same.

    On PostgreSQL numbers are given before they are committed: an event may appear below the
    newest one. The sum of the last numbers shows that too.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARK, [place_id])
        return "-".join(map(str, cursor.fetchone()))


MARK = f"""
    SELECT max(here.id), sum(here.id), (
        SELECT sum(id) FROM (
            SELECT id FROM ground_event WHERE place_id IS NULL ORDER BY id DESC LIMIT {LATE}
        ) AS everywhere
    )
    FROM (
        SELECT id FROM ground_event WHERE place_id = %s ORDER BY id DESC LIMIT {LATE}
    ) AS here
"""  # noqa: S608  a number of ours
# SQLite has one writer at a time, so that the newest number says it all.
MARK_ONE_WRITER = """
    SELECT (SELECT max(id) FROM ground_event WHERE place_id = ?),
           (SELECT max(id) FROM ground_event WHERE place_id IS NULL)
"""


def newest_anywhere() -> int:
    """The number of the last thing that was done in this installation."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def latest(place_id: int, *, most: int = LATE) -> list[Event]:
    """What was done last at a place, the newest first: when, and of which kind, but not by whom."""
    rows = Event.objects.filter(place_id=place_id).only("id", "at", "kind", "place_id")
    return list(rows.order_by("-pk")[:most])


def after(number: int, *, most: int) -> list[tuple[int, int | None, str]]:
    """What was done anywhere after that: number, place and kind, the oldest first.

    Where numbers are given before they are committed, ask from :data:`LATE` further back.
    """
    rows = Event.objects.filter(pk__gt=number).order_by("pk")
    return list(rows.values_list("pk", "place_id", "kind")[:most])


# The same, for who asks several times a second by a connection of its own.
AFTER = "SELECT id, place_id, kind FROM ground_event WHERE id > ? ORDER BY id LIMIT ?"

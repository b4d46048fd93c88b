"""Taking back one change, all of somebody's, all of a period, or a batch as a whole."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.programme import ledger, undoing, undone_words
from openweek.programme.ledger import Undone
from openweek.programme.models import Batch, BatchKind, Change
from openweek.programme.selection import Selection
from openweek.week.models import Week


@dataclass(frozen=True)
class UndoneBatch:
    """What came of undoing many changes; no batch when nothing was left to undo."""

    batch: Batch | None
    sessions: int
    lost: list[str]


def undo_change(*, change: Change, by: Author) -> Undone:
    """Give back what that change took, as a new change which can itself be undone.

    What somebody changed again since then stays as they left it, and is named in ``lost``.
    """
    with transaction.atomic():
        undone = undoing.undo_one(change, by=by)
        if undone.change is not None:
            events.record(
                "programme.change_undone", by=by, subject=change.session,
                place_id=change.session.week.place_id,
                data={"change": undone.change.number, "undoes": change.number},
            )  # fmt: skip
    return undone


def undo_author(*, week: Week, chosen: Selection, by: Author) -> UndoneBatch:
    """Give back all that one author took; what others changed since then stays, and is named.

    Sent twice, it is done once: the second time nothing is left to undo.
    """
    return _undo(chosen.changes(week), _Deed(week, BatchKind.UNDO_AUTHOR, by, chosen.about()))


def undo_period(*, week: Week, chosen: Selection, by: Author) -> UndoneBatch:
    """Make the programme as if nothing had been written during that time."""
    return _undo(chosen.changes(week), _Deed(week, BatchKind.UNDO_PERIOD, by, chosen.about()))


def undo_batch(*, batch: Batch, by: Author) -> UndoneBatch:
    """Take back an import, an arrangement, or an earlier undo, which is then done again."""
    deed = _Deed(batch.week, BatchKind.UNDO_BATCH, by, {"kind": batch.kind}, batch)
    return _undo(Change.objects.filter(batch=batch), deed)


@dataclass(frozen=True)
class _Deed:
    """What the new batch says of itself."""

    week: Week
    kind: str
    by: Author
    about: dict[str, Any]
    undoes: Batch | None = None


def _undo(changes: QuerySet[Change], deed: _Deed) -> UndoneBatch:
    week, by = deed.week, deed.by
    with transaction.atomic():
        ledger.hold(week)
        plans = undoing.plan(changes, week=week)
        if all(each.is_idle for each in plans):
            return UndoneBatch(None, 0, undone_words.losses(week, plans))
        batch = ledger.open_batch(week, kind=deed.kind, by=by, about=deed.about, undoes=deed.undoes)
        made = undoing.carry_out(plans, week=week, by=by, batch=batch)
        batch.lost = undone_words.losses(week, plans)
        batch.save(update_fields=["lost"])
        events.record(
            "programme.batch_undone", by=by, subject=batch, place_id=week.place_id,
            data={"kind": deed.kind, "sessions": [each.session_id for each in made]},
        )  # fmt: skip
    return UndoneBatch(batch, len(made), batch.lost)

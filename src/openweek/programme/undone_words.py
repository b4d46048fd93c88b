"""Saying what an undo would do, what it did, and what it could not give back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openweek.look import dates
from openweek.place.models import Room
from openweek.programme import history, undoing
from openweek.programme.history import Difference
from openweek.programme.models import Batch, BatchKind, Change
from openweek.programme.undoing import Loss, Plan, Reason
from openweek.week.models import Week

# Before it is done, so many sessions are shown with what becomes of them.
SHOWN = 30


def losses(week: Week, plans: Iterable[Plan]) -> list[str]:
    """One sentence for each thing that stays, with its session and the reason."""
    losing = [each for each in plans if each.losses]
    rooms = dict(Room.objects.filter(place=week.place_id).values_list("pk", "name"))
    return [said for each in losing for said in _of_one(week, each, rooms)]


def _of_one(week: Week, plan: Plan, rooms: dict[int, str]) -> Iterable[str]:
    changed = [loss.key for loss in plan.losses if loss.reason is Reason.CHANGED]
    if changed:
        labels = dict.fromkeys(history.label_of(key) for key in changed)
        said = _("“%(session)s”: somebody changed this again since then, and it stays: %(what)s.")
        yield said % {"session": plan.title, "what": ", ".join(labels)}
    for loss in plan.losses:
        if loss.reason is not Reason.CHANGED:
            yield _SAID[loss.reason]() % {"session": plan.title, **_when(week, loss, rooms)}


def _when(week: Week, loss: Loss, rooms: dict[int, str]) -> dict[str, str]:
    if not isinstance(loss.value, dict):
        return {}
    zone = week.place.zone
    starts = datetime.fromisoformat(loss.value["starts_at"])
    room = rooms.get(loss.value["room"]) or _("its room, which is gone")
    return {"when": dates.moment(starts, zone), "room": room}


_SAID: dict[Reason, Callable[[], str]] = {
    Reason.SHARED: lambda: _(
        "“%(session)s” stays in the programme: somebody else has worked on it since then."
    ),
    Reason.ROOM_TAKEN: lambda: _(
        "“%(session)s” has its time again, %(when)s, but not %(room)s: somebody has it."
    ),
    Reason.STAYS_THERE: lambda: _(
        "“%(session)s” stays where it is on %(when)s: somebody has %(room)s."
    ),
    Reason.FORMAT_GONE: lambda: _("“%(session)s” does not get its format back: it is gone."),
    Reason.OUT: lambda: _(
        "“%(session)s” is out of the programme, and takes no room: its time of %(when)s is not "
        "given back."
    ),
}


@dataclass(frozen=True)
class Foretold:
    """What an undo would do, before it is done: its sessions with what becomes different."""

    changes: int
    sessions: int
    shown: list[tuple[str, list[Difference]]]
    lost: list[str]

    @property
    def others(self) -> int:
        return self.sessions - len(self.shown)


def foretell(week: Week, chosen: QuerySet[Change]) -> Foretold:
    """Writes nothing; the number of queries does not grow with the changes."""
    plans = undoing.plan(chosen, week=week)
    acting = [each for each in plans if not each.is_idle]
    shown = [(each.title, undoing.change_of(each, week=week)) for each in acting[:SHOWN]]
    reader = history.Reader(week, [change for _title, change in shown])
    return Foretold(
        changes=chosen.count(),
        sessions=len(acting),
        shown=[(title, reader.differences(change)) for title, change in shown],
        lost=losses(week, plans),
    )


def of_batch(batch: Batch) -> str:
    """What was done by it, in a few words that follow the name of who did it."""
    about = batch.about
    name = about.get("name") or _("somebody passing by")
    if batch.kind == BatchKind.UNDO_AUTHOR:
        return _("undid all that %(name)s had changed") % {"name": name}
    if batch.kind == BatchKind.UNDO_PERIOD:
        return _("undid all that was changed during a period")
    if batch.kind == BatchKind.UNDO_BATCH:
        return _of_undone(str(about.get("kind", "")))
    if batch.kind == BatchKind.IMPORT:
        file = about.get("file") or about.get("name")
        return _("imported %(file)s") % {"file": file} if file else _("imported a programme")
    if batch.kind == BatchKind.ARRANGEMENT:
        return _("arranged the programme")
    return str(batch.get_kind_display())


def _of_undone(kind: str) -> str:
    if kind == BatchKind.IMPORT:
        return _("took back an import")
    if kind == BatchKind.ARRANGEMENT:
        return _("took back an arrangement")
    if kind == BatchKind.WISH_MET:
        return _("parted an offer from the wish that it had met")
    if kind == BatchKind.UNDO_BATCH:
        return _("took back what had been taken back")
    return _("did again what had been undone")

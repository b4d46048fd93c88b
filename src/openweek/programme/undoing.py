"""Taking changes back, one or thousands: what is given back, what stays, and why.

Each session's chosen changes are walked from the newest to the oldest over a state that is only
thought of. A key is given back if it still is as the change left it; else somebody changed it
since then, and it stays. What came of all of them is written as one new change per session.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Room
from openweek.programme import history, ledger, seating
from openweek.programme.history import State, is_same
from openweek.programme.models import Batch, Change, Session, Slot
from openweek.week.models import Week

NOBODY = Author()


class Reason(StrEnum):
    """Why something is not given back."""

    CHANGED = "changed"
    # A session that others changed since it was written: it is not taken out.
    SHARED = "shared"
    # Its time is given back without its room, which somebody has.
    ROOM_TAKEN = "room_taken"
    # It is where it was moved to, since its room is taken and its hour is the same.
    STAYS_THERE = "stays_there"
    FORMAT_GONE = "format_gone"
    # A session that is out of the programme takes no room.
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that one session does not get back. ``value`` is what it would have been."""

    key: str
    reason: Reason
    value: Any = None


@dataclass
class Plan:
    """What undoing some changes would make of one session."""

    session: Session
    number: int
    state: State
    target: State
    slots: dict[str, Slot]
    losses: list[Loss] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        return all(is_same(self.state.get(key), value) for key, value in self.target.items())

    @property
    def title(self) -> str:
        """As it will be: what a vandal called it names nothing."""
        return str(self.target["title"])

    def moved(self) -> Iterator[tuple[str, State | None]]:
        """The times that become different."""
        for key in self.slots:
            if not is_same(self.state.get(key), self.target.get(key)):
                yield key, self.target.get(key)

    def lose(self, key: str, reason: Reason, value: Any = None) -> None:
        self.losses.append(Loss(key, reason, value))


def plan(chosen: QuerySet[Change], *, week: Week, spares: bool = True) -> list[Plan]:
    """What would come of undoing these; writes nothing. Seven queries at most.

    With ``spares``, a session that would be taken out stays if anything that was not chosen still
    shows in it; without, it goes, as whoever undoes that one change has it before their eyes.
    """
    plans = _read(chosen, spares=spares)
    _refuse_gone_formats(plans)
    _find_rooms(plans, week)
    return plans


def _read(chosen: QuerySet[Change], *, spares: bool) -> list[Plan]:
    touched = chosen.order_by().values("session_id")
    picked = set(chosen.order_by().values_list("pk", flat=True))
    changes: dict[int, list[Change]] = defaultdict(list)
    columns = ("session_id", "number", "before", "after")
    for change in Change.objects.filter(session__in=touched).order_by("-number").only(*columns):
        changes[change.session_id].append(change)
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(session__in=touched).order_by("pk"):
        slots[slot.session_id].append(slot)
    sessions = Session.objects.filter(pk__in=touched).order_by("pk")
    return [
        _think(session, slots[session.pk], changes[session.pk], picked, spares=spares)
        for session in sessions
    ]


def _think(
    session: Session,
    slots: Sequence[Slot],
    changes: Sequence[Change],
    picked: Collection[int],
    *,
    spares: bool,
) -> Plan:
    state = history.state_of(session, slots)
    known = {history.slot_key(slot.pk): slot for slot in slots}
    made = Plan(session, changes[0].number, state, dict(state), known)
    as_left = dict(state)
    lost: dict[str, Any] = {}
    for change in changes:
        if change.pk in picked:
            _take_back(change, made, lost, as_left if spares else None)
        as_left.update(change.before)
    for key, value in lost.items():
        made.lose(key, Reason.SHARED if key == "deleted" else Reason.CHANGED, value)
    _leave_rooms(made)
    return made


def _take_back(change: Change, made: Plan, lost: dict[str, Any], as_left: State | None) -> None:
    """``as_left`` is the whole session as this change left it, if others' later work spares it."""
    target, before = made.target, change.before
    takes_out = bool(before.get("deleted")) and not target["deleted"]
    if takes_out and as_left is not None and not _are_same(target, as_left):
        lost["deleted"] = True
        before = {
            key: value
            for key, value in before.items()
            if key != "deleted" and (history.slot_pk(key) is None or value)
        }
    for key, value in before.items():
        if key not in target or is_same(target[key], value):
            continue
        if is_same(target[key], change.after.get(key)):
            target[key] = value
            lost.pop(key, None)
        else:
            lost[key] = value


def _are_same(one: State, other: State) -> bool:
    """That somebody looked at it is no work of theirs."""
    return all(is_same(value, other.get(key)) for key, value in one.items() if key != "held")


def _leave_rooms(made: Plan) -> None:
    if not made.target["deleted"]:
        return
    for key in made.slots:
        if made.target[key] and not made.state[key]:
            made.lose(key, Reason.OUT, made.target[key])
        made.target[key] = None


def _refuse_gone_formats(plans: Iterable[Plan]) -> None:
    wanted = {each.target["format_id"] for each in plans} - {None}
    known = set(Format.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for each in plans:
        wish = each.target["format_id"]
        if wish is not None and wish not in known:
            each.target["format_id"] = each.state["format_id"]
            each.lose("format_id", Reason.FORMAT_GONE)


class Rooms:
    """Which rooms are free, once all that is to move has left its room."""

    def __init__(
        self, week: Week, moving: Sequence[tuple[Plan, str, State]], leaving: Collection[int]
    ) -> None:
        rooms = Room.objects.filter(place=week.place_id)
        self.is_shared = dict(rooms.values_list("pk", "is_shared"))
        self._taken: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
        starts = [datetime.fromisoformat(value["starts_at"]) for *_, value in moving]
        ends = [datetime.fromisoformat(value["ends_at"]) for *_, value in moving]
        others = Slot.objects.filter(
            room__in={value["room"] for *_, value in moving},
            cancelled_at__isnull=True, shared=False,
            starts_at__lt=max(ends), ends_at__gt=min(starts),
        )  # fmt: skip
        for pk, room, *when in others.values_list("pk", "room_id", "starts_at", "ends_at"):
            if pk not in leaving:
                self._taken[room].append((when[0], when[1]))

    def take(self, value: State) -> bool:
        """Have that room at that time; False when it is gone, or somebody has it."""
        room = value["room"]
        if room is None:
            return True
        if room not in self.is_shared:
            return False
        if self.is_shared[room]:
            return True
        starts, ends = (datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at"))
        if any(a < ends and b > starts for a, b in self._taken[room]):
            return False
        self._taken[room].append((starts, ends))
        return True


def _find_rooms(plans: Sequence[Plan], week: Week) -> None:
    """Where a room is taken, its time stays; where that is the same, it stays where it is."""
    moving = [(each, key, value) for each in plans for key, value in each.moved() if value]
    if not moving:
        return
    leaving = {each.slots[key].pk for each in plans for key, _ in each.moved()}
    rooms = Rooms(week, moving, leaving)
    refused = [(each, key, value) for each, key, value in moving if not rooms.take(value)]
    for each, key, value in refused:
        present = each.state[key]
        if present and _is_same_time(present, value) and rooms.take(present):
            each.target[key] = present
            each.lose(key, Reason.STAYS_THERE, value)
        else:
            each.target[key] = {**value, "room": None}
            each.lose(key, Reason.ROOM_TAKEN, value)


def _is_same_time(one: State, other: State) -> bool:
    return all(one[name] == other[name] for name in ("starts_at", "ends_at"))


def carry_out(
    plans: Iterable[Plan],
    *,
    week: Week,
    by: Author,
    undoes: Change | None = None,
    batch: Batch | None = None,
) -> list[Change]:
    """Write what was planned, with the week still held: one change per session."""
    acting = [each for each in plans if not each.is_idle]
    shared = dict(Room.objects.filter(place=week.place_id).values_list("pk", "is_shared"))
    moved = [each.slots[key] for each in acting for key, _ in each.moved()]
    # All leave their rooms first, so that they can change places.
    Slot.objects.filter(pk__in=[slot.pk for slot in moved]).update(room=None)
    for each in acting:
        each.session.week = week
        for key, value in each.moved():
            each.target[key] = _give_time_back(each, key, value, shared)
        _give_words_back(each)
    made = Change.objects.bulk_create(
        change_of(each, week=week, by=by, undoes=undoes, batch=batch) for each in acting
    )
    for change in made:
        seating.follow(change.session, change)
    return made


def change_of(made: Plan, *, week: Week, by: Author = NOBODY, **more: Any) -> Change:
    """As it will be kept."""
    before, after = history.touched(made.state, made.target)
    return Change(
        week=week, session=made.session, number=made.number + 1, at=clock.now(),
        author_key=by.key, author_name=by.name, before=before, after=after, **more,
    )  # fmt: skip


def _give_words_back(made: Plan) -> None:
    session, target = made.session, made.target
    changed = [name for name in history.FIELDS if not is_same(made.state[name], target[name])]
    for name in changed:
        setattr(session, name, target[name])
    for key in ("deleted", "held"):
        if made.state[key] != bool(target[key]):
            target[key] = bool(target[key])
            setattr(session, f"{key}_at", clock.now() if target[key] else None)
            changed.append(f"{key}_at")
    if changed:
        session.save(update_fields=changed)


def _give_time_back(
    made: Plan, key: str, value: State | None, shared: dict[int, bool]
) -> State | None:
    """What that time became. The database may still refuse a room that another week took."""
    slot = made.slots[key]
    if value is None:
        slot.cancelled_at = clock.now()
        # It keeps its room, which it no longer takes.
        slot.save(update_fields=["cancelled_at", "room"])
        return None
    slot.room_id = value["room"]
    slot.shared = shared.get(value["room"], False)
    slot.starts_at = datetime.fromisoformat(value["starts_at"])
    slot.ends_at = datetime.fromisoformat(value["ends_at"])
    slot.cancelled_at = None
    touched = ["room", "starts_at", "ends_at", "shared", "cancelled_at"]
    try:
        with transaction.atomic():
            slot.save(update_fields=touched)
    except IntegrityError as refusal:
        if ledger.NO_DOUBLE_BOOKING not in str(refusal):
            raise
        slot.room_id, slot.shared = None, False
        slot.save(update_fields=touched)
        made.lose(key, Reason.ROOM_TAKEN, value)
    return history.slot_state(slot)


def undo_one(change: Change, *, by: Author) -> ledger.Undone:
    """Give back what that change took. In a transaction; the labels of what stays are ``lost``."""
    session = change.session
    week = session.week
    ledger.hold(week)
    plans = plan(Change.objects.filter(pk=change.pk), week=week, spares=False)
    made = carry_out(plans, week=week, by=by, undoes=change)
    session.refresh_from_db(fields=[*history.FIELDS, "deleted_at", "held_at"])
    lost = [history.label_of(loss.key) for each in plans for loss in each.losses]
    return ledger.Undone(made[0] if made else None, list(dict.fromkeys(lost)))

"""What waits for somebody to look at it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from openweek.programme import history, merging
from openweek.programme.models import Change, HeldChange, Session, Slot
from openweek.week.models import Week

# More than that, and one looks at the oldest first.
ON_A_PAGE = 50


@dataclass(frozen=True)
class HeldSession:
    session: Session
    slots: list[Slot]
    # How many of the same author wait; nothing is said of somebody unknown.
    of_author: int


@dataclass(frozen=True)
class HeldEdit:
    """A change that waits, as the difference that it would make now."""

    held: HeldChange
    newest: int
    differences: list[history.Difference]
    # What others changed since it was typed, and what it would replace.
    replaces: list[str]


@dataclass(frozen=True)
class Queue:
    sessions: list[HeldSession]
    edits: list[HeldEdit]
    count: int


def held_sessions(week: Week) -> QuerySet[Session]:
    """The oldest first."""
    rows = Session.objects.filter(week=week, held_at__isnull=False, deleted_at__isnull=True)
    return rows.order_by("held_at", "pk")


def held_changes(week: Week) -> QuerySet[HeldChange]:
    rows = HeldChange.objects.filter(session__week=week, decided_at__isnull=True)
    return rows.filter(session__deleted_at__isnull=True)


def held_changes_of(session: Session) -> QuerySet[HeldChange]:
    """Of one session, the last first: those that wait, and what became of the others."""
    return session.held_changes.order_by("-pk")[:5]


def count_held(week: Week) -> int:
    return held_sessions(week).count() + held_changes(week).count()


def queue_of(week: Week) -> Queue:
    """All that waits; nine queries, however much that is."""
    sessions = list(held_sessions(week).select_related("format")[:ON_A_PAGE])
    authors = Counter(held_sessions(week).values_list("author_key", flat=True))
    edits = list(held_changes(week).select_related("session")[:ON_A_PAGE])
    wanted = [each.pk for each in sessions] + [each.session_id for each in edits]
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(session__in=wanted).select_related("room"):
        slots[slot.session_id].append(slot)
    return Queue(
        sessions=[_held_session(each, slots[each.pk], authors) for each in sessions],
        edits=_in_words(week, edits, slots),
        count=authors.total() + held_changes(week).count(),
    )


def _held_session(session: Session, slots: list[Slot], authors: Counter[str]) -> HeldSession:
    active = [slot for slot in slots if slot.cancelled_at is None]
    return HeldSession(session, active, authors[session.author_key] if session.author_key else 0)


def _in_words(week: Week, edits: list[HeldChange], slots: dict[int, list[Slot]]) -> list[HeldEdit]:
    changes: dict[int, list[Change]] = defaultdict(list)
    touched = Change.objects.filter(session__in=[each.session_id for each in edits])
    for change in touched.order_by("-number"):
        changes[change.session_id].append(change)
    thought = [_think(each, slots[each.session_id], changes[each.session_id]) for each in edits]
    reader = history.Reader(week, [change for change, _ in thought])
    return [
        HeldEdit(
            held=each, newest=changes[each.session_id][0].number,
            differences=reader.differences(change), replaces=replaces,
        )
        for each, (change, replaces) in zip(edits, thought, strict=True)
    ]  # fmt: skip


def _think(held: HeldChange, slots: list[Slot], changes: list[Change]) -> tuple[Change, list[str]]:
    """The change that accepting it would make, which nobody keeps."""
    now = history.state_of(held.session, slots)
    base, theirs = dict(now), merging.plain(now)
    for change in changes:
        if change.number > held.seen:
            base |= change.before
    merged = merging.merge(merging.plain(base), held.after, theirs)
    values = {**merged.values, **{key: held.after[key] for key in merged.conflicts}}
    before, after = history.touched({key: theirs.get(key) for key in values}, values)
    number = changes[0].number + 1
    made = Change(
        session=held.session, number=number,
        before=merging.as_slots(before), after=merging.as_slots(after),
    )  # fmt: skip
    return made, [merging.label_of(key) for key in merged.conflicts]


def outcome_of(held: HeldChange) -> history.State:
    """What the session's fields become when that change is accepted now."""
    now = history.state_of(held.session)
    base = merging.plain(merging.rewind(held.session, now, held.seen))
    merged = merging.merge(base, held.after, merging.plain(now))
    return {**merged.values, **{key: held.after[key] for key in merged.conflicts}}

"""What is here already of what a file speaks of, and what was last read about it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from openweek.programme import history
from openweek.programme.importing.incoming import Incoming, uuid_in
from openweek.programme.importing.merging import UNSAID
from openweek.programme.importing.plan import SessionDraft, SlotDraft, When
from openweek.programme.importing.rooms import Rooms
from openweek.programme.models import BatchKind, Change, Imported, Session, Slot
from openweek.week.models import Week

_CHUNK = 500


def entries_of(week: Week) -> dict[str, Imported]:
    rows = Imported.objects.filter(week=week).select_related("slot")
    return {row.key: row for row in rows}


class Known:
    """Finds the session and the time that a row means; a constant number of queries."""

    def __init__(
        self, week: Week, rows: Iterable[Incoming], entries: dict[str, Imported], rooms: Rooms
    ) -> None:
        self.entries = entries
        self._rooms = rooms
        self._sessions = {row.pk: row for row in Session.objects.filter(week=week)}
        self._slots: dict[int, list[Slot]] = defaultdict(list)
        for slot in Slot.objects.filter(session__week=week).order_by("starts_at", "pk"):
            self._slots[slot.session_id].append(slot)
        self._by_guid = {slot.guid: slot for slots in self._slots.values() for slot in slots}
        self._session_by_guid = {row.guid: row for row in self._sessions.values()}
        self._claimed = {entry.slot_id for entry in entries.values() if entry.slot_id}
        self._drafts: dict[int, SessionDraft] = {}
        self._series: dict[str, SessionDraft] = {}
        self._taken = _taken_elsewhere(row.guid for row in rows)
        self._undone = _undone(week)

    def of(self, row: Incoming) -> tuple[SessionDraft, SlotDraft, Imported | None]:
        entry = self.entries.get(row.key)
        guid = row.guid or uuid_in(row.key)
        if entry is not None and entry.session_id in self._sessions:
            draft = self._draft(self._sessions[entry.session_id])
            slot = self._adopted(draft, entry.slot, row)
        elif guid in self._by_guid:
            slot = self._by_guid[guid]
            draft = self._draft(self._sessions[slot.session_id])
        elif guid in self._session_by_guid:
            draft = self._draft(self._session_by_guid[guid])
            slot = self._adopted(draft, None, row)
        else:
            draft, slot = self._new(row), None
        if row.series:
            self._series.setdefault(row.series, draft)
        return draft, self._slot_draft(draft, slot, row, entry), entry

    def draft_of(self, entry: Imported) -> tuple[SessionDraft, SlotDraft] | None:
        """Of what is no longer in the file; None when it is out of the programme already."""
        session = self._sessions.get(entry.session_id)
        if session is None or session.deleted_at is not None or entry.record.get("cancelled"):
            return None
        slot = next((s for s in self._slots[session.pk] if s.pk == entry.slot_id), None)
        if slot is not None and slot.cancelled_at is not None:
            return None
        draft = self._draft(session)
        found = self._find(draft, slot, entry.key)
        found.known = found.known or entry.record
        return draft, found

    @property
    def drafts(self) -> list[SessionDraft]:
        return [*self._drafts.values()]

    def was_undone(self, session: Session, key: str, ours: Any, entry: Imported) -> bool:
        """Whether that is as it is because an import was taken back: the file may say it again."""
        undone = self._undone.get(session.pk)
        if undone is None or undone[0] < entry.at or key not in undone[1]:
            return False
        return history.is_same(undone[1][key], ours)

    def _draft(self, session: Session) -> SessionDraft:
        if session.pk not in self._drafts:
            was = {name: getattr(session, name) for name in history.FIELDS}
            is_deleted = session.deleted_at is not None
            draft = SessionDraft(
                session.title, session, was, dict(was), was_deleted=is_deleted,
                is_deleted=is_deleted,
            )  # fmt: skip
            draft.slots = [
                SlotDraft("", slot, now := self._when(slot), now)
                for slot in self._slots[session.pk]
            ]
            self._drafts[session.pk] = draft
        return self._drafts[session.pk]

    def _new(self, row: Incoming) -> SessionDraft:
        if row.series and row.series in self._series:
            return self._series[row.series]
        draft = SessionDraft(row.title)
        if row.start is None and row.guid is not None and row.guid not in self._taken:
            draft.guid = row.guid
        self._drafts[-len(self._drafts) - 1] = draft
        return draft

    def _adopted(self, draft: SessionDraft, slot: Slot | None, row: Incoming) -> Slot | None:
        """The session's own time, which people gave it here, if nothing else came for it."""
        if slot is not None or row.start is None or draft.session is None:
            return next((s for s in self._slots_of(draft) if slot and s.pk == slot.pk), None)
        return next(
            (s for s in self._slots_of(draft) if s.pk not in self._claimed and not s.cancelled_at),
            None,
        )

    def _slots_of(self, draft: SessionDraft) -> list[Slot]:
        return self._slots[draft.session.pk] if draft.session else []

    def _slot_draft(
        self, draft: SessionDraft, slot: Slot | None, row: Incoming, entry: Imported | None
    ) -> SlotDraft:
        found = self._find(draft, slot, row.key)
        found.known = entry.record if entry else None
        if slot is None and row.start is not None and row.guid not in self._taken:
            found.guid = row.guid
        if slot is not None:
            self._claimed.add(slot.pk)
        return found

    def _find(self, draft: SessionDraft, slot: Slot | None, key: str) -> SlotDraft:
        for each in draft.slots:
            if each.slot is not None and slot is not None and each.slot.pk == slot.pk:
                each.key = key
                return each
        made = SlotDraft(key)
        draft.slots.append(made)
        return made

    def _when(self, slot: Slot) -> When | None:
        if slot.cancelled_at is not None:
            return None
        room = self._rooms.by_pk.get(slot.room_id) if slot.room_id else None
        return When(slot.starts_at, slot.ends_at, room)


def base_of(entry: Imported | None, name: str) -> Any:
    return UNSAID if entry is None else entry.record.get(name, UNSAID)


def _taken_elsewhere(guids: Iterable[UUID | None]) -> set[UUID]:
    """Those that some session or time of this installation has."""
    asked = [guid for guid in guids if guid is not None]
    taken: set[UUID] = set()
    for start in range(0, len(asked), _CHUNK):
        part = asked[start : start + _CHUNK]
        taken |= set(Slot.objects.filter(guid__in=part).values_list("guid", flat=True))
        taken |= set(Session.objects.filter(guid__in=part).values_list("guid", flat=True))
    return taken


def _undone(week: Week) -> dict[int, tuple[datetime, dict[str, Any]]]:
    """By session: when an import was last taken back there, and what that left."""
    rows = Change.objects.filter(week=week).filter(
        Q(batch__undoes__kind=BatchKind.IMPORT) | Q(undoes__batch__kind=BatchKind.IMPORT)
    )
    found: dict[int, tuple[datetime, dict[str, Any]]] = {}
    for session, at, after in rows.order_by("pk").values_list("session_id", "at", "after"):
        found[session] = at, {**found.get(session, (at, {}))[1], **after}
    return found

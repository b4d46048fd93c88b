"""What a file would change in a week's programme. Reads, and writes nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from openweek.commons.models import Format
from openweek.look import dates
from openweek.programme import history
from openweek.programme.importing.incoming import Incoming, Programme, minutes_between
from openweek.programme.importing.known import Known, base_of, entries_of
from openweek.programme.importing.merging import UNSAID, merge, said
from openweek.programme.importing.plan import (
    Kept,
    Lost,
    Plan,
    RoomChoice,
    SessionDraft,
    SlotDraft,
    Wanted,
    When,
)
from openweek.programme.importing.reading import calendar_file
from openweek.programme.importing.rooms import Occupancy, Rooms
from openweek.programme.models import Imported
from openweek.programme.rules import LONGEST
from openweek.week.models import Week

# A week that a file makes longer is still one that doors can show.
MOST_DAYS = 31


def compare(week: Week, programme: Programme, wanted: Wanted | None = None) -> Plan:
    """The plan of importing it. About a dozen queries, however many sessions there are."""
    plan = Plan(week, programme, wanted or Wanted())
    comparison = _Comparison(plan)
    for row in programme.rows:
        comparison.take(row)
    comparison.look_for_lost()
    comparison.find_rooms()
    plan.drafts = comparison.known.drafts
    plan.troubles = list(programme.troubles)
    return plan


class _Comparison:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.week, self.programme = plan, plan.week, plan.programme
        entries = entries_of(self.week)
        self.rooms = Rooms(self.week, entries.values(), self.programme.rows)
        self.known = Known(self.week, self.programme.rows, entries, self.rooms)
        titles = Format.objects.filter(place=self.week.place_id).values_list("title", "pk")
        self.formats = {title.casefold(): pk for title, pk in titles}
        self.zone = self.week.place.zone
        self.first, self.last = self._days()
        # In the order of the file: who comes first has the room.
        self.placed: list[tuple[SlotDraft, Incoming]] = []

    def _days(self) -> tuple[date, date]:
        """Those of the week, made longer if that was asked for and makes sense."""
        first, last = self.week.starts_on, self.week.ends_on
        outside = sorted({
            day for row in self.programme.rows if row.start and not row.cancelled
            for day in [row.start.astimezone(self.zone).date()] if not first <= day <= last
        })  # fmt: skip
        self.plan.days_outside = outside
        if not self.plan.wanted.extend:
            return first, last
        for day in outside:
            earliest, latest = min(first, day), max(last, day)
            if (latest - earliest).days < MOST_DAYS:
                first, last = earliest, latest
        if (first, last) != (self.week.starts_on, self.week.ends_on):
            self.plan.extended = first, last
        return first, last

    def take(self, row: Incoming) -> None:
        draft, slot, entry = self.known.of(row)
        draft.is_read = True
        record = self._record(entry)
        if not self._is_in(draft, slot, row, entry, record):
            return
        self._merge_words(draft, row, entry, record)
        self._merge_times(draft, slot, row, entry, record)
        slot.record = record

    def _record(self, entry: Imported | None) -> dict[str, Any]:
        """What was last read, by whom all of it was said so far."""
        record: dict[str, Any] = dict(entry.record) if entry else {}
        record["sources"] = sorted({*record.get("sources", []), self.programme.source})
        return record

    # --- whether it happens -------------------------------------------------------------

    def _is_in(
        self, draft: SessionDraft, slot: SlotDraft, row: Incoming, entry: Imported | None,
        record: dict[str, Any],
    ) -> bool:  # fmt: skip
        """Whether it is in the programme, once that is decided; False when it is not."""
        is_out = self._is_out(draft, slot)
        base = base_of(entry, "cancelled")
        base = bool(base) if base is not UNSAID else (UNSAID if entry is None else False)
        if is_out and entry is not None and self._was_taken_back(draft, slot, entry):
            base = True
        if row.cancelled:
            record["cancelled"] = True
            if draft.session is None and not draft.now:
                draft.is_deleted = True
                said_so = _("it is cancelled in the file: left out.")
                self.programme.complain(row.where, row.title, said_so)
            elif not is_out and base is not True:
                self._take_out(draft, slot)
            slot.record = record if draft.session else None
            return False
        if is_out and draft.session is not None:
            if base is not True:
                self.plan.kept.append(Kept(row.title, _("Programme"), _("removed here"), ""))
                return False
            draft.is_deleted = False
        record["cancelled"] = False
        return True

    def _is_out(self, draft: SessionDraft, slot: SlotDraft) -> bool:
        if draft.session is None:
            return False
        return draft.is_deleted or (slot.slot is not None and slot.was is None)

    def _was_taken_back(self, draft: SessionDraft, slot: SlotDraft, entry: Imported) -> bool:
        session = draft.session
        if session is None:
            return False
        if draft.was_deleted:
            return self.known.was_undone(session, "deleted", True, entry)
        key = history.slot_key(slot.slot.pk) if slot.slot else ""
        return self.known.was_undone(session, key, None, entry)

    def _take_out(self, draft: SessionDraft, slot: SlotDraft) -> None:
        slot.now, slot.is_cancelled = None, True
        if not any(each.now for each in draft.slots):
            draft.is_deleted = True

    # --- words --------------------------------------------------------------------------

    def _merge_words(
        self, draft: SessionDraft, row: Incoming, entry: Imported | None, record: dict[str, Any]
    ) -> None:
        told = said(self.programme, row, self.formats)
        if self._says_less():
            # Our calendar puts several fields into one. It can say them first, not correct them.
            record.setdefault("first_said_by", self.programme.kind if draft.session is None else "")
            if record["first_said_by"] != self.programme.kind:
                told = {"title": told["title"]}
        for name, theirs in told.items():
            ours = draft.now.get(name)
            if draft.session is None:
                draft.now.setdefault(name, theirs)
            else:
                base = base_of(entry, name)
                if entry and self.known.was_undone(draft.session, name, ours, entry):
                    base = ours
                merged = merge(base, ours, theirs)
                draft.now[name] = merged.value
                if merged.conflict:
                    self._keep(draft, str(history.label_of(name)), ours, theirs)
            record[name] = theirs
        draft.title = str(draft.now.get("title", draft.title))

    def _says_less(self) -> bool:
        return self.programme.is_ours and self.programme.kind == calendar_file.KIND

    def _keep(self, draft: SessionDraft, label: str, here: Any, there: Any) -> None:
        self.plan.kept.append(Kept(draft.title, label, str(here)[:300], str(there)[:300]))

    # --- times --------------------------------------------------------------------------

    def _merge_times(
        self, draft: SessionDraft, slot: SlotDraft, row: Incoming, entry: Imported | None,
        record: dict[str, Any],
    ) -> None:  # fmt: skip
        hours = self._hours(row)
        if hours is None:
            if draft.session is None and not any(each.now for each in draft.slots):
                draft.now["minutes"] = self._minutes(row)
            return
        ours = slot.now
        base = _hours_in(entry)
        if ours is None and slot.slot is None:
            kept_hours: tuple[datetime, datetime] = hours
            if base is not UNSAID and base == hours:
                # People here took its time away.
                return
        elif ours is None:
            kept_hours = hours
        else:
            undone = self._is_undone(draft, slot, entry)
            merged = merge(ours.hours if undone else base, ours.hours, hours)
            kept_hours = merged.value
            if merged.conflict:
                self._keep(draft, _("When"), self._say(ours.hours), self._say(hours))
        record["starts_at"], record["ends_at"] = (each.isoformat() for each in hours)
        slot.now = When(*kept_hours, self._room(draft, slot, row, entry, record))
        self.placed.append((slot, row))
        if draft.now.get("minutes"):
            draft.now["minutes"] = None

    def _is_undone(self, draft: SessionDraft, slot: SlotDraft, entry: Imported | None) -> bool:
        if entry is None or draft.session is None or slot.slot is None:
            return False
        key, state = history.slot_key(slot.slot.pk), history.slot_state(slot.slot)
        return self.known.was_undone(draft.session, key, state, entry)

    def _room(
        self, draft: SessionDraft, slot: SlotDraft, row: Incoming, entry: Imported | None,
        record: dict[str, Any],
    ) -> RoomChoice | None:  # fmt: skip
        ours = slot.now.room if slot.now else None
        if row.room is None:
            return ours
        base = base_of(entry, "room")
        record["room"] = row.room
        if base is not UNSAID and base == row.room and slot.now is not None:
            return ours
        theirs = self.rooms.named(row.room)
        if row.room and theirs is None:
            said_so = _("the file names more rooms than a place has: it is without a room.")
            self.programme.complain(row.where, row.title, said_so)
        if slot.now is None:
            return theirs
        before: Any = UNSAID
        if self._is_undone(draft, slot, entry):
            before = ours
        elif base is not UNSAID:
            before = self.rooms.named(base) if base else None
        merged = merge(before, ours, theirs)
        if merged.conflict:
            nowhere = _("without a room")
            self._keep(draft, _("Room"), ours.name if ours else nowhere, row.room or nowhere)
        found: RoomChoice | None = merged.value
        return found

    def _hours(self, row: Incoming) -> tuple[datetime, datetime] | None:
        """If the week can hold them; else it is said why not."""
        if row.start is None or row.end is None:
            return None
        day = row.start.astimezone(self.zone).date()
        if not self.first <= day <= self.last:
            words = _("%(day)s is not a day of the week: kept without a time.")
            self._complain(row, words % {"day": dates.day(day, year=True)})
            return None
        if row.end <= row.start:
            self._complain(row, _("it ends before it begins: kept without a time."))
            return None
        if row.end - row.start > LONGEST:
            self._complain(row, _("it lasts longer than a day: kept without a time."))
            return None
        return row.start, row.end

    def _complain(self, row: Incoming, words: str) -> None:
        self.programme.complain(row.where, row.title, words)

    def _minutes(self, row: Incoming) -> int | None:
        if row.start and row.end and row.start < row.end <= row.start + LONGEST:
            return minutes_between(row.start, row.end)
        return row.minutes

    def _say(self, hours: tuple[datetime, datetime]) -> str:
        day = dates.day(hours[0].astimezone(self.zone).date())
        return f"{day}, {dates.hours(*hours, self.zone)}"

    # --- what is no longer in it --------------------------------------------------------

    def look_for_lost(self) -> None:
        keys = {row.key for row in self.programme.rows}
        for entry in self.known.entries.values():
            if entry.key in keys or not self._comes_from_here(entry):
                continue
            found = self.known.draft_of(entry)
            if found is None:
                continue
            draft, slot = found
            start = slot.was.starts_at if slot.was else None
            self.plan.lost.append(Lost(draft.title, start))
            if self.plan.wanted.remove_missing:
                self._take_out(draft, slot)
                slot.record = {**entry.record, "cancelled": True}

    def _comes_from_here(self, entry: Imported) -> bool:
        return self.programme.source in entry.record.get("sources", [])

    # --- rooms --------------------------------------------------------------------------

    def find_rooms(self) -> None:
        moved = [(slot, row) for slot, row in self.placed if slot.is_changed and slot.now]
        leaving = {each.slot.pk for each in self._leaving() if each.slot is not None}
        if moved:
            self._give_rooms(moved, leaving)
        used = {slot.now.room for slot, _row in self.placed if slot.now and slot.now.room}
        self.plan.new_rooms = [room for room in self.rooms.new if room in used]
        self.plan.joining = [
            choice.room for choice in self.rooms.by_pk.values()
            if choice in used and choice.room and choice.room.pk not in self.rooms.of_week
        ]  # fmt: skip

    def _leaving(self) -> Iterator[SlotDraft]:
        for draft in self.known.drafts:
            if draft.is_deleted:
                for slot in draft.slots:
                    slot.now = None
            yield from (slot for slot in draft.slots if slot.slot is not None and slot.is_changed)

    def _give_rooms(self, moved: list[tuple[SlotDraft, Incoming]], leaving: set[int]) -> None:
        wishes = [slot.now for slot, _row in moved if slot.now]
        occupancy = Occupancy(
            {when.room.pk for when in wishes if when.room and when.room.pk},
            min(when.starts_at for when in wishes), max(when.ends_at for when in wishes), leaving,
        )  # fmt: skip
        # What only changes its words, or its room for nobody's, is never put out by the others.
        for slot, row in moved:
            now = slot.now
            if now is None or occupancy.take(now):
                continue
            room = now.room.name if now.room else ""
            # It may have stayed where it was, if only its room or hour could not change.
            slot.now = When(now.starts_at, now.ends_at)
            words = _("%(room)s is taken at that time: it is placed without a room.")
            self._complain(row, words % {"room": room})
            if slot.record is not None:
                slot.record["room"] = ""


def _hours_in(entry: Imported | None) -> Any:
    if entry is None:
        return UNSAID
    starts, ends = entry.record.get("starts_at"), entry.record.get("ends_at")
    if not starts or not ends:
        return UNSAID
    return datetime.fromisoformat(starts), datetime.fromisoformat(ends)

"""Carrying a plan out, with the week held: many sessions at once, and a kept change for each."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Max

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place import actions as place_actions
from openweek.programme import history, rules, seating
from openweek.programme.importing.plan import Plan, SessionDraft, SlotDraft, When
from openweek.programme.models import Batch, Change, Imported, Session, Slot
from openweek.week import actions as week_actions
from openweek.week.models import Week

CHUNK = 100
# How many sessions are done, and of how many.
Progress = Callable[[int, int], None]


def carry_out(plan: Plan, *, by: Author, batch: Batch | None, progress: Progress) -> None:
    """Rooms and days first, then what leaves a room, then the rest; one change per session.

    ``batch`` may only be missing when no session is touched.
    """
    _make_room(plan, by)
    touched = plan.touched
    if batch is not None:
        writer = _Writer(plan.week, batch, by)
        _leave_rooms(touched)
        for start in range(0, len(touched), CHUNK):
            writer.write(touched[start : start + CHUNK])
            progress(min(start + CHUNK, len(touched)), len(touched))
    _remember(plan, touched)


def _make_room(plan: Plan, by: Author) -> None:
    week = plan.week
    for choice in plan.new_rooms:
        choice.room = place_actions.add_room(
            place=week.place, name=choice.name, is_shared=choice.is_shared, by=by
        )
    added = [choice.room for choice in plan.new_rooms if choice.room] + plan.joining
    if added:
        week_actions.choose_rooms(week=week, rooms=[*week.rooms.all(), *added], by=by)
    if plan.extended:
        week_actions.extend_week(week=week, days=plan.extended, by=by)


def _leave_rooms(drafts: Sequence[SessionDraft]) -> None:
    """So that two sessions can change places; those that end have left for good."""
    moved = [slot for slot in _changed_slots(drafts) if slot.slot is not None]
    for start in range(0, len(moved), CHUNK):
        part = moved[start : start + CHUNK]
        Slot.objects.filter(pk__in=[each.slot.pk for each in part if each.slot]).update(room=None)


def _changed_slots(drafts: Sequence[SessionDraft]) -> Iterator[SlotDraft]:
    return (slot for draft in drafts for slot in draft.slots if slot.is_changed)


class _Writer:
    def __init__(self, week: Week, batch: Batch, by: Author) -> None:
        self.week, self.batch, self.by = week, batch, by
        self.now = clock.now()
        slugs = Session.objects.filter(week=week).values_list("slug", flat=True)
        self._slugs = set(slugs) | rules.RESERVED

    def write(self, drafts: Sequence[SessionDraft]) -> None:
        before: dict[int, history.State] = {}
        for draft in drafts:
            if draft.session is None:
                draft.session = self._new_session(draft)
            else:
                slots = [each.slot for each in draft.slots if each.slot is not None]
                before[draft.session.pk] = history.state_of(draft.session, slots)
                self._set_words(draft, draft.session)
        sessions = [draft.session for draft in drafts if draft.session is not None]
        Session.objects.bulk_create(session for session in sessions if session.pk is None)
        self._set_times(drafts)
        self._keep(drafts, before)

    def _new_session(self, draft: SessionDraft) -> Session:
        slug = safe_slug(draft.title, taken=self._slugs, default="moment")
        self._slugs.add(slug)
        named = {"guid": draft.guid} if draft.guid else {}
        return Session(
            week=self.week, slug=slug, author_key=self.by.key, author_name=self.by.name,
            created_at=self.now, **named, **draft.now,
        )  # fmt: skip

    def _set_words(self, draft: SessionDraft, session: Session) -> None:
        fields = draft.touched
        for name in fields:
            setattr(session, name, draft.now[name])
        if draft.is_deleted != draft.was_deleted:
            session.deleted_at = self.now if draft.is_deleted else None
            fields.append("deleted_at")
        if fields:
            session.save(update_fields=fields)

    def _set_times(self, drafts: Sequence[SessionDraft]) -> None:
        new: list[Slot] = []
        for draft in drafts:
            for each in draft.slots:
                if each.is_changed and each.slot is not None:
                    self._set_time(each.slot, each.now)
                elif each.now is not None and each.slot is None and draft.session is not None:
                    each.slot = _slot_at(draft.session, each.now)
                    each.slot.guid = each.guid or each.slot.guid
                    new.append(each.slot)
        Slot.objects.bulk_create(new)

    def _set_time(self, slot: Slot, now: When | None) -> None:
        if now is None:
            slot.cancelled_at = self.now
        else:
            slot.cancelled_at = None
            slot.starts_at, slot.ends_at = now.hours
            slot.room = now.room.room if now.room else None
            slot.shared = bool(now.room and now.room.is_shared)
        slot.save(update_fields=["room", "starts_at", "ends_at", "shared", "cancelled_at"])

    def _keep(self, drafts: Sequence[SessionDraft], before: dict[int, history.State]) -> None:
        numbers = dict(
            Change.objects.filter(session__in=before).order_by().values("session")
            .annotate(newest=Max("number")).values_list("session", "newest")
        )  # fmt: skip
        changes = [
            self._change(draft, draft.session, before.get(draft.session.pk), numbers)
            for draft in drafts
            if draft.session is not None
        ]
        for change in Change.objects.bulk_create(changes):
            if change.number > 1:
                seating.follow(change.session, change)

    def _change(
        self, draft: SessionDraft, session: Session, before: history.State | None,
        numbers: dict[int, int],
    ) -> Change:  # fmt: skip
        slots = [each.slot for each in draft.slots if each.slot is not None]
        after = history.state_of(session, slots)
        if before is None:
            gone = {key: None for key in after if history.slot_pk(key) is not None}
            was: history.State = {"deleted": True, **gone}
            became = {key: value for key, value in after.items() if value not in ("", None, [])}
        else:
            was, became = history.touched(before, after)
        return Change(
            week=self.week, session=session, number=numbers.get(session.pk, 0) + 1, at=self.now,
            author_key=self.by.key, author_name=self.by.name, before=was, after=became,
            batch=self.batch,
        )  # fmt: skip


def _slot_at(session: Session, when: When) -> Slot:
    room = when.room
    return Slot(
        session=session, room=room.room if room else None, starts_at=when.starts_at,
        ends_at=when.ends_at, shared=bool(room and room.is_shared),
    )  # fmt: skip


def _remember(plan: Plan, touched: Sequence[SessionDraft]) -> None:
    """What was last read: of all that is otherwise, or was written just now."""
    written = {id(draft) for draft in touched}
    now = clock.now()
    rows: list[Imported] = []
    for draft in plan.drafts:
        for each in draft.slots:
            record: dict[str, Any] | None = each.record
            if record is None or draft.session is None or not each.key:
                continue
            if record != each.known or id(draft) in written:
                rows.append(
                    Imported(
                        week=plan.week, key=each.key, session=draft.session,
                        slot=each.slot, record=record, at=now,
                    )
                )  # fmt: skip
    Imported.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["week", "key"],
        update_fields=["session", "slot", "record", "at"], batch_size=CHUNK,
    )  # fmt: skip

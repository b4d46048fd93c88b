"""What an import would do, said before anything is done."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openweek.place.models import Room
from openweek.programme.importing.incoming import Programme, Trouble
from openweek.programme.models import Session, Slot
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the one who imports ticked."""

    # Days of the file that are not of the week become days of the week.
    extend: bool = False
    # What came from the same source and is no longer in it is taken out of the programme.
    remove_missing: bool = False


@dataclass(slots=True, eq=False)
class RoomChoice:
    """A room by the name that the file gives it; ``room`` is None until it is made."""

    name: str
    room: Room | None = None
    is_shared: bool = False

    @property
    def pk(self) -> int | None:
        return self.room.pk if self.room else None


@dataclass(frozen=True, slots=True)
class When:
    """A time in the programme; ``room`` None is elsewhere."""

    starts_at: datetime
    ends_at: datetime
    room: RoomChoice | None = None

    @property
    def hours(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at


@dataclass(slots=True, eq=False)
class SlotDraft:
    """One time of a session; ``was`` and ``now`` are None where it has none."""

    key: str
    slot: Slot | None = None
    was: When | None = None
    now: When | None = None
    guid: UUID | None = None
    # What is kept as last read; None when nothing was read about it this time.
    record: dict[str, Any] | None = None
    known: dict[str, Any] | None = None
    is_cancelled: bool = False

    @property
    def is_changed(self) -> bool:
        return self.was != self.now


@dataclass(slots=True, eq=False)
class SessionDraft:
    """A session as it would become; of a new one ``session`` is None, and ``was`` stays empty."""

    title: str
    session: Session | None = None
    was: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)
    slots: list[SlotDraft] = field(default_factory=list)
    was_deleted: bool = False
    is_deleted: bool = False
    guid: UUID | None = None
    # False for what is only here because it is no longer in the file.
    is_read: bool = False

    @property
    def is_new(self) -> bool:
        return not self.was and not self.is_deleted

    @property
    def touched(self) -> list[str]:
        return [name for name, value in self.now.items() if self.was.get(name) != value]

    @property
    def is_removed(self) -> bool:
        return bool(self.was) and self.is_deleted and not self.was_deleted

    @property
    def is_changed(self) -> bool:
        if not self.was or self.is_removed:
            return False
        differs = self.was_deleted != self.is_deleted
        return differs or bool(self.touched) or any(slot.is_changed for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file says otherwise, and stays as people wrote it here since."""

    title: str
    label: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Came from this source once, and is no longer in it."""

    title: str
    when: datetime | None


@dataclass(slots=True)
class Plan:
    week: Week
    programme: Programme
    wanted: Wanted
    drafts: list[SessionDraft] = field(default_factory=list)
    new_rooms: list[RoomChoice] = field(default_factory=list)
    # Rooms of the place that were not open during this week.
    joining: list[Room] = field(default_factory=list)
    extended: tuple[date, date] | None = None
    days_outside: list[date] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def new(self) -> list[SessionDraft]:
        return [draft for draft in self.drafts if draft.is_new]

    @property
    def changed(self) -> list[SessionDraft]:
        return [draft for draft in self.drafts if draft.is_changed]

    @property
    def removed(self) -> list[SessionDraft]:
        return [draft for draft in self.drafts if draft.is_removed]

    @property
    def same(self) -> int:
        """Sessions of the file of which nothing changes."""
        touched = {id(draft) for draft in self.touched}
        alike = (each for each in self.drafts if each.is_read and each.was)
        return sum(1 for each in alike if id(each) not in touched)

    @property
    def touched(self) -> list[SessionDraft]:
        return [*self.new, *self.changed, *self.removed]

    @property
    def is_empty(self) -> bool:
        """Whether the programme would stay as it is."""
        return not (self.touched or self.extended)

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new), "changed": len(self.changed), "removed": len(self.removed),
            "same": self.same, "kept": len(self.kept), "lost": len(self.lost),
            "troubles": len(self.troubles), "rooms": len(self.new_rooms),
        }  # fmt: skip

"""Which room a file means, and whether it is free."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from openweek.ground.text import clean_line
from openweek.programme.importing.incoming import Incoming
from openweek.programme.importing.plan import RoomChoice, When
from openweek.programme.models import Imported, Slot
from openweek.week.models import Week

NAME_LENGTH = 120
# A building has fewer; a file that names more is a mistake.
MOST_NEW = 200


def folded(name: str) -> str:
    return clean_line(name)[:NAME_LENGTH].casefold()


class Rooms:
    """Of a place, by name; those that are missing would be made."""

    def __init__(self, week: Week, entries: Iterable[Imported], rows: Iterable[Incoming]) -> None:
        self.of_week = {room.pk for room in week.rooms.all()}
        rooms = list(week.place.rooms.all())
        self.by_pk = {room.pk: RoomChoice(room.name, room, room.is_shared) for room in rooms}
        self._by_name = _renamed(entries, self.by_pk)
        for room in reversed(rooms):
            self._by_name[folded(room.name)] = self.by_pk[room.pk]
        self._shared = _overlapping(rows)
        self.new: list[RoomChoice] = []

    def named(self, name: str) -> RoomChoice | None:
        """None for no name, and for more names than a house has rooms."""
        key = folded(name)
        if not key:
            return None
        if key not in self._by_name:
            if len(self.new) >= MOST_NEW:
                return None
            made = RoomChoice(clean_line(name)[:NAME_LENGTH], None, key in self._shared)
            self._by_name[key] = made
            self.new.append(made)
        return self._by_name[key]


def _renamed(entries: Iterable[Imported], by_pk: dict[int, RoomChoice]) -> dict[str, RoomChoice]:
    """The room that a name in the file became, if it was given another name here since."""
    found: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        name, slot = entry.record.get("room"), entry.slot
        if name and slot is not None and slot.cancelled_at is None and slot.room_id in by_pk:
            found[folded(name)].add(slot.room_id)
    return {name: by_pk[next(iter(pks))] for name, pks in found.items() if len(pks) == 1}


def _overlapping(rows: Iterable[Incoming]) -> set[str]:
    """Names of rooms in which the file itself has two things at once."""
    by_room: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for row in rows:
        if row.room and row.start and row.end and not row.cancelled:
            by_room[folded(row.room)].append((row.start, row.end))
    found = set()
    for name, times in by_room.items():
        times.sort()
        latest = times[0][1]
        for start, end in times[1:]:
            if start < latest:
                found.add(name)
                break
            latest = max(latest, end)
    return found


class Occupancy:
    """Who has which room when; as the database would refuse it."""

    def __init__(
        self, rooms: Iterable[int], first: datetime, last: datetime, without: set[int]
    ) -> None:
        self._taken: dict[object, list[tuple[datetime, datetime]]] = defaultdict(list)
        rows = Slot.objects.filter(
            room__in=list(rooms), cancelled_at__isnull=True, starts_at__lt=last, ends_at__gt=first,
            shared=False,
        ).values_list("pk", "room_id", "starts_at", "ends_at")  # fmt: skip
        for pk, room, starts_at, ends_at in rows.order_by():
            if pk not in without:
                insort(self._taken[room], (starts_at, ends_at))

    def take(self, when: When) -> bool:
        """False when somebody has it; else it is taken now."""
        room = when.room
        if room is None or room.is_shared:
            return True
        taken = self._taken[room.pk or room]
        if any(start < when.ends_at and end > when.starts_at for start, end in taken):
            return False
        insort(taken, when.hours)
        return True

"""A day of the programme as a grid: rooms are columns, five minutes are a row.

The same rows are a plain list on a telephone; only the classes lay them out on a wide screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.hours import exists_at, to_utc
from openweek.look import dates
from openweek.place.models import Room
from openweek.programme.queries import Moment
from openweek.week.models import Week
from openweek.week.queries import Day

ROW = timedelta(minutes=5)
HOUR = timedelta(hours=1)
# As many as programme.css has classes for.
MOST_ROWS, MOST_COLUMNS = 300, 24
# The first row holds the names of the rooms, the first column the hours.
HEAD = 1
INKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn on the grid that a reader of the list doesn't need."""

    css: str
    label: str = ""
    note: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    moment: Moment
    css: str
    hours: str
    starts: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ShownDay:
    date: date
    name: str
    opening: str
    is_today: bool
    is_past: bool
    css: str = ""
    rooms: tuple[Mark, ...] = ()
    hours: tuple[Mark, ...] = ()
    shut: tuple[Mark, ...] = ()
    cells: tuple[Cell, ...] = ()
    now: Mark | None = None


def shown_day(week: Week, day: Day, moments: Sequence[Moment], rooms: Sequence[Room]) -> ShownDay:
    words = ShownDay(
        date=day.date,
        name=dates.day(day.date),
        opening=opening_in_words(day),
        is_today=day.state == "today",
        is_past=day.state == "past",
    )
    if not moments:
        return words
    grid = _Grid(week, day, moments, rooms)
    return ShownDay(
        date=words.date, name=words.name, opening=words.opening, is_today=words.is_today,
        is_past=words.is_past, css=f"cols-{grid.width}", rooms=tuple(grid.heads()),
        hours=tuple(grid.hours()), shut=tuple(grid.shut()), cells=tuple(grid.cells()),
        now=grid.now(),
    )  # fmt: skip


def opening_in_words(day: Day) -> str:
    if not day.hours:
        return _("the doors are closed")
    return ", ".join(
        f"{dates.hour(row.opens)}{dates.NBSP}– {dates.hour(row.closes)}" for row in day.hours
    )


class _Grid:
    def __init__(
        self, week: Week, day: Day, moments: Sequence[Moment], rooms: Sequence[Room]
    ) -> None:
        self._zone = week.place.zone
        self._moments = moments
        self._open = [
            (to_utc(row.date, row.opens, self._zone), to_utc(row.date, row.closes, self._zone))
            for row in day.hours
            if exists_at(row.date, row.opens, self._zone)
            and exists_at(row.date, row.closes, self._zone)
        ]
        first = min([each.starts_at for each in moments] + [opens for opens, _ends in self._open])
        last = max([each.ends_at for each in moments] + [closes for _opens, closes in self._open])
        # On the hour as the place's own clock shows it.
        local = first.astimezone(self._zone)
        past = timedelta(minutes=local.minute, seconds=local.second)
        self._first = first.replace(microsecond=0) - past
        self._last = min(last, self._first + MOST_ROWS * ROW)
        used = {each.room_id for each in moments}
        self._rooms = (
            [room for room in rooms if room.pk in used] if len(rooms) > INKS * 2 else [*rooms]
        )
        known = {room.pk for room in self._rooms}
        # A room may have left the week after something was placed there.
        strangers = {
            each.room_id: each.room
            for each in moments
            if each.room_id and each.room_id not in known
        }
        self._columns = {room.pk: place for place, room in enumerate(self._rooms)}
        self._strangers = list(strangers.items())
        for pk, _name in self._strangers:
            self._columns[pk] = len(self._columns)
        self._lanes = _lanes(each for each in moments if each.room_id is None)
        self._lane_count = max(self._lanes.values(), default=-1) + 1
        self.width = min(max(len(self._columns) + self._lane_count, 1), MOST_COLUMNS)

    def heads(self) -> Iterable[Mark]:
        for place, room in enumerate(self._rooms):
            note = _("%(count)d seats") % {"count": room.seats} if room.seats else ""
            yield Mark(f"in-{place + 1}", room.name, note, room.slug)
        for place, (_pk, name) in enumerate(self._strangers, start=len(self._rooms)):
            yield Mark(f"in-{place + 1}", name)
        if self._lane_count:
            yield Mark(f"in-{min(len(self._columns) + 1, MOST_COLUMNS)} to-end", _("Elsewhere"))

    def hours(self) -> Iterable[Mark]:
        moment = self._first
        while moment < self._last:
            yield Mark(self._rows(moment, moment + HOUR), dates.clock_time(moment, self._zone))
            moment += HOUR

    def shut(self) -> Iterable[Mark]:
        """The hours at which the doors are closed."""
        edge = self._first
        for opens, closes in self._open:
            if opens > edge:
                yield Mark(self._rows(edge, opens))
            edge = max(edge, closes)
        if self._open and edge < self._last:
            yield Mark(self._rows(edge, self._last))

    def cells(self) -> Iterable[Cell]:
        now = clock.now()
        for each in self._moments:
            is_on = each.is_on(now)
            classes = [self._rows(each.starts_at, each.ends_at), f"in-{self._column(each)}"]
            classes += [f"ink-{each.format_id % INKS + 1}"] if each.format_id else []
            classes += ["is-on"] if is_on else ["is-over"] if each.ends_at <= now else []
            classes += ["is-improvised"] if each.is_improvised else []
            yield Cell(
                moment=each,
                css=" ".join(classes),
                hours=dates.hours(each.starts_at, each.ends_at, self._zone),
                starts=each.starts_at.astimezone(self._zone).isoformat(timespec="minutes"),
                is_on=is_on,
            )

    def now(self) -> Mark | None:
        now = clock.now()
        if not self._first <= now < self._last:
            return None
        return Mark(f"at-{self._row(now)}", dates.clock_time(now, self._zone))

    def _column(self, moment: Moment) -> int:
        if moment.room_id is not None:
            column = self._columns[moment.room_id]
        else:
            column = len(self._columns) + self._lanes[moment.slot_id]
        return min(column + 1, MOST_COLUMNS)

    def _row(self, moment: datetime) -> int:
        return min(max((moment - self._first) // ROW, 0), MOST_ROWS - 1) + HEAD

    def _rows(self, first: datetime, last: datetime) -> str:
        at = self._row(first)
        end = min(-((self._first - last) // ROW), MOST_ROWS) + HEAD
        return f"at-{at} for-{max(end - at, 1)}"


def _lanes(moments: Iterable[Moment]) -> dict[int, int]:
    """Side by side what happens at the same time without a room, by the slot's number."""
    lanes: dict[int, int] = {}
    ends: list[datetime] = []
    for each in moments:
        lane = next((n for n, end in enumerate(ends) if end <= each.starts_at), len(ends))
        ends[lane : lane + 1] = [each.ends_at]
        lanes[each.slot_id] = lane
    return lanes

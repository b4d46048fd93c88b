"""A day of the programme as a grid: rooms are columns, five minutes are a row.

The same rows are a plain list on a telephone; only the classes lay them out on a wide screen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.hours import exists_at, to_utc
from openweek.look import dates
from openweek.place.models import Feature, Room
from openweek.programme.models import Break
from openweek.programme.queries import Moment
from openweek.week.models import Week
from openweek.week.queries import Day

ROW = timedelta(minutes=5)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
# As many as programme.css has classes for.
MOST_ROWS, MOST_COLUMNS = 300, 24
LAST_ROW = timedelta(hours=24)
# The first row holds the names of the rooms, the first column the hours.
HEAD = 1
INKS = 4
# Of a day on which nobody has said when the doors open, for those who place sessions there.
USUAL_HOURS = (time(9), time(18))


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn on the grid that a reader of the list doesn't need."""

    css: str
    label: str = ""
    note: str = ""
    room: str = ""
    room_id: int | None = None
    offers: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    moment: Moment
    css: str
    hours: str
    starts: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A break: a line among the sessions, drawn across all rooms."""

    number: int
    title: str
    css: str
    hours: str
    starts: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What a script must know of a day to move something on it: five minutes are a row."""

    first: datetime
    rows: int
    # Where something new would stand: when the doors open, or from now on.
    start: int
    columns: int
    words: tuple[str, ...]


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
    # The cells and the breaks, in the order in which they begin.
    lines: tuple[Cell | Pause, ...] = ()
    now: Mark | None = None
    frame: Frame | None = None

    @property
    def legend(self) -> tuple[Feature, ...]:
        """What the pictograms below the rooms' names say."""
        offered = {each for room in self.rooms for each in room.offers}
        return tuple(each for each in Feature if each in offered)


def shown_day(
    week: Week,
    day: Day,
    moments: Sequence[Moment],
    rooms: Sequence[Room],
    breaks: Sequence[Break] = (),
) -> ShownDay:
    """A day as everybody sees it; without any session it has no grid."""
    shown = _in_words(day)
    if not moments:
        return shown
    grid = _Grid(week, day, moments, _used(rooms, moments), breaks)
    return _drawn(shown, grid)


def whole_day(
    week: Week, day: Day, moments: Sequence[Moment], rooms: Sequence[Room], breaks: Sequence[Break]
) -> ShownDay:
    """A day on which one can place things: every room, elsewhere too, and every open hour."""
    grid = _Grid(week, day, moments, rooms, breaks, is_whole=True)
    return replace(_drawn(_in_words(day), grid), frame=grid.frame())


def _in_words(day: Day) -> ShownDay:
    return ShownDay(
        date=day.date,
        name=dates.day(day.date),
        opening=opening_in_words(day),
        is_today=day.state == "today",
        is_past=day.state == "past",
    )


def _drawn(shown: ShownDay, grid: "_Grid") -> ShownDay:
    cells = tuple(grid.cells())
    both: list[Cell | Pause] = [*grid.pauses(), *cells]
    lines = sorted(both, key=lambda line: line.starts)
    return replace(
        shown, css=f"cols-{grid.width}", rooms=tuple(grid.heads()), hours=tuple(grid.hours()),
        shut=tuple(grid.shut()), cells=cells, lines=tuple(lines), now=grid.now(),
    )  # fmt: skip


def _used(rooms: Sequence[Room], moments: Sequence[Moment]) -> list[Room]:
    """With many rooms, those alone where something happens that day."""
    if len(rooms) <= INKS * 2:
        return [*rooms]
    used = {each.room_id for each in moments}
    return [room for room in rooms if room.pk in used]


def opening_in_words(day: Day) -> str:
    if not day.hours:
        return _("the doors are closed")
    return ", ".join(
        f"{dates.hour(row.opens)}{dates.NBSP}– {dates.hour(row.closes)}" for row in day.hours
    )


class _Grid:
    def __init__(
        self,
        week: Week,
        day: Day,
        moments: Sequence[Moment],
        rooms: Sequence[Room],
        breaks: Sequence[Break],
        *,
        is_whole: bool = False,
    ) -> None:
        self._zone = week.place.zone
        self._moments = moments
        self._breaks = breaks
        self._open = [
            (to_utc(row.date, row.opens, self._zone), to_utc(row.date, row.closes, self._zone))
            for row in day.hours
            if exists_at(row.date, row.opens, self._zone)
            and exists_at(row.date, row.closes, self._zone)
        ]
        self._bound(day, around=HOUR if is_whole else timedelta(0))
        self._rooms = [*rooms]
        known = {room.pk for room in self._rooms}
        # A room may have left the week after something was placed there.
        self._strangers = {
            each.room_id: each.room
            for each in moments
            if each.room_id and each.room_id not in known
        }
        self._lay_columns(has_elsewhere=is_whole)

    def _bound(self, day: Day, *, around: timedelta) -> None:
        """From the first hour to the last; with ``around``, one can place things there too."""
        stretches = [(each.starts_at, each.ends_at) for each in self._moments]
        stretches += [(each.starts_at, each.ends_at) for each in self._breaks]
        opening = self._open
        if around and not opening:
            usual = [hour for hour in USUAL_HOURS if exists_at(day.date, hour, self._zone)]
            edges = [to_utc(day.date, hour, self._zone) for hour in usual]
            opening = [(edges[0], edges[-1])]
        first = min(start for start, _end in stretches + opening)
        last = max(end for _start, end in stretches + opening)
        if around:
            midnight = datetime.combine(day.date, time(0), self._zone)
            first, last = max(first - around, midnight), min(last + around, midnight + LAST_ROW)
        # On the hour as the place's own clock shows it.
        local = first.astimezone(self._zone)
        past = timedelta(minutes=local.minute, seconds=local.second)
        self._first = first.astimezone(UTC).replace(microsecond=0) - past
        self._last = min(last, self._first + MOST_ROWS * ROW)

    def _lay_columns(self, *, has_elsewhere: bool) -> None:
        """Each room has a column; one that is shared has as many as things overlap there."""
        by_room: dict[int | None, list[Moment]] = defaultdict(list)
        for each in self._moments:
            by_room[each.room_id].append(each)
        order: list[int | None] = [*(room.pk for room in self._rooms), *self._strangers]
        if has_elsewhere or None in by_room:
            order.append(None)
        self._columns: dict[int | None, int] = {}
        self._widths: dict[int | None, int] = {}
        self._lanes: dict[int, int] = {}
        column = 0
        for room in order:
            lanes = _lanes(by_room[room])
            self._lanes |= lanes
            self._columns[room] = column
            self._widths[room] = max(lanes.values(), default=0) + 1
            column += self._widths[room]
        self.width = min(max(column, 1), MOST_COLUMNS)

    def heads(self) -> Iterable[Mark]:
        for room in self._rooms:
            note = _("%(count)d seats") % {"count": room.seats} if room.seats else ""
            yield Mark(self._head(room.pk), room.name, note, room.slug, room.pk, room.offers)
        for pk, name in self._strangers.items():
            yield Mark(self._head(pk), name, room_id=pk)
        if None in self._columns:
            yield Mark(f"{self._head(None)} to-end", _("Elsewhere"))

    def _head(self, room: int | None) -> str:
        place = min(self._columns[room] + 1, MOST_COLUMNS)
        return f"in-{place}" + (f" wide-{self._widths[room]}" if self._widths[room] > 1 else "")

    def pauses(self) -> Iterable[Pause]:
        for each in self._breaks:
            yield Pause(
                number=each.pk,
                title=each.title,
                css=self._rows(each.starts_at, each.ends_at),
                hours=dates.hours(each.starts_at, each.ends_at, self._zone),
                starts=each.starts_at.astimezone(self._zone).isoformat(timespec="minutes"),
            )

    def frame(self) -> Frame:
        rows = int((self._last - self._first) / ROW)
        words = (dates.clock_time(self._first + row * ROW, self._zone) for row in range(rows + 1))
        opens = self._open[0][0] if self._open else self._first
        start = -((self._first - max(opens, min(clock.now(), self._last))) // QUARTER)
        steps = int(QUARTER / ROW)
        return Frame(
            self._first,
            rows,
            max(min(start * steps, rows - 2 * steps), 0),
            self.width,
            tuple(words),
        )

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
        column = self._columns[moment.room_id] + self._lanes[moment.slot_id]
        return min(column + 1, MOST_COLUMNS)

    def _row(self, moment: datetime) -> int:
        return min(max(int((moment - self._first) / ROW), 0), MOST_ROWS - 1) + HEAD

    def _rows(self, first: datetime, last: datetime) -> str:
        at = self._row(first)
        end = min(-((self._first - last) // ROW), MOST_ROWS) + HEAD
        return f"at-{at} for-{max(end - at, 1)}"


def _lanes(moments: Iterable[Moment]) -> dict[int, int]:
    """Side by side what happens at the same time in one place, by the slot's number."""
    lanes: dict[int, int] = {}
    ends: list[datetime] = []
    for each in moments:
        lane = next((n for n, end in enumerate(ends) if end <= each.starts_at), len(ends))
        ends[lane : lane + 1] = [each.ends_at]
        lanes[each.slot_id] = lane
    return lanes

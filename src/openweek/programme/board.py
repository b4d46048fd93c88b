"""The board on which sessions are placed: days as grids, the tray, clashes, the chosen one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.look import dates
from openweek.place.models import Room
from openweek.programme import clashes, history, queries
from openweek.programme.clash_words import ClashInWords, Teller
from openweek.programme.forms import EXTENSIONS, PlaceForm
from openweek.programme.grid import Cell, Pause, ShownDay, whole_day
from openweek.programme.ledger import RoomTaken
from openweek.programme.models import Change, Session, Slot
from openweek.programme.queries import Moment, Unplaced
from openweek.week import queries as week_queries
from openweek.week.models import Week

USUAL_MINUTES = 60
# A list that one still reads; the hard ones and those of most people come first.
MOST_CLASHES = 40


@dataclass(frozen=True, slots=True)
class Card:
    """A session on the grid, with what one must know to move it."""

    cell: Cell
    key: str
    place_url: str
    seen: int
    is_pinned: bool
    is_chosen: bool
    clashes: tuple[ClashInWords, ...]

    @property
    def css(self) -> str:
        if not self.clashes:
            return self.cell.css
        is_hard = any(each.is_hard for each in self.clashes)
        return f"{self.cell.css} {'has-clash' if is_hard else 'has-soft-clash'}"


@dataclass(frozen=True, slots=True)
class InTray:
    """A session that has no time yet."""

    unplaced: Unplaced
    key: str
    place_url: str
    seen: int
    minutes: int
    is_chosen: bool

    @property
    def length(self) -> str:
        return dates.duration(self.minutes)


@dataclass(frozen=True, slots=True)
class BoardDay:
    shown: ShownDay
    lines: tuple[Card | Pause, ...]


@dataclass(frozen=True, slots=True)
class LastMove:
    """What one button takes back."""

    mark: str
    title: str
    is_undo: bool


@dataclass(frozen=True, slots=True)
class Board:
    days: list[BoardDay]
    all_days: list[week_queries.Day]
    tray: list[InTray]
    clashes: list[ClashInWords]
    chosen: Card | None
    chosen_in_tray: InTray | None
    form: PlaceForm | None
    last_move: LastMove | None
    shown_day: date | None
    root: str

    @property
    def told(self) -> list[ClashInWords]:
        return self.clashes[:MOST_CLASHES]

    @property
    def untold(self) -> int:
        return len(self.clashes) - len(self.told)


def board_of(week: Week, by: Author, *, day: date | None = None, chosen: str = "") -> Board:
    """``chosen`` is a key: "slot-12", or "session-5" of the tray. A constant number of queries.

    Without a ``day`` all that are to come are shown.
    """
    moments = queries.programme_of(week)
    rooms, breaks = week_queries.rooms_of(week), queries.breaks_by_day(week)
    stretches = {
        each.pk: (each.starts_at, each.ends_at) for rows in breaks.values() for each in rows
    }
    found = clashes.find(
        queries.placed_of(week), breaks=stretches, opening=queries.opening_stretches(week)
    )
    teller = Teller(
        moments, rooms, [each for rows in breaks.values() for each in rows], week.place.zone
    )
    told = [(clash, teller.tell(clash)) for clash in found]
    cards = _Cards(week, told, chosen)
    by_day: dict[date, list[Moment]] = defaultdict(list)
    for moment in moments:
        by_day[moment.starts_at.astimezone(week.place.zone).date()].append(moment)
    all_days = week_queries.days_of(week)
    days = [
        cards.day(whole_day(week, each, by_day[each.date], rooms, breaks.get(each.date, [])))
        for each in all_days
        if each.date == day or (day is None and (each.state != "past" or week.is_over))
    ]
    tray = cards.tray(queries.to_be_placed(week))
    in_tray = next((each for each in tray if each.is_chosen), None)
    return Board(
        days=days, all_days=all_days, tray=tray, clashes=[words for _clash, words in told],
        chosen=cards.chosen_of(days), chosen_in_tray=in_tray,
        form=_form(week, in_tray) if in_tray else None, last_move=last_move(week, by),
        shown_day=day, root=queries.programme_url(week),
    )  # fmt: skip


class _Cards:
    """Adds to cells what the board shows besides; looks everything up once."""

    def __init__(
        self, week: Week, told: list[tuple[clashes.Clash, ClashInWords]], chosen: str
    ) -> None:
        self._chosen = chosen
        self._numbers = dict(
            Change.objects.filter(week=week)
            .order_by()
            .values_list("session")
            .annotate(newest=Max("number"))
        )
        self._pinned = set(
            queries.active_slots(week).filter(pinned=True).values_list("pk", flat=True)
        )
        self._week = week
        self._told: dict[int, list[ClashInWords]] = defaultdict(list)
        for clash, words in told:
            for slot in clash.slots:
                self._told[slot].append(words)

    def day(self, shown: ShownDay) -> BoardDay:
        lines = [line if isinstance(line, Pause) else self.card(line) for line in shown.lines]
        return BoardDay(shown, tuple(lines))

    def card(self, cell: Cell) -> Card:
        moment = cell.moment
        key = f"slot-{moment.slot_id}"
        return Card(
            cell=cell, key=key, place_url=f"{moment.url}place/",
            seen=self._numbers.get(moment.session_id, 0),
            is_pinned=moment.slot_id in self._pinned, is_chosen=key == self._chosen,
            clashes=tuple(self._told[moment.slot_id]),
        )  # fmt: skip

    def tray(self, rows: list[Unplaced]) -> list[InTray]:
        lengths = {
            pk: minutes or usual or USUAL_MINUTES
            for pk, minutes, usual in Session.objects.filter(
                pk__in=[row.session_id for row in rows]
            ).values_list("pk", "minutes", "format__duration_minutes")
        }
        return [
            InTray(
                unplaced=row, key=f"session-{row.session_id}", place_url=f"{row.url}place/",
                seen=self._numbers.get(row.session_id, 0), minutes=lengths[row.session_id],
                is_chosen=self._chosen == f"session-{row.session_id}",
            )
            for row in rows
        ]  # fmt: skip

    def chosen_of(self, days: list[BoardDay]) -> Card | None:
        cards = (line for day in days for line in day.lines if isinstance(line, Card))
        return next((card for card in cards if card.is_chosen), None)


def _form(week: Week, chosen: InTray) -> PlaceForm:
    session = Session.objects.get(pk=chosen.unplaced.session_id)
    session.week = week
    initial: dict[str, Any] = {"minutes": chosen.minutes, "seen": chosen.seen}
    return PlaceForm(week=week, session=session, initial=initial)


def last_move(week: Week, by: Author) -> LastMove | None:
    """The last thing that this author did in the week, if it gave something another place."""
    change = _last_change(week, by)
    if change is None or change.number == 1 or change.session.deleted_at is not None:
        return None
    if not any(history.slot_pk(key) for key in {**change.before, **change.after}):
        return None
    return LastMove(change.mark, change.session.title, is_undo=change.undoes_id is not None)


def _last_change(week: Week, by: Author) -> Change | None:
    if not by.key:
        return None
    mine = Change.objects.filter(week=week, author_key=by.key, batch__isnull=True)
    return mine.select_related("session").order_by("-pk").first()


def where_in_words(slot: Slot, week: Week) -> str:
    """« jeudi 26 novembre, 10 h – 11 h, Cuisine »."""
    zone = week.place.zone
    day = dates.day(slot.starts_at.astimezone(zone).date())
    room = slot.room.name if isinstance(slot.room, Room) else _("elsewhere")
    return f"{day}, {dates.hours(slot.starts_at, slot.ends_at, zone)}, {room}"


@dataclass(frozen=True, slots=True)
class Step:
    """One button of the panel."""

    value: str
    label: str
    icon: str


def steps() -> list[list[Step]]:
    """Two by two, as they stand in the panel."""
    return [
        [
            Step("earlier", _("15 min earlier"), "left"),
            Step("later", _("15 min later"), "right"),
        ],
        [
            Step("room-before", _("Room before"), "left"),
            Step("room-after", _("Room after"), "right"),
        ],
        [
            Step("day-before", _("Day before"), "left"),
            Step("day-after", _("Day after"), "right"),
        ],
        [
            Step("shorter", _("15 min shorter"), "minus"),
            Step("longer", _("15 min longer"), "plus"),
        ],
    ]


@dataclass(frozen=True, slots=True)
class GoOn:
    """A way to go on: until when, in which room (empty: in its own), and how it is said."""

    until: str
    words: str
    short: str = ""
    room: str = ""


def ways_to_go_on(slot: Slot | Moment, week: Week, taken: RoomTaken | None = None) -> list[GoOn]:
    """A quarter, half an hour, an hour; or, when its room is wanted by others, what is free."""
    if taken is None or isinstance(slot, Moment):
        zone = week.place.zone
        ends = [(minutes, slot.ends_at + timedelta(minutes=minutes)) for minutes in EXTENSIONS]
        return [
            GoOn(
                end.isoformat(),
                _("%(length)s longer, until %(hour)s")
                % {"length": dates.duration(minutes), "hour": dates.clock_time(end, zone)},
                f"+{dates.duration(minutes)}",
            )
            for minutes, end in ends
        ]
    return list(_instead(slot, week, taken))


def _instead(slot: Slot, week: Week, taken: RoomTaken) -> Iterator[GoOn]:
    until = taken.span.ends_at
    said = {"room": taken.span.room, "hour": dates.clock_time(until, week.place.zone)}
    shorter = slot.starts_at + timedelta(minutes=taken.alternatives.shorter_minutes)
    if taken.span.room == slot.room and shorter > slot.ends_at:
        words = {**said, "hour": dates.clock_time(shorter, week.place.zone)}
        yield GoOn(shorter.isoformat(), _("Until %(hour)s, in %(room)s") % words)
    for room in taken.alternatives.rooms:
        words = {**said, "room": room.name}
        yield GoOn(until.isoformat(), _("Until %(hour)s, in %(room)s") % words, room=str(room.pk))


@dataclass(frozen=True, slots=True)
class Running:
    """Something that is on, and how it can go on."""

    moment: Moment
    ways: list[GoOn]


def running_of(week: Week) -> list[Running]:
    """All that is on at this moment; one query."""
    return [Running(each, ways_to_go_on(each, week)) for each in queries.running_now(week)]


def ways_of(slots: Iterable[Slot], week: Week) -> list[GoOn]:
    """How the one of these times that is on can go on; none when none is."""
    now = clock.now()
    running = next((each for each in slots if each.starts_at <= now < each.ends_at), None)
    return ways_to_go_on(running, week) if running else []

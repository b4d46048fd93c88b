"""Reads of the programme, as plain rows that pages, screens and exports can hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse

from openweek.ground import clock
from openweek.ground.hours import exists_at, to_utc
from openweek.place.models import Room
from openweek.programme.models import Change, Kind, Origin, Session, Slot
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class Moment:
    """A session at one of its times. ``room`` is empty when it has none."""

    session_id: int
    slot_id: int
    title: str
    summary: str
    facilitator: str
    format: str
    format_id: int | None
    is_improvised: bool
    seats: int | None
    remote_url: str
    starts_at: datetime
    ends_at: datetime
    room: str
    room_id: int | None
    url: str

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def is_on(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A session that has no time yet."""

    session_id: int
    title: str
    summary: str
    facilitator: str
    format: str
    url: str


@dataclass(frozen=True, slots=True)
class RoomNow:
    """What happens in a room, and what follows there. ``room`` is empty for what has none."""

    room: str
    slug: str
    now: Moment | None
    next: Moment | None


_COLUMNS = (
    "session_id", "pk", "session__title", "session__summary", "session__facilitator",
    "session__format__title", "session__format_id", "session__origin", "session__seats",
    "session__remote_url", "starts_at", "ends_at", "room__name", "room_id", "session__slug",
)  # fmt: skip


def active_slots(week: Week) -> QuerySet[Slot]:
    """What the programme shows; what waits for a look keeps its rooms, and is not shown."""
    return Slot.objects.filter(
        session__week=week, session__deleted_at__isnull=True, session__held_at__isnull=True,
        cancelled_at__isnull=True,
    )  # fmt: skip


def programme_url(week: Week) -> str:
    return reverse("programme", kwargs={"place": week.place.slug, "week": week.slug})


def programme_of(week: Week) -> list[Moment]:
    """All that has a time, in the order in which it begins; one query."""
    return _moments(week, active_slots(week))


def upcoming(week: Week, limit: int, at: datetime | None = None) -> list[Moment]:
    """What is on or still to come, the nearest first."""
    moment = at or clock.now()
    return _moments(week, active_slots(week).filter(ends_at__gt=moment), limit)


def upcoming_in(week: Week, room: Room, at: datetime) -> list[Moment]:
    """What is on or still to come in one room."""
    return _moments(week, active_slots(week).filter(ends_at__gt=at, room=room), 50)


def day_bounds(week: Week, day: date) -> tuple[datetime, datetime]:
    zone = week.place.zone
    following = day + timedelta(days=1)
    return _midnight(day, zone), _midnight(following, zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    hour = time(0) if exists_at(day, time(0), zone) else time(1)
    return to_utc(day, hour, zone)


def _moments(week: Week, slots: QuerySet[Slot], limit: int | None = None) -> list[Moment]:
    root = programme_url(week)
    ordered = slots.order_by("starts_at", "room__position", "room_id", "pk")
    rows = ordered.values_list(*_COLUMNS)[:limit]
    return [
        Moment(
            session_id=row[0], slot_id=row[1], title=row[2], summary=row[3], facilitator=row[4],
            format=row[5] or "", format_id=row[6], is_improvised=row[7] == Origin.IMPROVISED,
            seats=row[8], remote_url=row[9], starts_at=row[10], ends_at=row[11],
            room=row[12] or "", room_id=row[13], url=f"{root}{row[14]}/",
        )
        for row in rows
    ]  # fmt: skip


def to_be_placed(week: Week) -> list[Unplaced]:
    """Sessions that nobody has given a time yet, the oldest first."""
    root = programme_url(week)
    rows = (
        Session.objects.filter(
            week=week, kind=Kind.SESSION, deleted_at__isnull=True, held_at__isnull=True
        )
        .exclude(pk__in=active_slots(week).values("session_id"))
        .order_by("pk")
        .values_list("pk", "title", "summary", "facilitator", "format__title", "slug")
    )
    return [Unplaced(*row[:4], format=row[4] or "", url=f"{root}{row[5]}/") for row in rows]


def now_and_next(week: Week, at: datetime | None = None) -> list[RoomNow]:
    """Each room of the week in its order, then what has no room; next is next that same day."""
    moment = at or clock.now()
    today = moment.astimezone(week.place.zone).date()
    by_room: dict[int | None, list[Moment]] = defaultdict(list)
    for each in upcoming(week, 300, at=moment):
        if each.starts_at <= moment or each.starts_at.astimezone(week.place.zone).date() == today:
            by_room[each.room_id].append(each)
    rooms = [_room_now(room, by_room[room.pk], moment) for room in week.rooms.all()]
    elsewhere = by_room[None]
    running = [each for each in elsewhere if each.is_on(moment)]
    following = next((each for each in elsewhere if each.starts_at > moment), None)
    roomless = [RoomNow("", "", each, None) for each in running[:-1]]
    if running or following:
        roomless.append(RoomNow("", "", running[-1] if running else None, following))
    return rooms + roomless


def _room_now(room: Room, moments: Sequence[Moment], at: datetime) -> RoomNow:
    now = next((each for each in moments if each.is_on(at)), None)
    following = next((each for each in moments if each.starts_at > at), None)
    return RoomNow(room.name, room.slug, now, following)


def revision(week: Week) -> str:
    """Another one after each change of the week's programme, and never the same again.

    Whoever writes in the programme holds the week's row until its transaction ends, so that the
    newest change is also the last that was committed.
    """
    newest = Change.objects.filter(week=week).order_by("-pk").values_list("pk", "mark").first()
    return "-".join(map(str, newest)) if newest else "0"


def slots_of(session: Session) -> list[Slot]:
    return list(session.slots.filter(cancelled_at__isnull=True).select_related("room"))


def changes_of(session: Session) -> QuerySet[Change]:
    return session.changes.select_related("undoes").order_by("-number")


def running_slot(session: Session) -> Slot | None:
    """Its time that is on now."""
    now = clock.now()
    running = session.slots.filter(cancelled_at__isnull=True, starts_at__lte=now, ends_at__gt=now)
    return running.select_related("room").first()


def running_now(week: Week) -> list[Moment]:
    """All that is on at this moment."""
    now = clock.now()
    return _moments(week, active_slots(week).filter(starts_at__lte=now, ends_at__gt=now))


def newest_change(session: Session) -> int:
    """The number of a session's last change: tells whether it changed meanwhile."""
    return changes_of(session).values_list("number", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """Moments still to begin or to end; one that lacks both is in both."""

    without_facilitator: list[Moment]
    without_room: list[Moment]


def lacking(week: Week, *, on: date | None = None) -> Lacking:
    """Of one day, or of the whole week; what one follows from afar alone needs no room.

    One query.
    """
    slots = active_slots(week).filter(ends_at__gt=clock.now())
    if on is not None:
        first, last = day_bounds(week, on)
        slots = slots.filter(starts_at__lt=last, ends_at__gt=first)
    found = _moments(
        week,
        slots.filter(Q(session__facilitator="") | Q(room__isnull=True, session__remote_url="")),
    )
    return Lacking(
        without_facilitator=[each for each in found if not each.facilitator.strip()],
        without_room=[each for each in found if each.room_id is None and not each.remote_url],
    )

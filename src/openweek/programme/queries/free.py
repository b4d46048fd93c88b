"""What is free: rooms at a time, times in a room."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from openweek.ground import clock
from openweek.ground.hours import exists_at, to_utc
from openweek.place.models import Room
from openweek.programme.models import Session, Slot, Span
from openweek.week.models import Week

QUARTER = timedelta(minutes=15)


def free_rooms(week: Week, spans: Iterable[Span], *, ignoring: Session | None = None) -> list[Room]:
    """Rooms of the week that nobody has at any of these times, and those that are shared."""
    rows = Slot.objects.filter(cancelled_at__isnull=True, room__isnull=False, shared=False)
    if ignoring is not None:
        rows = rows.exclude(session=ignoring)
    overlapping = Q(pk__in=[])
    for span in spans:
        overlapping |= Q(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)
    taken = set(rows.filter(overlapping).values_list("room_id", flat=True))
    return [room for room in week.rooms.all() if room.is_shared or room.pk not in taken]


def free_times(
    week: Week, span: Span, *, ignoring: Session | None = None, limit: int = 3
) -> list[datetime]:
    """When that room is next free for as long, while the doors are open."""
    if span.room is None:
        return []
    length = span.ends_at - span.starts_at
    earliest = max(span.starts_at, clock.now())
    busy = Slot.objects.filter(room=span.room, cancelled_at__isnull=True, ends_at__gt=earliest)
    if ignoring is not None:
        busy = busy.exclude(session=ignoring)
    taken = list(busy.order_by("starts_at").values_list("starts_at", "ends_at"))
    found: list[datetime] = []
    for opens, closes in _opening_stretches(week):
        first = _next_quarter(max(opens, earliest))
        starts = sorted({first, *(end for _, end in taken if first <= end < closes)})
        for start in starts:
            end = start + length
            fits = end <= closes and not any(a < end and b > start for a, b in taken)
            if fits and len(found) < limit:
                found.append(start)
    return found


def free_minutes(span: Span, *, ignoring: Session | None = None) -> int:
    """For how long that room is free from that moment on, up to the length of the span."""
    rows = Slot.objects.filter(
        room=span.room, cancelled_at__isnull=True, ends_at__gt=span.starts_at
    )
    if ignoring is not None:
        rows = rows.exclude(session=ignoring)
    first = rows.order_by("starts_at").values_list("starts_at", flat=True).first()
    until = min(first or span.ends_at, span.ends_at)
    return max(int((until - span.starts_at) / timedelta(minutes=1)), 0)


def _opening_stretches(week: Week) -> list[tuple[datetime, datetime]]:
    zone = week.place.zone
    return [
        (to_utc(row.date, row.opens, zone), to_utc(row.date, row.closes, zone))
        for row in week.opening_hours.all()
        if exists_at(row.date, row.opens, zone) and exists_at(row.date, row.closes, zone)
    ]


def _next_quarter(moment: datetime) -> datetime:
    past = (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % QUARTER
    return moment if not past else moment + QUARTER - past

"""What everybody should know just now, soon, and lately."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from openweek.desk.models import Notice
from openweek.ground import clock
from openweek.ground.models import Event
from openweek.place.models import Place

# Says, in its event, until when the notice was to be shown.
ENDED = "desk.notice_ended"
# Beyond these a page would be nothing but notices.
AT_ONCE = 8
PAST_FOR = timedelta(days=30)
IN_FEED = 30


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as a page, a screen or a letter shows it. Hours are in UTC."""

    number: int
    text: str
    more: str
    is_urgent: bool
    on_screen: bool
    starts_at: datetime
    ends_at: datetime
    by: str
    url: str
    created_at: datetime
    withdrawn_at: datetime | None = None
    mailed_at: datetime | None = None
    by_mail: bool = False
    # Of one that is shown no more: put back, it would be shown again.
    can_return: bool = False


def notices_now(place: Place) -> list[NoticeLine]:
    """Those that are shown just now: the urgent ones first, then the newest. One query."""
    now = clock.now()
    rows = live(place).filter(starts_at__lte=now, ends_at__gt=now)
    return _lines(place, rows[:AT_ONCE])


def notices_coming(place: Place) -> list[NoticeLine]:
    """Those that will be shown, the nearest first."""
    rows = live(place).filter(starts_at__gt=clock.now())
    return _lines(place, rows.order_by("starts_at", "id")[:IN_FEED])


def notices_past(place: Place) -> list[NoticeLine]:
    """Those of the last month that are shown no more, also the withdrawn ones: to put back."""
    now = clock.now()
    ended = Q(withdrawn_at__isnull=False) | Q(ends_at__lte=now)
    rows = Notice.objects.filter(ended, place=place, ends_at__gt=now - PAST_FOR)
    lines = _lines(place, rows.order_by("-ends_at", "-id")[:IN_FEED])
    planned = _planned(line.number for line in lines)
    return [
        replace(line, can_return=max(line.ends_at, planned.get(line.number, line.ends_at)) > now)
        for line in lines
    ]


def planned_end(number: int) -> datetime | None:
    """Until when a notice was to be shown before somebody ended it."""
    return _planned([number]).get(number)


def notices_of_feed(place: Place) -> list[NoticeLine]:
    """Those that have begun, whether or not they are over; the newest first."""
    rows = live(place).filter(starts_at__lte=clock.now())
    return _lines(place, rows.order_by("-starts_at", "-id")[:IN_FEED])


def _planned(numbers: Iterable[int]) -> dict[int, datetime]:
    subjects = [f"desk.notice:{number}" for number in numbers]
    rows = Event.objects.filter(kind=ENDED, subject__in=subjects).order_by("pk")
    return {
        int(subject.rpartition(":")[2]): datetime.fromisoformat(data["ends_at"])
        for subject, data in rows.values_list("subject", "data")
    }


def live(place: Place) -> QuerySet[Notice]:
    """Those that nobody has ended before their time."""
    return Notice.objects.filter(place=place, withdrawn_at__isnull=True)


def _lines(place: Place, rows: Iterable[Notice]) -> list[NoticeLine]:
    root = reverse("notices", args=[place.slug])
    return [
        NoticeLine(
            number=row.pk,
            text=row.text,
            more=row.more,
            is_urgent=row.is_urgent,
            on_screen=row.on_screen,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            by=row.author_name,
            url=f"{root}#notice-{row.pk}",
            created_at=row.created_at,
            withdrawn_at=row.withdrawn_at,
            mailed_at=row.mailed_at,
            by_mail=row.by_mail,
        )
        for row in rows
    ]

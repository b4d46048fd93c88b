"""Reads of weeks and of when their doors are open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, QuerySet

from openweek.ground import clock
from openweek.place.models import Place, Room
from openweek.week.models import ChecklistItem, OpeningHours, Week


@dataclass(frozen=True)
class Day:
    """A day of a week as pages show it: a door."""

    date: date
    hours: tuple[OpeningHours, ...]
    state: str  # "past", "today", "future" or "closed"

    @property
    def opens(self) -> time | None:
        return self.hours[0].opens if self.hours else None

    @property
    def closes(self) -> time | None:
        return self.hours[-1].closes if self.hours else None


def weeks_of(place: Place) -> QuerySet[Week]:
    return Week.objects.filter(place=place).select_related("place")


def weeks() -> QuerySet[Week]:
    return Week.objects.select_related("place").order_by("-starts_on")


def rooms_of(week: Week) -> list[Room]:
    return list(week.rooms.all())


def days_of(week: Week) -> list[Day]:
    hours: dict[date, list[OpeningHours]] = defaultdict(list)
    for row in week.opening_hours.all():
        hours[row.date].append(row)
    return [
        Day(date=day, hours=tuple(hours[day]), state=_state(week, day, is_closed=not hours[day]))
        for day in week.days
    ]


def _state(week: Week, day: date, *, is_closed: bool) -> str:
    if day < week.today or week.is_over:
        return "past"
    if is_closed:
        return "closed"
    return "today" if day == week.today else "future"


def is_open_at(week: Week, moment: datetime) -> bool:
    """Whether the doors are open at that moment."""
    local = moment.astimezone(week.place.zone)
    return any(
        row.date == local.date() and row.opens <= local.time() < row.closes
        for row in week.opening_hours.all()
    )


def week_to_prepare(place: Place) -> Week | None:
    """The week that runs, or else the next one: what the desk is about."""
    return weeks_to_come(place).first()


def weeks_to_come(place: Place) -> QuerySet[Week]:
    """Those that run and those that come, the nearest first."""
    today = clock.today(place.zone)
    coming = weeks_of(place).filter(archived_at__isnull=True, ends_on__gte=today)
    return coming.order_by("starts_on", "pk")


def checklist_of(week: Week) -> list[ChecklistItem]:
    """In the order in which it is due; what is due on no day comes last."""
    return list(week.checklist.all())


def checklist_item(week: Week, number: int) -> ChecklistItem | None:
    return week.checklist.select_related("week__place").filter(pk=number).first()


def due_items(place: Place, until: date) -> list[ChecklistItem]:
    """What is still to be done by then for any week of the place, the oldest first.

    Also of weeks that are over: their thanks and their report are due after them.
    """
    rows = ChecklistItem.objects.filter(
        week__place=place, done_at__isnull=True, due_on__lte=until
    ).select_related("week__place")
    return list(rows.order_by("due_on", "position", "pk"))


# Whoever tidies up is still there.
TIDYING = timedelta(minutes=30)


def doors_closed(place: Place) -> datetime | None:
    """When the doors of a place closed for today, if they did, and it was tidied up since."""
    local = (clock.now() - TIDYING).astimezone(place.zone)
    today = OpeningHours.objects.filter(
        week__place=place, week__archived_at=None, date=local.date()
    )
    # Closed at noon, they open again.
    last: time | None = today.aggregate(last=Max("closes"))["last"]
    if last is None or last > local.time():
        return None
    return datetime.combine(local.date(), last, tzinfo=place.zone)

"""Reads of weeks and of when their doors are open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openweek.place.models import Place, Room
from openweek.place.queries import DeskCard
from openweek.week.models import OpeningHours, Week


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


def desk_cards(place: Place) -> list[DeskCard]:
    """What the concierge's desk shows of the week that runs, or of the next one."""
    coming = [week for week in weeks_of(place).order_by("starts_on") if not week.is_over]
    new = DeskCard(
        _("A new week"), _("A title and two dates are enough."), f"/{place.slug}/weeks/new/", "plus"
    )
    if not coming:
        return [new]
    week = coming[0]
    root = f"/{place.slug}/{week.slug}/"
    welcome = DeskCard(
        _("Welcome desk"), _("Who is expected today, and who is there."), f"{root}welcome/", "hand"
    )
    cards = [
        DeskCard(week.title, _("The week’s page, as everybody sees it."), root, "calendar"),
        DeskCard(_("Programme"), _("What happens, when and where."), f"{root}programme/", "list"),
        DeskCard(_("Screen"), _("Now and next, for the wall."), f"{root}screen/", "screen"),
        DeskCard(
            _("Change the week"), _("Its words, hours and licence."), f"{root}settings/", "settings"
        ),
    ]
    return [welcome, *cards] if week.is_running else [*cards, new]

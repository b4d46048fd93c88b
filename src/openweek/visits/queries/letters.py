"""To whom a place may write: those of the week that runs, and those who asked for its news."""

from dataclasses import dataclass

from django.db.models import QuerySet

from openweek.desk.actions import Recipient
from openweek.place.models import Place
from openweek.place.queries import who_stopped
from openweek.visits.models import Visit
from openweek.week.models import Week
from openweek.week.queries import weeks_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asked for the news of a place."""

    email: str
    name: str
    language: str


def newsletter(place: Place) -> list[Reader]:
    """Those who ticked it, each address once; not those who want no letters after all.

    It empties as visits are forgotten: who wants news for longer says so again.
    """
    rows = _reachable().filter(week__place=place, newsletter=True).order_by("email", "-pk")
    readers: dict[str, Reader] = {}
    for visit in rows:
        reader = Reader(visit.email, visit.name, visit.language)
        readers.setdefault(visit.email.casefold(), reader)
    stopped = who_stopped(place, [each.email for each in readers.values()])
    return [each for each in readers.values() if each.email not in stopped]


def recipients(place: Place) -> list[Recipient]:
    """Of the week that runs: notices and rules are about their own visit, for these very days."""
    running: list[Week] = [week for week in weeks_of(place) if week.is_running]
    rows = _reachable().filter(week__in=running, cancelled_at__isnull=True)
    return [Recipient(visit.email, visit.name, visit.language) for visit in rows]


def _reachable() -> QuerySet[Visit]:
    return Visit.objects.filter(erased_at__isnull=True).exclude(email="")

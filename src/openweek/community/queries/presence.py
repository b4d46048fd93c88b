"""Who is here, on site or from afar, and open to talk.

Nobody has to say that they leave: a row counts only for as long as it is believed, and that is
asked when it is read. A machine that slept, or a job that did not run, changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from openweek.community.models import Light, Presence, Where
from openweek.ground import clock
from openweek.ground.text import first_name
from openweek.place.models import Place

# On site, one says it once in the morning.
ON_SITE_LASTS = timedelta(hours=10)
# From afar the page itself says so each minute, while somebody looks at it.
REMOTE_LASTS = timedelta(minutes=3)
# Without scripts it can't: then what was said last is believed for so long.
REMOTE_LASTS_UNSEEN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who is here now, as pages show it."""

    number: int  # of the presence
    key: str  # the author's
    person_id: int | None  # None for somebody without an account
    name: str
    is_on_site: bool
    is_open: bool
    about: str
    since: datetime

    @property
    def first_name(self) -> str:
        return first_name(self.name)

    @property
    def light(self) -> str:
        return Light.OPEN if self.is_open else Light.BUSY


Closing = Callable[[Place], datetime | None]
_closings: list[Closing] = []


def when_doors_close(closing: Closing) -> None:
    """Say, once, when the application starts, how a room above knows when doors closed last.

    It gives the last closing that is past, or None; nobody is on site whom only the time before
    it heard of.
    """
    _closings.append(closing)


def here(place: Place) -> list[Here]:
    """Those who are here, the first comer first. At most one query, and one for each closing."""
    rows = [row for row in believed(place) if row.name]
    return [
        Here(
            number=row.pk,
            key=row.key,
            person_id=row.person_id,
            name=row.name,
            is_on_site=row.where == Where.ON_SITE,
            is_open=row.light == Light.OPEN,
            about=row.about,
            since=row.since,
        )
        for row in rows
    ]


def here_number(place: Place) -> int:
    """How many there are."""
    return believed(place).count()


def presence_of(place: Place, key: str) -> Presence | None:
    """That author's, while it is believed."""
    return believed(place).filter(key=key).first() if key else None


def lights(place: Place) -> dict[int, str]:
    """Of the people who are here: open or busy, by their number.

    One query: whoever asks knows whether the doors are open.
    """
    since = clock.now() - ON_SITE_LASTS
    rows = _believed(place, since).filter(person__isnull=False).values_list("person_id", "light")
    return {number: light for number, light in rows if number is not None}


def believed(place: Place) -> QuerySet[Presence]:
    """The presences that count at this moment."""
    return _believed(place, _on_site_since(place))


def _believed(place: Place, since: datetime) -> QuerySet[Presence]:
    now = clock.now()
    on_site = Q(where=Where.ON_SITE, seen_at__gt=since)
    # Nothing was heard from the page since the last thing that somebody did: it can't speak.
    silent = Q(seen_at=F("light_at"), seen_at__gt=now - REMOTE_LASTS_UNSEEN)
    remote = Q(where=Where.REMOTE) & (Q(seen_at__gt=now - REMOTE_LASTS) | silent)
    is_somebody = Q(person__isnull=True) | Q(person__is_active=True)
    return Presence.objects.filter(on_site | remote, is_somebody, place=place, left_at=None)


def _on_site_since(place: Place) -> datetime:
    closed = [at for closing in _closings if (at := closing(place)) is not None]
    return max([clock.now() - ON_SITE_LASTS, *closed])

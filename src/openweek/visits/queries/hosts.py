"""Hosts, as everybody may see them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from openweek.community.models import Light
from openweek.community.queries import lights
from openweek.ground import clock
from openweek.ground.text import first_name
from openweek.look import dates
from openweek.place.models import Person
from openweek.place.spoken import languages_in_words
from openweek.visits.models import Host, Need
from openweek.visits.queries.seats import local_now
from openweek.week.halves import Half, Part, half_at, in_words
from openweek.week.models import Week
from openweek.week.queries import is_open_at

# What a host says of each need to which they can answer.
OFFERS = {
    Need.STEP_FREE.value: pgettext_lazy("what a host offers", "a place without steps"),
    Need.HEARING.value: pgettext_lazy("what a host offers", "speaking clearly, face to face"),
    Need.SEEING.value: pgettext_lazy("what a host offers", "reading aloud, describing"),
    Need.COMPANY.value: pgettext_lazy("what a host offers", "staying at somebody’s side"),
    Need.CHILD.value: pgettext_lazy("what a host offers", "receiving children as well"),
}
# Fewer days are as well said one by one.
RUN = 3


@dataclass(frozen=True)
class HostCard:
    """A host as everybody sees them: a first name, and no more of who they are."""

    person_id: int
    first_name: str
    about: str
    languages: tuple[str, ...]
    halves: tuple[Half, ...]
    light: str  # "open", "busy", or "" while the doors are closed
    needs: tuple[str, ...] = ()  # those to which they can answer, in words

    @property
    def days(self) -> list[str]:
        """Three whole days that follow one another, or more, are said at once."""
        parts = Counter(half.date for half in self.halves)
        whole = sorted(day for day, count in parts.items() if count == len(Part))
        if len(whole) < RUN or whole[-1] - whole[0] != timedelta(days=len(whole) - 1):
            return in_words(self.halves)
        run = _("%(day)s, all day") % {"day": dates.days(whole[0], whole[-1], year=False)}
        return [run, *in_words(half for half in self.halves if half.date not in whole)]


def hosts_of(week: Week) -> list[HostCard]:
    """In the order in which they offered themselves.

    A light shines only while the doors are open and its host is meant to be there: one that
    burnt all night would not be believed in the morning.
    """
    rows = Host.objects.filter(week=week, person__is_active=True).select_related("person")
    is_open = week.is_running and is_open_at(week, clock.now())
    lit = lights(week.place) if is_open else {}
    now = half_at(local_now(week)) if is_open else None
    return [_as_card(host, now, lit) for host in rows.prefetch_related("half_days")]


def hosts_to_meet(week: Week) -> list[tuple[str, str]]:
    """As a form offers them: the person's number, and a first name with what one may ask."""
    rows = Host.objects.filter(week=week, person__is_active=True)
    told = rows.values_list("person", "person__name", "about")
    return [
        (str(person), " · ".join(filter(None, [first_name(name), about])))
        for person, name, about in told
    ]


def _as_card(host: Host, now: Half | None, lit: dict[int, str]) -> HostCard:
    halves = tuple(row.half for row in host.half_days.all())
    is_there = now is not None and (not halves or now in halves)
    return HostCard(
        person_id=host.person_id,
        first_name=first_name(host.person.name),
        about=host.about,
        languages=languages_in_words(host.languages),
        halves=halves,
        light=lit.get(host.person_id, Light.OPEN) if is_there else "",
        needs=offers_in_words(host.need_codes),
    )


def offers_in_words(codes: Iterable[str]) -> tuple[str, ...]:
    """In the order in which needs are always said; a code that is none of ours is left out."""
    said = set(codes)
    return tuple(str(words) for code, words in OFFERS.items() if code in said)


def open_now(week: Week) -> list[HostCard]:
    """Those whom one may ask at this very moment."""
    return [card for card in hosts_of(week) if card.light == Light.OPEN]


def host_of(week: Week, person: Person | None) -> Host | None:
    """With the light that a switch shows: open, until they say that they are busy."""
    if person is None:
        return None
    host = Host.objects.filter(week=week, person=person).first()
    if host is not None:
        host.week = week
        host.light = lights(week.place).get(person.pk, Light.OPEN.value)
    return host

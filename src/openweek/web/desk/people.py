"""Who comes, who is here, and who has nobody to receive them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.visits import queries as visits
from openweek.visits.queries import DeskDay
from openweek.web.desk.lines import Line, Situation, Urgency


@dataclass(frozen=True)
class People:
    """The welcome desk's day as the concierge's desk counts it; None while no week runs."""

    day: DeskDay | None

    def lines(self, now: Situation) -> Iterator[Line]:
        if now.week is None:
            return
        where = [now.place.slug, now.week.slug]
        welcome, matches = reverse("welcome", args=where), reverse("matches", args=where)
        if self.day is not None:
            yield from _conflicts(now, f"{welcome}#to-look-at")
            yield from _without_host(self.day, matches)
            yield from _waiting(self.day, welcome)
        else:
            yield from _without_host_ahead(now, matches)


def people(now: Situation) -> People:
    return People(visits.desk_day(now.week, now.today) if now.week and now.is_running else None)


def _conflicts(now: Situation, page: str) -> Iterator[Line]:
    assert now.week is not None  # noqa: S101  the caller asked
    count = len(visits.to_look_at(now.week))
    if count:
        words = ngettext(
            "%(count)d thing that a desk noted while it was off the network is to be looked at.",
            "%(count)d things that a desk noted while it was off the network are to be looked at.",
            count,
        )
        yield Line(Urgency.NOW, words % {"count": count}, _("Look at it"), page, "search")


def _without_host(day: DeskDay, matches: str) -> Iterator[Line]:
    here = sum(not guest.host for guest in day.here)
    expected = day.without_host - here
    if here:
        words = ngettext(
            "%(count)d visitor is here and has no host.",
            "%(count)d visitors are here and have no host.",
            here,
        )
        yield Line(Urgency.NOW, words % {"count": here}, _("Find them a host"), matches, "people")
    if expected > 0:
        words = ngettext(
            "%(count)d visitor expected today has no host yet.",
            "%(count)d visitors expected today have no host yet.",
            expected,
        )
        button = _("Find them a host")
        yield Line(Urgency.TODAY, words % {"count": expected}, button, matches, "people")


def _waiting(day: DeskDay, welcome: str) -> Iterator[Line]:
    count = len(day.waiting)
    if count:
        words = ngettext(
            "%(count)d visit waits for a seat today.",
            "%(count)d visits wait for a seat today.",
            count,
        )
        yield Line(Urgency.TODAY, words % {"count": count}, _("See the line"), welcome, "clock")


def _without_host_ahead(now: Situation, matches: str) -> Iterator[Line]:
    """Before the week begins nobody runs: hosts still offer themselves."""
    assert now.week is not None  # noqa: S101  the caller asked
    count = len({each.number for each in visits.without_host(now.week)})
    if count:
        words = ngettext(
            "%(count)d visitor of “%(week)s” has no host yet.",
            "%(count)d visitors of “%(week)s” have no host yet.",
            count,
        ) % {"count": count, "week": now.week.title}
        yield Line(Urgency.SOON, words, _("Find them a host"), matches, "people")

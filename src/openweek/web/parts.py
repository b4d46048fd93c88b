"""Parts of pages that are the same for everybody, kept until something changes.

The mark of a place's newest events tells whether anything did; the minute, because pages say
what is on now. Nothing of who asks is in them but whether they keep the place.
"""

from dataclasses import dataclass

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from openweek.ground import clock, events
from openweek.web import queries
from openweek.week.rules import WeekAccess

KEPT_SECONDS = 120


@dataclass(frozen=True)
class WeekParts:
    arrival: SafeString
    content: SafeString


def week_parts(access: WeekAccess) -> WeekParts:
    """The two large parts of a week's page."""
    week = access.week
    revision = f"{events.mark(week.place_id)}:{clock.now():%Y%m%d%H%M}"
    key = f"web.week:{week.pk}:{revision}:{get_language()}:{access.may_manage}"
    cache = caches["parts"]
    kept: WeekParts | None = cache.get(key)
    if kept is None:
        context = {
            "week": week,
            "place": week.place,
            "shown": queries.week(week),
            "may_manage": access.may_manage,
        }
        kept = WeekParts(
            arrival=render_to_string("web/week_arrival.html", context),
            content=render_to_string("web/week_content.html", context),
        )
        cache.set(key, kept, KEPT_SECONDS)
    return kept

"""The days of the programme as HTML, kept in memory until something in them changes."""

import hashlib
from collections import OrderedDict, defaultdict
from datetime import date
from threading import Lock

from django.conf import settings
from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from openweek.commons.models import Format
from openweek.ground import clock
from openweek.look import dates
from openweek.look.doors import Door
from openweek.programme import queries
from openweek.programme.grid import ShownDay, shown_day
from openweek.programme.models import Break
from openweek.programme.queries import Moment
from openweek.week import queries as week_queries
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

MOST_KEPT = 64
# How often the line of the present moves.
TICK_SECONDS = 300

_kept: OrderedDict[str, SafeString] = OrderedDict()
_lock = Lock()


def state_of(week: Week, chosen: date | None, *, may_propose: bool) -> str:
    """A name for what the days show now: the same name, the same HTML."""
    formats = Format.objects.filter(place=week.place).aggregate(Max("changed_at"), Count("pk"))
    facts = [
        week.pk, queries.revision(week), get_language(), chosen, may_propose,
        week.starts_on, week.ends_on, week.archived_at, week.place.timezone, formats,
        list(week.opening_hours.values_list("date", "opens", "closes")),
        list(week.place.rooms.values_list("pk", "name", "slug", "seats", "position", "features")),
        list(Break.objects.filter(week=week).values_list("pk", "title", "starts_at", "ends_at")),
        list(week.rooms.values_list("pk", flat=True)),
        int(clock.now().timestamp()) // TICK_SECONDS if week.is_running else week.today,
    ]  # fmt: skip
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def days_html(week: Week, chosen: date | None, state: str, *, may_propose: bool) -> SafeString:
    """The doors and the days, as they are in ``state``."""
    with _lock:
        if state in _kept:
            _kept.move_to_end(state)
            return _kept[state]
    html = mark_safe(_drawn(week, chosen, may_propose=may_propose))  # noqa: S308  a template's own
    with _lock:
        _kept[state] = html
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return html


def etag(state: str, access: WeekAccess, *, has_messages: bool) -> str:
    """Names the whole page for one reader; empty when it says something that it says only once."""
    if has_messages:
        return ""
    facts = [
        state, access.role, access.author.key, access.author.name,
        access.week.title, access.place.name, settings.OPENWEEK_DEMONSTRATION,
    ]  # fmt: skip
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def _drawn(week: Week, chosen: date | None, *, may_propose: bool) -> str:
    by_day: dict[date, list[Moment]] = defaultdict(list)
    for moment in queries.programme_of(week):
        by_day[moment.starts_at.astimezone(week.place.zone).date()].append(moment)
    days = week_queries.days_of(week)
    rooms = week_queries.rooms_of(week)
    breaks = queries.breaks_by_day(week)
    shown: list[ShownDay] = [
        shown_day(week, day, by_day[day.date], rooms, breaks.get(day.date, []))
        for day in days
        if chosen in {None, day.date}
    ]
    return render_to_string(
        "programme/days.html",
        {
            "days": shown,
            "doors": [_door(day, len(by_day[day.date]), chosen) for day in days],
            "chosen": chosen,
            "unplaced": queries.to_be_placed(week),
            "root": queries.programme_url(week),
            "may_propose": may_propose,
            "is_over": week.is_over,
        },
    )


def _door(day: week_queries.Day, count: int, chosen: date | None) -> Door:
    return Door(
        label=f"{dates.weekday(day.date)} {day.date.day}",
        state=day.state,  # type: ignore[arg-type]  # one of the four that doors know
        href=f"?day={day.date.isoformat()}#days",
        note=ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}
        if count
        else "",
        current=chosen == day.date,
    )

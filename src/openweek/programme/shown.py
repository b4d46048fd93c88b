"""The days of the programme as HTML, kept in memory until something in them changes."""

import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Callable
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
from openweek.place.models import Room
from openweek.programme import queries
from openweek.programme.grid import shown_day
from openweek.programme.models import Break
from openweek.programme.queries import Moment
from openweek.week import queries as week_queries
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

MOST_KEPT = 256
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
    return _name(facts)


def days_html(week: Week, chosen: date | None, state: str, *, may_propose: bool) -> SafeString:
    """The doors and the days, as they are in ``state``."""
    return _once(state, lambda: _drawn(week, chosen, may_propose=may_propose))


def _once(state: str, draw: Callable[[], str]) -> SafeString:
    """What is kept under that name, drawn when it isn't."""
    with _lock:
        if state in _kept:
            _kept.move_to_end(state)
            return _kept[state]
    html = mark_safe(draw())  # noqa: S308  a template's own
    with _lock:
        _kept[state] = html
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return html


class _Drawing:
    """Draws days, those anew in which something changed: mostly one of them did."""

    def __init__(self, week: Week, rooms: list[Room], *, may_propose: bool) -> None:
        self._week = week
        self._rooms = rooms
        self._may_propose = may_propose
        self._facts = [
            week.pk, week.place.slug, week.slug, week.place.timezone, get_language(), may_propose,
            [(room.pk, room.name, room.slug, room.seats, room.features) for room in rooms],
        ]  # fmt: skip

    def day(self, day: week_queries.Day, moments: list[Moment], breaks: list[Break]) -> SafeString:
        now = clock.now()
        moves = day.date == self._week.today or any(each.is_on(now) for each in moments)
        facts = [
            *self._facts, day.date, day.state, [(row.opens, row.closes) for row in day.hours],
            moments, [(each.pk, each.title, each.starts_at, each.ends_at) for each in breaks],
            int(now.timestamp()) // TICK_SECONDS if moves else None,
        ]  # fmt: skip
        return _once(_name(facts), lambda: self._drawn(day, moments, breaks))

    def _drawn(self, day: week_queries.Day, moments: list[Moment], breaks: list[Break]) -> str:
        return render_to_string(
            "programme/day.html",
            {
                "day": shown_day(self._week, day, moments, self._rooms, breaks),
                "root": queries.programme_url(self._week),
                "may_propose": self._may_propose,
            },
        )


def _name(facts: list[object]) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def etag(state: str, access: WeekAccess, own: dict[str, object], *, has_messages: bool) -> str:
    """Names the whole page for one reader; empty when it says something that it says only once."""
    if has_messages:
        return ""
    facts = [
        state, access.role, access.author.key, access.author.name,
        access.week.title, access.place.name, settings.OPENWEEK_DEMONSTRATION, own,
    ]  # fmt: skip
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def _drawn(week: Week, chosen: date | None, *, may_propose: bool) -> str:
    by_day: dict[date, list[Moment]] = defaultdict(list)
    for moment in queries.programme_of(week):
        by_day[moment.starts_at.astimezone(week.place.zone).date()].append(moment)
    days = week_queries.days_of(week)
    rooms = week_queries.rooms_of(week)
    breaks = queries.breaks_by_day(week)
    drawing = _Drawing(week, rooms, may_propose=may_propose)
    shown = [
        drawing.day(day, by_day[day.date], breaks.get(day.date, []))
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

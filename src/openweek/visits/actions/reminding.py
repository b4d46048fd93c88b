"""Letters that leave in their own time: other hours, the day before, thanks; each exactly once.

Nothing here counts on having been called at its hour. Each look finds in the rows what is due and
not yet told, and writes the letter and the row that says so in one transaction: a machine that was
off, or killed half-way, catches up, and what is no longer of use is left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.commons.models import FormatVersion
from openweek.ground import clock, deadlines
from openweek.ground.models import Deadline, Event
from openweek.ground.text import clean_line
from openweek.publishing.queries import books_of_place
from openweek.visits.actions import telling
from openweek.visits.models import STANDING, HalfDay, Match, Told, Visit
from openweek.visits.queries.seats import openings
from openweek.visits.queries.waiting import eve_of
from openweek.week.halves import Half, Opening, in_order, openings_of
from openweek.week.models import OpeningHours, Week
from openweek.week.queries import Day

TELL_HOURS = "visits.tell_hours"  # the deadline after other hours were set, by its event
HOURS_SETTLE = timedelta(minutes=10)  # whoever sets hours corrects them once more
OF_HOURS = ("week.hours_set", "week.week_archived")
DAY_BEFORE, THANKS = "day-before", "thanks"
THANKED_AT = time(10)
THANKED_WITHIN = timedelta(days=14)  # later, thanks would only puzzle
AT_ONCE = 100
FORMATS_AT_MOST = 5


# Other hours, a closed day, a week that does not take place


def look_for_new_hours() -> int:
    """Set a deadline for each change of hours that has none yet; return how many."""
    since = clock.now() - timedelta(days=2)
    weeks = Week.objects.filter(ends_on__gte=since.date())
    subjects = [f"week.week:{pk}" for pk in weeks.values_list("pk", flat=True)]
    found = Event.objects.filter(subject__in=subjects, kind__in=OF_HOURS, at__gt=since)
    known = set(
        Deadline.objects.filter(kind=TELL_HOURS, subject_id__in=found.values("pk")).values_list(
            "subject_id", flat=True
        )
    )
    fresh = [event for event in found if event.pk not in known]
    for event in fresh:
        deadlines.set_deadline(TELL_HOURS, event.pk, event.at + HOURS_SETTLE)
    return len(fresh)


def tell_hours_when_due(event_id: int) -> None:
    """Tell whoever is expected at an hour that is another one now, or at none."""
    event = Event.objects.get(pk=event_id)
    before = _told_before(event)
    week = Week.objects.select_related("place").filter(pk=event.subject.rpartition(":")[2]).first()
    if week is None or before is None:
        return
    is_off = event.kind == OF_HOURS[1]
    was = _hours_in(before.data, week)
    now = {} if is_off else _hours_in(event.data, week)
    other = {half for half in was.keys() | now.keys() if _when(was, half) != _when(now, half)}
    for visit, rows in _expected(week).items():
        halves = in_order(row.half for row in rows if row.half in other)
        if halves and visit.created_at < event.at:  # who came later was told the new ones
            _tell_hours(visit, halves, (was, now), event, is_off=is_off)


def _told_before(event: Event) -> Event | None:
    """The hours that people last knew; None while a later change will tell this one too."""
    same = Event.objects.filter(subject=event.subject, kind__in=OF_HOURS)
    if same.filter(pk__gt=event.pk, at__lte=event.at + HOURS_SETTLE).exists():
        return None
    later = event
    for each in same.filter(pk__lt=event.pk).order_by("-pk"):
        if later.at - each.at > HOURS_SETTLE:
            return each
        later = each
    return None


def _when(hours: Mapping[Half, Opening], half: Half) -> tuple[time, time] | None:
    found = hours.get(half)
    return (found.opens, found.closes) if found else None


def _hours_in(data: Mapping[str, Any], week: Week) -> dict[Half, Opening]:
    """The half-days of hours as their event says them."""
    found: dict[Half, Opening] = {}
    for key, (opens, closes) in data.items():
        day = date.fromisoformat(key)
        row = OpeningHours(
            date=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)
        )
        shown = Day(date=day, hours=(row,), state="future")
        local = clock.now().astimezone(week.place.zone)
        found |= {each.half: each for each in openings_of(shown, local)}
    return found


def _tell_hours(
    visit: Visit,
    halves: list[Half],
    hours: tuple[Mapping[Half, Opening], Mapping[Half, Opening]],
    event: Event,
    *,
    is_off: bool,
) -> None:
    with translation.override(visit.language):
        title = {"week": visit.week.title}
        subject = _("Does not take place: %(week)s") if is_off else _("Other hours: %(week)s")
        lines = [half.in_full if is_off else _hours_in_words(half, *hours) for half in halves]
        told = {"visit": visit, "what": f"hours-{event.pk}"}
        if Told.objects.filter(**told).exists():
            return
        Told.objects.create(**told, at=clock.now())
        telling.write(visit, "hours_changed", subject % title, lines=lines, is_off=is_off)


def _hours_in_words(half: Half, was: Mapping[Half, Opening], now: Mapping[Half, Opening]) -> str:
    if half not in now:
        return _("%(half)s: the doors stay closed") % {"half": half.in_full}
    if half not in was:
        said = {"half": half.in_full, "hours": now[half].hours}
        return _("%(half)s: the doors are open after all, %(hours)s") % said
    said = {"half": half.in_full, "hours": now[half].hours, "before": was[half].hours}
    return _("%(half)s: %(hours)s, instead of %(before)s") % said


# The day before


@dataclass(frozen=True)
class _Due:
    visit: Visit
    day: date


def tell_tomorrow() -> int:
    """At five, whoever comes the next day; at most a hundred at once. Return how many were told.

    Told the day before the first of days that follow one another: who comes on Monday and Tuesday
    is written to on Sunday alone. Who registered or moved up since five knows it already.
    """
    today = clock.now().date()
    weeks = Week.objects.filter(
        starts_on__lte=today + timedelta(days=2), ends_on__gte=today - timedelta(days=1),
        archived_at__isnull=True,
    )  # fmt: skip
    due = [each for week in weeks.select_related("place") for each in _due_tomorrow(week)]
    return sum(_tell_tomorrow(each) for each in due[:AT_ONCE])


def _due_tomorrow(week: Week) -> list[_Due]:
    now = clock.now()
    days = [day for day in week.days if eve_of(day, week) <= now and day >= week.today]
    if not days:
        return []
    known = set(
        Told.objects.filter(visit__week=week, what=DAY_BEFORE).values_list("visit_id", "about")
    )
    open_now = {opening.half: opening for opening in openings(week)}
    return [
        _Due(visit, day)
        for visit, rows in _expected(week).items()
        for day in days
        if (visit.pk, day) not in known and _is_due(rows, day, week, open_now)
    ]


def _is_due(rows: list[HalfDay], day: date, week: Week, open_now: Mapping[Half, Opening]) -> bool:
    eve = eve_of(day, week)
    of_day = [row for row in rows if row.date == day and row.half in open_now]
    if not of_day or any(row.date == day - timedelta(days=1) for row in rows):
        return False
    first = min(of_day, key=lambda row: row.half.order)
    begins = datetime.combine(day, open_now[first.half].opens, tzinfo=week.place.zone)
    since = [row.moved_up_at or row.visit.created_at for row in of_day]
    return clock.now() < begins and any(moment < eve for moment in since)


@transaction.atomic
def _tell_tomorrow(due: _Due) -> bool:
    visit, day = due.visit, due.day
    _row, is_new = Told.objects.get_or_create(
        visit=visit, what=DAY_BEFORE, about=day, defaults={"at": clock.now()}
    )
    if not is_new:
        return False
    with translation.override(visit.language):
        mine = telling.openings_of(visit)["openings"]
        is_today = day == visit.week.today
        said = {"place": visit.week.place}
        today, tomorrow = _("See you today at %(place)s"), _("See you tomorrow at %(place)s")
        telling.write(
            visit, "day_before", (today if is_today else tomorrow) % said, is_today=is_today,
            openings=[each for each in mine if each.half.date == day],
            later=[each for each in mine if each.half.date > day],
            hosts=_hosts_in_words(visit, day),
        )  # fmt: skip
    return True


def _hosts_in_words(visit: Visit, day: date) -> list[str]:
    rows = Match.objects.filter(half_day__visit=visit, half_day__date=day, state__in=STANDING)
    people = [row.host.person for row in rows.select_related("host__person")]
    names = {telling.called(person.name) for person in people}
    return [_("%(name)s waits for you.") % {"name": name} for name in sorted(names) if name]


# Thanks


def thank_visitors() -> int:
    """The day after, with what was published; at most a hundred at once. Return how many."""
    today = clock.now().date()
    weeks = Week.objects.filter(
        ends_on__lt=today + timedelta(days=1), ends_on__gte=today - THANKED_WITHIN
    )
    told = 0
    for week in weeks.select_related("place"):
        day = week.ends_on + timedelta(days=1)
        if clock.now() >= datetime.combine(day, THANKED_AT, tzinfo=week.place.zone):
            told += _thank(week)
    return told


def _thank(week: Week) -> int:
    rows = HalfDay.objects.filter(visit__week=week, arrived_at__isnull=False)
    thanked = Told.objects.filter(visit__week=week, what=THANKS).values("visit")
    visits = (
        Visit.objects.filter(pk__in=rows.values("visit"), erased_at__isnull=True)
        .exclude(email="")
        .exclude(pk__in=thanked)
    )
    due = list(visits[:AT_ONCE])
    made = published_in(week) if due else {}
    return sum(_thank_one(visit, week, made) for visit in due)


@transaction.atomic
def _thank_one(visit: Visit, week: Week, made: Mapping[str, Any]) -> bool:
    visit.week = week
    _row, is_new = Told.objects.get_or_create(
        visit=visit, what=THANKS, about=None, defaults={"at": clock.now()}
    )
    if is_new:
        with translation.override(visit.language):
            subject = _("Thank you for having come: %(week)s") % {"week": week}
            telling.write(visit, "thanks", subject, can_wait=True, **made)
    return is_new


def published_in(week: Week) -> dict[str, list[dict[str, str]]]:
    """What came out of a week: the books of its place that were published, its recipes."""
    place = week.place
    first = datetime.combine(week.starts_on, time.min, tzinfo=place.zone)
    books = [line for line in books_of_place(place, with_unpublished=False) if line.edition]
    written = FormatVersion.objects.filter(
        format__place=place, format__is_week=False, format__is_challenge=False
    )
    fresh = written.filter(at__gte=first).select_related("format").order_by("-at")
    recipes = {row.format_id: row.format for row in fresh}
    return {
        "books": [
            _named(line.edition.title, telling.of_place("book", place, book=line.book.slug))
            for line in books
            if line.edition and line.edition.published_at >= first
        ],
        "formats": [
            _named(each.title, telling.of_place("format", place, slug=each.slug))
            for each in list(recipes.values())[:FORMATS_AT_MOST]
        ],
    }


def _named(title: str, link: str) -> dict[str, str]:
    return {"title": clean_line(title), "link": link}


def _expected(week: Week) -> dict[Visit, list[HalfDay]]:
    """Who can be written to and has a seat from today on, with all their half-days of that."""
    rows = HalfDay.objects.filter(
        visit__week=week, visit__cancelled_at__isnull=True, visit__erased_at__isnull=True,
        waiting_since__isnull=True, date__gte=week.today - timedelta(days=1),
    ).exclude(visit__email="")  # fmt: skip
    found: dict[Visit, list[HalfDay]] = defaultdict(list)
    for row in rows.select_related("visit").order_by("visit__number", "date"):
        row.visit.week = week
        found[row.visit].append(row)
    return found

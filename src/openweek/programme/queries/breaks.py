"""Pauses in all rooms at once."""

from collections import defaultdict
from datetime import date

from openweek.programme.models import Break
from openweek.week.models import Week


def breaks_of(week: Week) -> list[Break]:
    """In the order in which they begin; one query."""
    return list(Break.objects.filter(week=week))


def breaks_by_day(week: Week) -> dict[date, list[Break]]:
    """By the day on which the place sees them begin."""
    found: dict[date, list[Break]] = defaultdict(list)
    for each in breaks_of(week):
        found[each.starts_at.astimezone(week.place.zone).date()].append(each)
    return dict(found)

"""Who comes, as a table: a row for each half-day of each visit."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import tables
from openweek.place.spoken import languages_in_words
from openweek.visits.models import HalfDay, Need, Visit
from openweek.visits.queries.guests import Guest, guests_of, standing
from openweek.week.models import Week


def render(week: Week, on: date | None = None) -> bytes:
    """In the place's language; without those whose data are erased."""
    rows = standing().filter(visit__week=week, visit__erased_at__isnull=True)
    if on is not None:
        rows = rows.filter(date=on)
    with translation.override(week.place.language):
        return tables.as_csv(_columns(), _rows(week, list(rows)), language=week.place.language)


def _columns() -> list[str]:
    return [
        _("Day"), _("Half-day"), _("Name"), _("Group"), _("How many"), _("How many came"),
        _("Code"), _("Arrived"), _("Left"), _("Host"), _("Project"), _("Would learn"),
        _("Could show"), _("Languages"), _("Needs"), _("From"), _("E-mail"), _("Guardian"),
        _("Photographs"), _("Passing by"),
    ]  # fmt: skip


def _rows(week: Week, rows: list[HalfDay]) -> Iterator[list[str]]:
    ordered = sorted(rows, key=lambda row: (row.half.order, row.visit.name.casefold()))
    days = sorted({row.date for row in ordered})
    hosts: dict[tuple[date, int], Guest] = {
        (day, guest.number): guest
        for day in days
        for guest in guests_of([row for row in ordered if row.date == day], week, on=day)
    }
    for row in ordered:
        yield _row(week, row, hosts[row.date, row.visit.number].host)


def _row(week: Week, row: HalfDay, host: str) -> list[str]:
    visit = row.visit
    return [
        row.date.isoformat(), str(row.get_part_display()), visit.name, visit.group,
        str(visit.party_size), _came(row), visit.code,
        _hour(week, row.arrived_at), _hour(week, row.left_at), host,
        visit.project, visit.learn, visit.show, ", ".join(languages_in_words(visit.languages)),
        _needs(visit), visit.origin, visit.email, visit.guardian,
        str(visit.get_photo_consent_display()), _("yes") if visit.walk_in else "",
    ]  # fmt: skip


def _came(row: HalfDay) -> str:
    if row.arrived_at is None:
        return ""
    return str(row.people_here if row.people_here is not None else row.visit.party_size)


def _hour(week: Week, moment: datetime | None) -> str:
    return f"{moment.astimezone(week.place.zone):%H:%M}" if moment else ""


def _needs(visit: Visit) -> str:
    named = [str(need.label) for need in Need if need in visit.need_codes]
    return " · ".join([*named, *([visit.needs] if visit.needs else [])])

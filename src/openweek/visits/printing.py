"""A letter on paper, for those who read no mail: to hand over, to post, to keep in a pocket."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from openweek.desk.queries import rules_in_force
from openweek.ground.text import clean_line, first_name
from openweek.look import typesetting
from openweek.place.models import Place
from openweek.visits import badges
from openweek.visits.actions.telling import where
from openweek.visits.models import STANDING, HalfDay, Match, Visit
from openweek.visits.queries.seats import openings
from openweek.week.halves import Half, Opening, see_you
from openweek.week.models import Week

PAPER = Path(__file__).parent / "paper" / "letter.typ"
RULES_AT_MOST = 5
RULE_LENGTH = 110
_MARKS = re.compile(r"^(?:[-*+]|\d+[.)])\s+|[*_`]")


def without_mail(week: Week, on: date) -> list[Visit]:
    """Who is expected that day and left no address, by number."""
    rows = HalfDay.objects.filter(date=on, waiting_since__isnull=True)
    visits = Visit.objects.filter(
        week=week, email="", cancelled_at__isnull=True, erased_at__isnull=True, walk_in=False,
        pk__in=rows.values("visit"),
    )  # fmt: skip
    return list(visits.prefetch_related("half_days"))


def printed(week: Week, visits: Sequence[Visit], *, root: str, own_address: str = "") -> bytes:
    """A PDF, a page for each, in their language.

    ``root`` is the desk's address, under which the squares are opened; ``own_address`` that of
    the visitor's own page, where it is the visitor who prints.
    """
    files: dict[str, bytes] = {}
    for number, visit in enumerate(visits):
        visit.week = week
        files[f"badge-{number}.svg"] = typesetting.square(f"{root}c/{badges.badge(visit)}/")
        if own_address:
            files[f"own-{number}.svg"] = typesetting.square(own_address)
    hosts = _hosts_of(visits)
    known = {opening.half: opening for opening in openings(week)}
    rules = _rules_in_short(week.place)
    data = {
        "title": week.title,
        "place": week.place.name,
        "letters": [
            _letter(visit, known, hosts.get(visit.pk, []), rules, own=bool(own_address))
            for visit in visits
        ],
    }
    return typesetting.typeset(PAPER, data, files, with_system_fonts=True)


def _letter(
    visit: Visit, known: dict[Half, Opening], hosts: list[Match], rules: list[str], *, own: bool
) -> dict[str, Any]:
    week = visit.week
    rows = sorted(visit.half_days.all(), key=lambda row: row.half.order)
    seated = [row.half for row in rows if not row.waiting_since]
    ahead = [half for half in seated if half in known and not known[half].is_past]
    with translation.override(visit.language):
        return {
            "language": visit.language[:2],
            "greeting": see_you(ahead[0], week.today) if ahead else week.title,
            "name": clean_line(f"{visit.name} · {visit.group}" if visit.group else visit.name),
            "days": [_day(half, known) for half in seated],
            "waiting": [
                _("%(half)s: you are in the line for a seat.") % {"half": row.half.in_full}
                for row in rows
                if row.waiting_since
            ],
            "hosts": _who_waits(hosts),
            "say": _("At the desk, say, or show the square:"),
            "code": visit.code,
            "where_title": _("How to come"),
            "where": where(week),
            "how_to_come": (week.how_to_come or week.place.how_to_come).splitlines(),
            "rules_title": _("In this house"),
            "rules": rules,
            "own": own,
            "own_title": _("Scan this to change, cancel or erase everything. Keep it to yourself."),
            "foot": " · ".join(
                [week.title, _("If you cannot come after all, say so at the desk.")]
            ),
        }


def _day(half: Half, known: dict[Half, Opening]) -> dict[str, str]:
    opening = known.get(half)
    return {
        "when": half.in_full,
        "hours": opening.hours if opening else _("the doors stay closed"),
    }


def _who_waits(hosts: list[Match]) -> list[str]:
    names = {first_name(match.host.person.name) for match in hosts} - {""}
    return [_("%(name)s waits for you.") % {"name": name} for name in sorted(names)]


def _hosts_of(visits: Sequence[Visit]) -> dict[int, list[Match]]:
    rows = Match.objects.filter(half_day__visit__in=visits, state__in=STANDING)
    found: dict[int, list[Match]] = {}
    for match in rows.select_related("half_day", "host__person"):
        found.setdefault(match.half_day.visit_id, []).append(match)
    return found


def _rules_in_short(place: Place) -> list[str]:
    """The first lines, without their marks: the rest hangs on the wall and stands on a page."""
    current = rules_in_force(place)
    text = current.text if current else ""
    said = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    lines = [_MARKS.sub("", line).strip() for line in said]
    return [
        line if len(line) <= RULE_LENGTH else f"{line[:RULE_LENGTH].rstrip()}…"
        for line in lines[:RULES_AT_MOST]
    ]

"""What the pages below a week share: {% load week %}."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext_lazy as _

from openweek.week.models import Week
from openweek.week.rules import WeekAccess

register = template.Library()


@dataclass(frozen=True)
class Entry:
    label: str
    href: str
    is_here: bool


# The addresses below a week are a contract (docs/operating.md): they are named here, not looked up,
# since the rooms that answer them stand on floors above this one.
PAGES = [
    ("", _("The week")),
    ("programme/", _("Programme")),
    ("visit/", _("Come")),
    ("hosts/", _("Hosts")),
    ("challenges/", _("Challenges")),
    ("tasks/", _("Small tasks")),
]
STAFF_PAGES = [("welcome/", _("Welcome desk"))]


@register.inclusion_tag("week/navigation.html", takes_context=True)
def week_navigation(context: Context, week: Week) -> dict[str, object]:
    """Where one can go in this week; the desk only for those who keep it."""
    access = context.get("access")
    pages = list(PAGES)
    if isinstance(access, WeekAccess) and access.keeps_desk:
        pages += STAFF_PAGES
    path = context["request"].path if "request" in context else ""
    entries = list(_entries(week, pages, path))
    if isinstance(access, WeekAccess) and access.may_manage:
        entries.append(Entry(str(_("Desk")), f"/{week.place.slug}/desk/", is_here=False))
    return {"week": week, "entries": entries}


def _entries(week: Week, pages: Sequence[tuple[str, Any]], path: str) -> Iterator[Entry]:
    root = f"/{week.place.slug}/{week.slug}/"
    for tail, label in pages:
        href = root + tail
        yield Entry(str(label), href, path.startswith(href) if tail else path == href)

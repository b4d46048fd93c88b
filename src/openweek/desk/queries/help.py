"""Who needs a hand, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from openweek.desk.models import HelpRequest
from openweek.desk.pictograms import about
from openweek.ground import clock
from openweek.place.models import Membership, Person, Place, Role

AT_ONCE = 100
# How long whoever asked still sees what was answered.
SHOWN_FOR = timedelta(hours=12)
DONE_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A request for a hand as a page shows it. ``url`` is its own page, for those who help."""

    number: int
    about: str
    label: str
    icon: str
    words: str
    where: str
    asked_by: str
    asked_at: datetime
    assigned_to: str
    assigned_id: int | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    guide_slug: str
    url: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None

    @property
    def is_free(self) -> bool:
        """Nobody has taken it yet."""
        return self.is_open and self.assigned_id is None


def open_help(place: Place) -> list[HelpLine]:
    """Those that nobody has answered yet, the oldest first: taken ones too. One query."""
    rows = _rows(place).filter(answered_at__isnull=True, closed_at__isnull=True)
    return help_lines(place, rows.order_by("created_at", "id")[:AT_ONCE])


def help_done(place: Place) -> list[HelpLine]:
    """Those of the last fortnight that were answered or closed, the newest first."""
    over = Q(answered_at__isnull=False) | Q(closed_at__isnull=False)
    rows = _rows(place).filter(over, created_at__gt=clock.now() - DONE_FOR)
    return help_lines(place, rows.order_by("-created_at", "-id")[:AT_ONCE])


def my_help(place: Place, *, key: str) -> list[HelpLine]:
    """What that author asked: open, or asked in the last hours. Nothing for an unknown one."""
    if not key:
        return []
    still = Q(answered_at__isnull=True) & Q(closed_at__isnull=True)
    late = Q(created_at__gt=clock.now() - SHOWN_FOR)
    rows = _rows(place).filter(still | late, author_key=key)
    return help_lines(place, rows.order_by("-created_at", "-id")[:10])


def helpers(place: Place) -> QuerySet[Person]:
    """Who works here, and can therefore be sent, by name."""
    parts = Membership.objects.filter(place=place, role__in=[Role.CONCIERGE, Role.COWORKER])
    people = Person.objects.filter(pk__in=parts.values("person_id"), is_active=True)
    return people.order_by("name")


def help_lines(place: Place, rows: Iterable[HelpRequest]) -> list[HelpLine]:
    """``rows`` come with ``assigned_to`` and ``guide_page``."""
    root = reverse("help_requests", args=[place.slug])
    return [_line(row, root) for row in rows]


def _line(row: HelpRequest, root: str) -> HelpLine:
    kind = about(row.about)
    return HelpLine(
        number=row.pk,
        about=kind.value,
        label=str(kind.label),
        icon=kind.icon,
        words=row.words,
        where=row.where,
        asked_by=row.author_name,
        asked_at=row.created_at,
        assigned_to=row.assigned_to.name if row.assigned_to else "",
        assigned_id=row.assigned_to_id,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        guide_slug=_guide_slug(row),
        url=f"{root}{row.pk}/",
    )


def _guide_slug(row: HelpRequest) -> str:
    page = row.guide_page
    return page.slug if page is not None and page.removed_at is None else ""


def _rows(place: Place) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(place=place).select_related("assigned_to", "guide_page")

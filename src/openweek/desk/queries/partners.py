"""Partners of a place, and what is due between them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from openweek.desk.models import Meeting, Partner, Promise
from openweek.ground import clock
from openweek.place.models import Place


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do or to expect with a partner: a promise, a meeting, what runs out."""

    kind: str  # "promise", "meeting", "renewal"
    partner: str
    what: str
    is_ours: bool
    on: date
    is_late: bool
    url: str
    number: int


@dataclass(frozen=True, slots=True)
class PublicPartner:
    """What the page for everybody shows of a partner."""

    name: str
    what: str
    website: str


def due_of_partners(place: Place, until: date) -> list[Due]:
    """All that is due until that day, the oldest first, those late included. Three queries."""
    today = clock.today(place.zone)
    current = Q(partner__place=place, partner__ended_at__isnull=True)
    promises = Promise.objects.filter(current, kept_at__isnull=True, due_on__lte=until)
    meetings = Meeting.objects.filter(current, met_at__isnull=True, on__lte=until)
    renewals = partners(place).filter(agreed_until__lte=until)
    root = reverse("partners", args=[place.slug])
    found = [
        *(_promise(each, root, today) for each in promises.select_related("partner")),
        *(_meeting(each, root, today) for each in meetings.select_related("partner")),
        *(_renewal(each, root, today) for each in renewals),
    ]
    return sorted(found, key=lambda due: (due.on, due.partner, due.kind, due.number))


def partners(place: Place) -> QuerySet[Partner]:
    """Those with whom the place does things now."""
    return Partner.objects.filter(place=place, ended_at__isnull=True)


def partners_ended(place: Place) -> QuerySet[Partner]:
    """Those with whom the place does nothing any more."""
    return Partner.objects.filter(place=place, ended_at__isnull=False)


def public_partners(place: Place) -> list[PublicPartner]:
    """What everybody may know of them. Nothing else is read."""
    rows = partners(place).filter(is_public=True)
    return [PublicPartner(*row) for row in rows.values_list("name", "what", "website")]


def _promise(row: Promise, root: str, today: date) -> Due:
    on, url = row.due_on or today, f"{root}{row.partner.slug}/"
    return Due("promise", row.partner.name, row.what, row.is_ours, on, on < today, url, row.pk)


def _meeting(row: Meeting, root: str, today: date) -> Due:
    on, url = row.on or today, f"{root}{row.partner.slug}/"
    return Due("meeting", row.partner.name, row.with_whom, True, on, on < today, url, row.pk)


def _renewal(row: Partner, root: str, today: date) -> Due:
    on, url = row.agreed_until or today, f"{root}{row.slug}/"
    return Due("renewal", row.name, "", True, on, on < today, url, row.pk)

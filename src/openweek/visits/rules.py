"""Who may register, be received, receive."""

from dataclasses import dataclass

from django.core import signing
from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Role
from openweek.place.queries import capability_for
from openweek.visits.models import Visit
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

LINK = "visit"  # the kind of a visitor's private link
_BADGE = signing.Signer(salt="visits.badge")


class LinkClosed(Http404):
    """A private link that opens nothing here: erased, expired, mistyped, or of another week."""


@dataclass(frozen=True)
class VisitRights:
    """What the one who asks may do about visits in a week."""

    may_register: bool
    may_see_desk: bool
    may_welcome: bool
    may_host: bool


@dataclass(frozen=True)
class VisitAccess:
    """A visit reached by its private link."""

    visit: Visit
    author: Author
    may_change: bool


def rights(access: WeekAccess) -> VisitRights:
    week = access.week
    works_here = access.is_at_least(Role.COWORKER)
    return VisitRights(
        may_register=not week.is_over,
        may_see_desk=works_here,
        may_welcome=works_here and week.is_running,
        may_host=works_here and not week.is_over,
    )


def access_visit(access: WeekAccess, secret: str) -> VisitAccess:
    """The only way in which a visitor reaches a visit. LinkClosed when there is none behind."""
    capability = capability_for(secret, kind=LINK)
    if capability is None:
        raise LinkClosed("no such link")
    pk = capability.subject.removeprefix("visits.visit:")
    visit = Visit.objects.filter(pk=pk, week=access.week, erased_at__isnull=True).first()
    if visit is None:
        raise LinkClosed("this link is of another week")
    visit.week = access.week
    return VisitAccess(
        visit=visit,
        author=access.author if access.person else Author(capability_id=capability.pk),
        may_change=visit.cancelled_at is None and not access.week.is_over,
    )


def badge(visit: Visit) -> str:
    """What a visitor's QR code says to the desk: signed, and without anybody's name."""
    return _BADGE.sign(f"{visit.week.place_id}.{visit.week_id}.{visit.number}")


class BadgeRefused(Exception):
    """A code that isn't for this desk."""


class ForeignBadge(BadgeRefused):
    """Ours, but of another week or another place."""

    def __init__(self, week: Week | None) -> None:
        super().__init__()
        self.week = week


def read_badge(week: Week, signed: str) -> int:
    """The number of the visit. BadgeRefused when it was forged, ForeignBadge when of elsewhere."""
    try:
        place_id, week_id, number = map(int, _BADGE.unsign(signed).split("."))
    except (signing.BadSignature, ValueError) as forged:
        raise BadgeRefused from forged
    if (place_id, week_id) != (week.place_id, week.pk):
        raise ForeignBadge(Week.objects.select_related("place").filter(pk=week_id).first())
    return number

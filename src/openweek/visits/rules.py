"""Who may register, be received, receive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404

from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Capability, Role
from openweek.place.queries import capability_for, opened_by
from openweek.visits import badges
from openweek.visits.models import Visit
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

LINK = "visit"  # the kind of a visitor's private link
KIOSK = "kiosk"  # that of the tablet at the door


# The concierge may lengthen the time for which things are kept, and links must live to tell it.
KEPT_AT_MOST = timedelta(days=367)


def kept_until(week: Week) -> datetime:
    """The end of the last day on which a visitor's link opens and their words are kept."""
    day = week.ends_on + timedelta(days=week.kept_days + 1)
    return datetime.combine(day, time.min, tzinfo=week.place.zone)


def link_expires(week: Week) -> datetime:
    """Beyond what is kept: access_visit closes a link with that, however long it is by then."""
    return datetime.combine(week.ends_on + KEPT_AT_MOST, time.min, tzinfo=week.place.zone)


class LinkClosed(Http404):
    """A private link that opens nothing here: erased, expired, mistyped, or of another week."""


@dataclass(frozen=True)
class VisitRights:
    """What the one who asks may do about visits in a week."""

    may_register: bool
    may_see_desk: bool
    may_welcome: bool
    may_host: bool
    may_open_kiosk: bool = False
    may_match: bool = False
    may_export: bool = False
    # What a device noted is brought also after the last evening.
    may_merge: bool = False


@dataclass(frozen=True)
class VisitAccess:
    """A visit reached by its private link."""

    visit: Visit
    author: Author
    may_change: bool


def rights(access: WeekAccess) -> VisitRights:
    week = access.week
    works_here = access.is_at_least(Role.COWORKER)
    at_desk = works_here and access.keeps_desk
    return VisitRights(
        may_register=not week.is_over,
        may_see_desk=at_desk,
        may_welcome=at_desk and week.is_running,
        may_host=works_here and not week.is_over,
        may_open_kiosk=access.may_manage and not week.is_over,
        may_export=access.may_manage,
        may_merge=at_desk and week.archived_at is None and week.today >= week.starts_on,
        may_match=at_desk and not week.is_over,
    )


def access_visit(access: WeekAccess, secret: str) -> VisitAccess:
    """The only way in which a visitor reaches a visit. LinkClosed when there is none behind."""
    opened = opened_by(secret, kind=LINK)
    if opened is None:
        raise LinkClosed("no such link")
    if clock.now() >= kept_until(access.week):
        raise LinkClosed("what was said is no longer kept")
    capability_id, subject = opened
    pk = subject.removeprefix("visits.visit:")
    visit = Visit.objects.filter(pk=pk, week=access.week, erased_at__isnull=True).first()
    if visit is None:
        raise LinkClosed("this link is of another week")
    visit.week = access.week
    return VisitAccess(
        visit=visit,
        author=access.author if access.person else Author(capability_id=capability_id),
        may_change=visit.cancelled_at is None and not access.week.is_over,
    )


class BadgeRefused(Exception):
    """A square that opens nothing at this desk just now. ``reason`` is a word for templates."""

    reason = "forged"


class ForeignBadge(BadgeRefused):
    """Ours, but of another week or another place."""

    reason = "foreign"

    def __init__(self, week: Week | None) -> None:
        super().__init__()
        self.week = week


class BadgeOfVisit(BadgeRefused):
    """Of this week, and of somebody who may be looked for by name all the same."""

    def __init__(self, visit: Visit, days: Sequence[date] = ()) -> None:
        super().__init__()
        self.visit = visit
        self.days = days


class OtherDay(BadgeOfVisit):
    reason = "other-day"


class RevokedBadge(BadgeOfVisit):
    """Another square was made since."""

    reason = "revoked"


class CancelledBadge(BadgeOfVisit):
    reason = "cancelled"


class ErasedBadge(BadgeRefused):
    reason = "erased"


def badge(visit: Visit, days: Iterable[date] | None = None) -> str:
    """What a visitor's QR code says to the desk: signed, and without anybody's name."""
    return badges.badge(visit, days)


def access_badge(week: Week, signed: str, *, on: date) -> Visit:
    """Whose square that is, if it opens on that day; else the BadgeRefused that says why not."""
    visit = whose_badge(week, signed)
    if visit.cancelled_at:
        raise CancelledBadge(visit)
    days = sorted({row.date for row in visit.half_days.all()})
    if on not in days:
        raise OtherDay(visit, days)
    return visit


def whose_badge(week: Week, signed: str) -> Visit:
    """Whose square that is, on whichever day: of somebody who may have cancelled."""
    try:
        found = badges.read(signed)
    except badges.Forged as forged:
        raise BadgeRefused from forged
    if not badges.is_of(found, week):
        raise ForeignBadge(Week.objects.select_related("place").filter(pk=found.week_id).first())
    visit = Visit.objects.filter(week=week, number=found.number).first()
    if visit is None:
        raise BadgeRefused
    visit.week = week
    if visit.erased_at:
        raise ErasedBadge
    if found.version != visit.badge_version:
        raise RevokedBadge(visit)
    return visit


def access_kiosk(access: WeekAccess, secret: str) -> Capability:
    """The only way to the tablet at the door. LinkClosed once it or the week was closed."""
    capability = capability_for(secret, kind=KIOSK)
    if capability is None or capability.subject != f"week.week:{access.week.pk}":
        raise LinkClosed("no such kiosk")
    return capability

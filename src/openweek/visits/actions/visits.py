"""A visit, from being expected to being forgotten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import forget_letters, give_capability, revoke_capability, write_letter
from openweek.place.models import Capability
from openweek.visits import queries
from openweek.visits.actions.seats import (
    VisitDetails,
    expect,
    kept_until,
    locked,
    new_visit,
    require_seats,
)
from openweek.visits.models import Visit
from openweek.visits.refusals import NothingChosen
from openweek.visits.rules import LINK
from openweek.week.halves import Half, in_order
from openweek.week.models import Week

SAID_AGAIN_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Registered:
    """A visit with the secret of its private link, which is known this once."""

    visit: Visit
    secret: str
    is_new: bool


@transaction.atomic
def register_visit(
    *,
    week: Week,
    name: str,
    halves: Collection[Half],
    once: UUID,
    by: Author,
    language: str = "fr",
    **details: Unpack[VisitDetails],
) -> Registered:
    """Expect somebody. The same form again answers like the first time and makes nothing.

    The same form has the same ``once``; or, since Back may have fetched the page anew, comes from
    the same author with the same words a little later.

    Raises :class:`Refused` with a sentence for the visitor.
    """
    week = locked(week)
    known = Visit.objects.filter(week=week, once=once, erased_at__isnull=True).first()
    known = known or _said_again(week, halves, by=by, name=name, **details)
    if known is not None:
        known.week = week
        return Registered(known, _private_link(known, by=by), is_new=False)
    require_seats(week, halves, details.get("party_size", 1))
    visit = new_visit(week, name=name, once=once, by=by, language=language, **details)
    expect(visit, halves)
    secret = _private_link(visit, by=by)
    events.record(
        "visits.visit_registered",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"halves": [half.key for half in in_order(halves)], "people": visit.party_size},
    )
    _write_confirmation(visit, halves, secret)
    return Registered(visit, secret, is_new=True)


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    name: str,
    halves: Collection[Half],
    by: Author,
    **details: Unpack[VisitDetails],
) -> None:
    """Half-days that are over, or for which they came, stay as they are."""
    week = locked(visit.week)
    kept = _kept_halves(visit, week)
    wanted = set(halves) - kept
    if not wanted and not kept:
        raise NothingChosen
    party_size = details.get("party_size", visit.party_size)
    require_seats(week, wanted, party_size, visit=visit)
    changed = {"name": name, **details}
    for field, value in changed.items():
        setattr(visit, field, value)
    visit.save(update_fields=list(changed))
    for row in visit.half_days.all():
        if row.half not in wanted | kept:
            row.delete()
    expect(visit, wanted)
    events.record(
        "visits.visit_changed",
        by=by,
        subject=visit,
        place_id=week.place_id,
        data={"halves": [half.key for half in in_order(wanted)], "people": visit.party_size},
    )


@transaction.atomic
def cancel_visit(*, visit: Visit, by: Author) -> None:
    """Their seats are free again; what they came for already stays counted."""
    visit.cancelled_at = clock.now()
    visit.save(update_fields=["cancelled_at"])
    events.record("visits.visit_cancelled", by=by, subject=visit, place_id=visit.week.place_id)


@transaction.atomic
def erase_visit(*, visit: Visit, by: Author) -> None:
    """Forget who it was, close their link; that somebody came stays counted, without a name."""
    _forget(visit, by=by)
    events.record("visits.visit_erased", by=by, subject=visit, place_id=visit.week.place_id)


@transaction.atomic
def forget_visitors(*, week: Week, by: Author) -> int:
    """Keep the promise of ninety days; return how many visits were made nameless."""
    visits = list(
        Visit.objects.filter(week=week, erased_at__isnull=True).select_related("week__place")
    )
    for visit in visits:
        _forget(visit, by=by)
    events.record(
        "visits.visitors_forgotten",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"visits": len(visits)},
    )
    return len(visits)


def forget_when_due(week_id: int) -> None:
    """Answers to the deadline that each registration sets."""
    week = Week.objects.select_related("place").filter(pk=week_id).first()
    if week is not None:
        forget_visitors(week=week, by=SOFTWARE)


def _said_again(
    week: Week, halves: Collection[Half], *, by: Author, name: str, **details: Unpack[VisitDetails]
) -> Visit | None:
    if not by.key:
        return None
    alike = Visit.objects.filter(
        week=week,
        author_key=by.key,
        name=name,
        created_at__gt=clock.now() - SAID_AGAIN_WITHIN,
        cancelled_at__isnull=True,
        walk_in=False,
        **details,
    )
    return next((v for v in alike if {row.half for row in v.half_days.all()} == set(halves)), None)


def _kept_halves(visit: Visit, week: Week) -> set[Half]:
    over = {opening.half for opening in queries.openings(week) if opening.is_past}
    return {row.half for row in visit.half_days.all() if row.arrived_at or row.half in over}


def _private_link(visit: Visit, *, by: Author) -> str:
    _capability, secret = give_capability(
        kind=LINK,
        place=visit.week.place,
        by=by,
        subject=visit.subject,
        expires_at=kept_until(visit.week),
    )
    return secret


def _write_confirmation(visit: Visit, halves: Collection[Half], secret: str) -> None:
    """In the visitor's language; whether it was written, nobody who registers can tell."""
    if not visit.email:
        return
    week, place = visit.week, visit.week.place
    # Not the address that the browser asked for: anybody can put theirs there.
    link = reverse("my_visit", args=[place.slug, week.slug, secret])
    told = {
        "visit": visit,
        "week": week,
        "place": place,
        "openings": [o for o in queries.openings(week) if o.half in halves],
        "link": f"{settings.OPENWEEK_URL}{link}",
    }
    with translation.override(visit.language):
        write_letter(
            to=visit.email,
            subject=_("We expect you: %(week)s, %(place)s") % {"week": week, "place": place},
            text=render_to_string("visits/letters/registered.txt", told),
            by=SOFTWARE,
            place=place,
        )


def _forget(visit: Visit, *, by: Author) -> None:
    if visit.email:
        forget_letters(to=visit.email, place=visit.week.place, by=by)
    for capability in Capability.objects.filter(
        kind=LINK, subject=visit.subject, revoked_at__isnull=True
    ):
        revoke_capability(capability=capability, by=by)
    visit.half_days.filter(arrived_at__isnull=True).delete()
    for field in ("name", "project", "needs", "origin", "email", "author_key"):
        setattr(visit, field, "")
    visit.erased_at = clock.now()
    visit.save(
        update_fields=["name", "project", "needs", "origin", "email", "author_key", "erased_at"]
    )

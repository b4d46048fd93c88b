"""A visit as its visitor makes it: registered, changed, cancelled, spoken of.

Events say what was done, never by whom: they stay when somebody is forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.visits import queries
from openweek.visits.actions import telling
from openweek.visits.actions.pairing import match_soon
from openweek.visits.actions.seats import (
    Places,
    VisitDetails,
    expect,
    find_places,
    locked,
    new_visit,
    wish_for_hosts,
)
from openweek.visits.actions.waiting import move_up
from openweek.visits.models import Visit
from openweek.visits.refusals import NothingChosen
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
    waiting: Collection[Half] = (),
    wishes: Collection[int] = (),
    language: str = "fr",
    **details: Unpack[VisitDetails],
) -> Registered:
    """Expect somebody. The same form again answers like the first time and makes nothing.

    For ``waiting`` they stand in line where no seat is left for all of them. ``wishes`` are the
    people of the hosts whom they would like to meet.

    The same form has the same ``once``; or, since Back may have fetched the page anew, comes from
    the same author with the same words a little later.

    Raises :class:`Refused` with a sentence for the visitor.
    """
    week = locked(week)
    known = _said_before(week, {*halves, *waiting}, once, by=by, name=name, **details)
    if known is not None:
        known.week = week
        return Registered(known, telling.private_link(known, by=by.unnamed), is_new=False)
    places = find_places(week, halves, waiting, details.get("party_size", 1))
    visit = new_visit(week, name=name, once=once, by=by, language=language, **details)
    expect(visit, places, is_new=True)
    wish_for_hosts(visit, wishes)
    secret = telling.private_link(visit, by=by.unnamed)
    telling.tell_registered(visit=visit, link=secret)
    _record("visits.visit_registered", visit, places, by=by)
    return Registered(visit, secret, is_new=True)


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    name: str,
    halves: Collection[Half],
    by: Author,
    waiting: Collection[Half] = (),
    wishes: Collection[int] | None = None,
    **details: Unpack[VisitDetails],
) -> None:
    """Half-days that are over, or for which they came, stay as they are.

    Who stands in a line and still wants to keeps their place in it. Told to whom it may concern,
    and seats that became free go to those who wait.
    """
    week = locked(visit.week)
    rows = list(visit.half_days.all())
    kept = _kept_halves(visit, week)
    in_line = {row.half for row in rows if row.waiting_since}
    wanted = {*halves, *waiting} - kept
    if not wanted and not kept:
        raise NothingChosen
    staying = in_line & wanted
    party_size = details.get("party_size", visit.party_size)
    found = find_places(week, set(halves) - kept - staying, set(waiting) - kept - staying,
                        party_size, visit=visit)  # fmt: skip
    for field, value in {"name": name, **details}.items():
        setattr(visit, field, value)
    visit.save(update_fields=["name", *details])
    for row in rows:
        if row.half not in wanted | kept or (row.half in found.in_line and not row.waiting_since):
            row.delete()
    expect(visit, found)
    if wishes is not None:
        visit.host_wishes.all().delete()
        wish_for_hosts(visit, wishes)
    visit.week = week
    telling.tell_changed(visit=visit)
    _record("visits.visit_changed", visit, found, by=by)
    move_up(week=week, by=by.unnamed)


@transaction.atomic
def cancel_visit(*, visit: Visit, by: Author) -> None:
    """Their seats are free again; what they came for already stays counted."""
    week = locked(visit.week)
    visit.cancelled_at = clock.now()
    visit.save(update_fields=["cancelled_at"])
    visit.week = week
    telling.tell_changed(visit=visit)
    events.record("visits.visit_cancelled", by=by.unnamed, subject=visit, place_id=week.place_id)
    match_soon(week)
    move_up(week=week, by=by.unnamed)


@transaction.atomic
def cancel_half_day(*, visit: Visit, half: Half, by: Author) -> None:
    """Not to come at that time, or no longer wait for it; the last one cancels the visit.

    What is over, or for which they came, stays; said twice, it is done once.
    """
    week = locked(visit.week)
    if half in _kept_halves(visit, week):
        return
    rows = {row.half: row for row in visit.half_days.all()}
    gone = rows.pop(half, None)
    if gone is None:
        return
    if not rows:
        cancel_visit(visit=visit, by=by)
        return
    gone.delete()
    visit.week = week
    telling.tell_changed(visit=visit)
    events.record(
        "visits.half_day_cancelled", by=by.unnamed, subject=visit, place_id=week.place_id,
        data={"half": half.key},
    )  # fmt: skip
    match_soon(week)
    move_up(week=week, by=by.unnamed)


@transaction.atomic
def leave_word(*, visit: Visit, word: str, is_public: bool, by: Author) -> None:
    """What they say after they came, and whether the report may quote it; empty takes it back."""
    visit.word, visit.word_is_public = word, bool(word) and is_public
    visit.word_at = clock.now() if word else None
    visit.save(update_fields=["word", "word_is_public", "word_at"])
    events.record(
        "visits.word_left", by=by.unnamed, subject=visit, place_id=visit.week.place_id,
        data={"is_public": visit.word_is_public},
    )  # fmt: skip


@transaction.atomic
def change_consents(
    *, visit: Visit, photo_consent: str, by: Author, newsletter: bool = False
) -> None:
    """What may be done with their picture and their address, as of now."""
    visit.photo_consent, visit.newsletter = photo_consent, newsletter
    visit.save(update_fields=["photo_consent", "newsletter"])
    events.record(
        "visits.consents_changed", by=by.unnamed, subject=visit, place_id=visit.week.place_id
    )


def _record(kind: str, visit: Visit, places: Places, *, by: Author) -> None:
    events.record(
        kind,
        by=by.unnamed,
        subject=visit,
        place_id=visit.week.place_id,
        data={
            "halves": [half.key for half in in_order(places.seated)],
            "waiting": [half.key for half in in_order(places.in_line)],
            "people": visit.party_size,
        },
    )
    match_soon(visit.week)


def _said_before(
    week: Week,
    halves: Collection[Half],
    once: UUID,
    *,
    by: Author,
    name: str,
    **details: Unpack[VisitDetails],
) -> Visit | None:
    wanted = Q(once=once)
    if by.key:
        wanted |= Q(
            author_key=by.key,
            name=name,
            created_at__gt=clock.now() - SAID_AGAIN_WITHIN,
            cancelled_at__isnull=True,
            walk_in=False,
        )
    found = sorted(
        Visit.objects.filter(wanted, week=week, erased_at__isnull=True),
        key=lambda visit: visit.once != once,
    )
    return next(
        (visit for visit in found if visit.once == once or _is_same(visit, halves, **details)), None
    )


def _is_same(visit: Visit, halves: Collection[Half], **details: Unpack[VisitDetails]) -> bool:
    said_alike = all(getattr(visit, field) == value for field, value in details.items())
    return said_alike and {row.half for row in visit.half_days.all()} == set(halves)


def _kept_halves(visit: Visit, week: Week) -> set[Half]:
    over = queries.past_halves(week)
    return {row.half for row in visit.half_days.all() if row.arrived_at or row.half in over}

"""Those who receive visitors."""

from collections.abc import Collection

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Person
from openweek.visits import queries
from openweek.visits.actions.pairing import match_soon
from openweek.visits.models import Host, HostHalfDay
from openweek.week.halves import Half, in_order
from openweek.week.models import Week


@transaction.atomic
def become_host(
    *,
    week: Week,
    person: Person,
    by: Author,
    about: str = "",
    languages: Collection[str] = (),
    halves: Collection[Half] = (),
    at_once: int = 2,
    need_codes: Collection[str] = (),
) -> Host:
    """Offer to receive visitors, or say anew on what and when.

    The half-days that are over stay as they were; what isn't open is left out.
    """
    said = {
        "about": about, "languages": list(languages), "at_once": at_once,
        "need_codes": list(need_codes),
    }  # fmt: skip
    host, _new = Host.objects.update_or_create(
        week=week,
        person=person,
        defaults=said,
        create_defaults={**said, "created_at": clock.now()},
    )
    ahead = {opening.half for opening in queries.openings(week) if not opening.is_past}
    for row in host.half_days.all():
        if row.half in ahead:
            row.delete()
    HostHalfDay.objects.bulk_create(
        HostHalfDay(host=host, date=half.date, part=half.part)
        for half in in_order(ahead.intersection(halves))
    )
    events.record("visits.host_offered", by=by, subject=host, place_id=week.place_id)
    match_soon(week)
    return host


@transaction.atomic
def withdraw_host(*, host: Host, by: Author) -> None:
    """No longer receive visitors; theirs are matched with others soon after."""
    events.record("visits.host_withdrawn", by=by, subject=host, place_id=host.week.place_id)
    host.delete()
    match_soon(host.week)

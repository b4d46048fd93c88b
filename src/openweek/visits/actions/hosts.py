"""Those who receive visitors."""

from collections.abc import Collection

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Person
from openweek.visits import queries
from openweek.visits.models import Host, HostHalfDay, Light
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
) -> Host:
    """Offer to receive visitors, or say anew on what and when.

    The light and the half-days that are over stay as they were; what isn't open is left out.
    """
    said = {"about": about, "languages": list(languages)}
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
    return host


@transaction.atomic
def set_light(*, host: Host, light: str, by: Author) -> None:
    """Open to questions, or busy just now."""
    host.light = Light(light)
    host.save(update_fields=["light"])
    events.record(
        "visits.light_set",
        by=by,
        subject=host,
        place_id=host.week.place_id,
        data={"light": host.light},
    )


@transaction.atomic
def withdraw_host(*, host: Host, by: Author) -> None:
    """No longer receive visitors."""
    events.record("visits.host_withdrawn", by=by, subject=host, place_id=host.week.place_id)
    host.delete()

"""Every change to a week."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import TypedDict, Unpack

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place.models import Place, Room
from openweek.place.rules import RESERVED_UNDER_PLACE
from openweek.week.models import OpeningHours, Week

Hours = Mapping[date, tuple[time, time]]


class WeekDetails(TypedDict, total=False):
    """What a week says of itself."""

    tagline: str
    description: str
    organisers: str
    how_to_come: str
    licence: str
    move_commons: str
    principles: str
    capacity: int | None
    remote_url: str


@transaction.atomic
def create_week(
    *,
    place: Place,
    title: str,
    days: tuple[date, date],
    by: Author,
    slug: str = "",
    **details: Unpack[WeekDetails],
) -> Week:
    """A week with all the rooms of the place, and no opening hours yet."""
    taken = set(Week.objects.filter(place=place).values_list("slug", flat=True))
    week = Week.objects.create(
        place=place,
        title=title,
        slug=safe_slug(slug or title, taken=taken | RESERVED_UNDER_PLACE, default="week"),
        starts_on=days[0],
        ends_on=days[1],
        created_at=clock.now(),
        **details,
    )
    week.rooms.set(place.rooms.all())
    events.record("week.week_created", by=by, subject=week, place_id=place.pk)
    return week


@transaction.atomic
def change_week(*, week: Week, title: str, by: Author, **details: Unpack[WeekDetails]) -> None:
    changed = {"title": title, **details}
    for field, value in changed.items():
        setattr(week, field, value)
    week.save(update_fields=list(changed))
    events.record(
        "week.week_changed",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"fields": sorted(changed)},
    )


@transaction.atomic
def set_opening_hours(*, week: Week, hours: Hours, by: Author) -> None:
    """One stretch a day; days that are not named are closed."""
    week.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(week=week, date=day, opens=opens, closes=closes)
        for day, (opens, closes) in hours.items()
    )
    events.record(
        "week.hours_set",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={day.isoformat(): [f"{a:%H:%M}", f"{b:%H:%M}"] for day, (a, b) in hours.items()},
    )


@transaction.atomic
def choose_rooms(*, week: Week, rooms: Sequence[Room], by: Author) -> None:
    week.rooms.set(rooms)
    events.record(
        "week.rooms_chosen",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"rooms": [room.pk for room in rooms]},
    )


@transaction.atomic
def extend_week(*, week: Week, days: tuple[date, date], by: Author) -> None:
    """More days before or after; none of those that it has is taken away."""
    week.starts_on, week.ends_on = min(days[0], week.starts_on), max(days[1], week.ends_on)
    week.__dict__.pop("days", None)
    week.save(update_fields=["starts_on", "ends_on"])
    events.record(
        "week.week_extended",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"days": [week.starts_on.isoformat(), week.ends_on.isoformat()]},
    )


@transaction.atomic
def archive_week(*, week: Week, by: Author) -> None:
    """Nothing can be proposed or changed any more; everything stays readable."""
    week.archived_at = clock.now()
    week.save(update_fields=["archived_at"])
    events.record("week.week_archived", by=by, subject=week, place_id=week.place_id)

"""Every change to a week."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from openweek.commons.actions import adopt_recipes
from openweek.commons.models import Format
from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import safe_slug
from openweek.place.models import Place, Room
from openweek.place.rules import RESERVED_UNDER_PLACE
from openweek.week.models import ChecklistItem, OpeningHours, Week

Hours = Mapping[date, tuple[time, time]]
Laid = Callable[[Week, Sequence[Format], Author], None]


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
    kept_days: int


@dataclass(frozen=True, kw_only=True)
class WeekPlan:
    """All that a week begins with, as the concierge left it of what was proposed.

    ``recipe`` is a shipped one, taken in on the way; ``formats`` are the gatherings of the place
    that happen during the week too; ``checklist`` is what to do, and by when.
    """

    title: str
    days: tuple[date, date]
    hours: Hours
    once: UUID
    rooms: Sequence[Room] = ()
    format: Format | None = None
    recipe: str = ""
    formats: Sequence[Format] = ()
    checklist: Sequence[tuple[str, date | None]] = ()
    details: WeekDetails


_laid: list[Laid] = []


def when_week_set_up(lay: Laid) -> None:
    """Say, once, when the application starts, what a room above puts in a week that is set up.

    It is called in the same transaction, with the formats that were chosen and who chose them.
    """
    _laid.append(lay)


@transaction.atomic
def set_up_week(*, place: Place, plan: WeekPlan, by: Author) -> Week:
    """A week with its hours, rooms, gatherings and check-list, or nothing of it.

    A second call with the same ``once`` answers with the week that the first one made.
    """
    list(Place.objects.select_for_update(no_key=True).filter(pk=place.pk).values_list("pk"))
    if made := Week.objects.filter(place=place, once=plan.once).select_related("place").first():
        return made
    week = create_week(place=place, title=plan.title, days=plan.days, by=by, **plan.details)
    week.once = plan.once
    week.format = plan.format or _taken_in(place, plan.recipe, by)
    week.format_version = week.format.version if week.format else None
    week.save(update_fields=["once", "format", "format_version"])
    set_opening_hours(week=week, hours=plan.hours, by=by)
    choose_rooms(week=week, rooms=plan.rooms, by=by)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(week=week, what=what, due_on=due_on, position=position)
        for position, (what, due_on) in enumerate(plan.checklist)
    )
    for lay in _laid:
        lay(week, plan.formats, by)
    events.record(
        "week.week_set_up",
        by=by,
        subject=week,
        place_id=place.pk,
        data={
            "format": week.format_id,
            "formats": [each.pk for each in plan.formats],
            "checklist": len(plan.checklist),
        },
    )
    return week


def _taken_in(place: Place, recipe: str, by: Author) -> Format | None:
    if not recipe:
        return None
    adopt_recipes(place=place, slugs=[recipe], by=by)
    return Format.objects.filter(place=place, recipe=recipe).first()


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
    for follow in _when_changed:
        follow(week)
    events.record(
        "week.week_changed",
        by=by,
        subject=week,
        place_id=week.place_id,
        data={"fields": sorted(changed)},
    )


FollowWeek = Callable[[Week], None]
_when_changed: list[FollowWeek] = []


def when_week_changed(follow: FollowWeek) -> None:
    """Say, once, when the application starts, what a room above does when a week's facts change.

    It is called in the transaction that changes them.
    """
    _when_changed.append(follow)


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
    for follow in _when_changed:
        follow(week)
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


@transaction.atomic
def add_checklist_item(
    *, week: Week, what: str, by: Author, due_on: date | None = None, once: UUID | None = None
) -> ChecklistItem:
    """Sent twice, it is there once."""
    _hold(week)
    if once and (made := ChecklistItem.objects.filter(once=once).first()):
        return made
    item = ChecklistItem.objects.create(
        week=week, what=what, due_on=due_on, once=once, position=week.checklist.count()
    )
    events.record("week.checklist_item_added", by=by, subject=item, place_id=week.place_id)
    return item


@transaction.atomic
def change_checklist_item(
    *, item: ChecklistItem, what: str, due_on: date | None, by: Author
) -> None:
    item.what, item.due_on = what, due_on
    item.save(update_fields=["what", "due_on"])
    events.record("week.checklist_item_changed", by=by, subject=item, place_id=item.week.place_id)


@transaction.atomic
def finish_checklist_item(*, item: ChecklistItem, by: Author) -> bool:
    """It is done; False when somebody said so already."""
    open_ones = ChecklistItem.objects.filter(pk=item.pk, done_at__isnull=True)
    if not open_ones.update(done_at=clock.now(), done_by=by.name[:200]):
        return False
    events.record("week.checklist_item_finished", by=by, subject=item, place_id=item.week.place_id)
    return True


@transaction.atomic
def reopen_checklist_item(*, item: ChecklistItem, by: Author) -> bool:
    """It is to be done after all; False when it was."""
    done = ChecklistItem.objects.filter(pk=item.pk, done_at__isnull=False)
    if not done.update(done_at=None, done_by=""):
        return False
    events.record("week.checklist_item_reopened", by=by, subject=item, place_id=item.week.place_id)
    return True


@transaction.atomic
def remove_checklist_item(*, item: ChecklistItem, by: Author) -> None:
    events.record("week.checklist_item_removed", by=by, subject=item, place_id=item.week.place_id)
    item.delete()


def _hold(week: Week) -> None:
    """One list is written by one at a time."""
    list(Week.objects.select_for_update(no_key=True).filter(pk=week.pk).values_list("pk"))

"""Pauses in all rooms at once."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.programme import ledger, rules
from openweek.programme.clashes import Stretch
from openweek.programme.models import Break
from openweek.week.models import Week


def add_break(
    *, week: Week, title: str, stretches: Sequence[Stretch], by: Author, once: str | None = None
) -> list[Break]:
    """The same pause on one day or on several.

    A second call with the same ``once`` answers with the breaks that the first one made.
    """
    for starts_at, ends_at in stretches:
        _check(week, starts_at, ends_at)
    with transaction.atomic():
        ledger.hold(week)
        sent_before = list(Break.objects.filter(week=week, once__startswith=once)) if once else []
        if sent_before:
            return sent_before
        made = [
            Break.objects.create(
                week=week, title=title, starts_at=starts_at, ends_at=ends_at,
                once=f"{once}{number:02d}" if once else None,
            )
            for number, (starts_at, ends_at) in enumerate(stretches)
        ]  # fmt: skip
        events.record(
            "programme.break_added", by=by, subject=made[0], place_id=week.place_id,
            data={"breaks": [each.pk for each in made]},
        )  # fmt: skip
    return made


def change_break(
    *, pause: Break, title: str, starts_at: datetime, ends_at: datetime, by: Author
) -> None:
    _check(pause.week, starts_at, ends_at)
    with transaction.atomic():
        ledger.hold(pause.week)
        pause.title, pause.starts_at, pause.ends_at = title, starts_at, ends_at
        pause.save(update_fields=["title", "starts_at", "ends_at"])
        events.record("programme.break_changed", by=by, subject=pause, place_id=pause.week.place_id)


def remove_break(*, pause: Break, by: Author) -> None:
    """It is gone; what the page says afterwards can be sent again to have it back."""
    with transaction.atomic():
        ledger.hold(pause.week)
        if not Break.objects.filter(pk=pause.pk).exists():
            return
        events.record(
            "programme.break_removed", by=by, subject=pause, place_id=pause.week.place_id,
            data={
                "starts_at": pause.starts_at.isoformat(), "ends_at": pause.ends_at.isoformat(),
                "title": pause.title,
            },
        )  # fmt: skip
        pause.delete()


def _check(week: Week, starts_at: datetime, ends_at: datetime) -> None:
    day = starts_at.astimezone(week.place.zone).date()
    if not week.starts_on <= day <= week.ends_on:
        raise ValidationError(_("That day is not one of the week."), code="outside")
    if ends_at <= starts_at:
        raise ValidationError(_("It ends before it begins."), code="backwards")
    if ends_at - starts_at > rules.LONGEST:
        raise ValidationError(_("That lasts longer than a day."), code="long")

"""Makes the demonstration, through the same actions as the pages."""

from collections.abc import Callable

import click
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from openweek.config.demo import alive, autumn, conciergerie, past, virtual
from openweek.config.prepare import prepare
from openweek.place.models import Place
from openweek.week.models import Week


def fill() -> int:
    """Whatever is missing; a folder that is up to date is left as it is. The exit code."""
    if not settings.OPENWEEK_DEMONSTRATION:
        click.echo("Only a demonstration is filled: run `openweek demo`.", err=True)
        return 2
    prepare()
    steps = [step for is_missing, step in _steps() if is_missing()]
    if not steps:
        return 0
    with click.progressbar(
        steps,
        label="Préparation de la démonstration / Preparing the demonstration",
        item_show_func=lambda step: getattr(step, "__name__", None),
    ) as progress:
        for step in progress:
            with transaction.atomic():
                step()
    return 0


def _steps() -> list[tuple[Callable[[], bool], Callable[[], object]]]:
    return [
        (lambda: not Place.objects.filter(slug="comptoir-numerique").exists(), past.make_past),
        (lambda: not Place.objects.filter(slug=alive.SLUG).exists(), alive.make_place),
        (conciergerie.is_missing, conciergerie.make_conciergerie),
        (lambda: not _weeks().filter(slug="la-premiere").exists(), autumn.make_autumn),
        (lambda: not _has_today(), alive.make_today),
        # A later day of a week that is made already.
        (lambda: _has_today() and conciergerie.is_day_missing(alive.this_week()), alive.make_day),
        (virtual.is_missing, virtual.make_virtual_place),
    ]


def _weeks() -> QuerySet[Week]:
    return Week.objects.filter(place__slug=alive.SLUG)


def _has_today() -> bool:
    return any(week.is_running for week in _weeks().select_related("place"))

"""A programme written elsewhere, into a week, from the command line."""

from dataclasses import dataclass
from datetime import date

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.look import dates
from openweek.place.models import Place
from openweek.programme import actions, importing
from openweek.programme.importing import Plan, Programme, Unreadable, Wanted
from openweek.programme.importing.comparing import MOST_DAYS
from openweek.programme.importing.incoming import Where
from openweek.week.actions import create_week
from openweek.week.models import Week


@dataclass(frozen=True)
class Asked:
    """What was said on the command line."""

    place: str
    week: str
    file: str
    wanted: Wanted
    dry_run: bool = False


def import_file(content: bytes, asked: Asked) -> None:
    """What happens, and what could not be taken and why, is told on the terminal."""
    place = Place.objects.filter(slug=asked.place).first()
    if place is None:
        known = ", ".join(Place.objects.values_list("slug", flat=True)) or "—"
        raise click.ClickException(f"No place {asked.place!r} here. There are: {known}")
    with translation.override(place.language):
        try:
            plan = _import(place, content, asked)
        except Unreadable as unreadable:
            raise click.ClickException(str(unreadable)) from unreadable
        except ValidationError as refusal:
            raise click.ClickException(" ".join(refusal.messages)) from refusal
        _tell(plan)


def _import(place: Place, content: bytes, asked: Asked) -> Plan:
    """All of it, the week too if it had to be made, or nothing."""
    with transaction.atomic():
        week = Week.objects.select_related("place").filter(place=place, slug=asked.week).first()
        if week is None:
            week = _made_for(place, content, asked.week)
        programme = importing.read(content, actions.where_of(week))
        if asked.dry_run:
            plan = importing.compare(week, programme, asked.wanted)
            transaction.set_rollback(True)
            click.echo(_("Nothing is written: this is what it would change."))
            return plan
        with click.progressbar(length=1, label=_("Importing"), show_pos=True) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            return actions.import_programme(
                week=week, programme=programme, by=SOFTWARE, wanted=asked.wanted,
                file=asked.file, progress=progress,
            ).plan  # fmt: skip


def _made_for(place: Place, content: bytes, slug: str) -> Week:
    """A week of the days that the file speaks of."""
    today = clock.today(place.zone)
    programme = importing.read(content, Where(place.zone, today, today))
    days = programme.days(place.zone)
    if days is None or (days[1] - days[0]).days >= MOST_DAYS:
        raise click.ClickException(_no_days(slug, days))
    week = create_week(
        place=place, title=_title(programme, slug), slug=slug, days=days, by=SOFTWARE
    )
    said = _("There was no week %(slug)s: it is made, “%(title)s”, %(days)s.")
    click.echo(said % {"slug": week.slug, "title": week.title, "days": dates.days(*days)})
    return week


def _no_days(slug: str, days: tuple[date, date] | None) -> str:
    if days is None:
        said = _("There is no week %(slug)s, and the file does not say on which days it would be.")
        return said % {"slug": slug}
    said = _("There is no week %(slug)s, and the file goes %(days)s: make the week first.")
    return said % {"slug": slug, "days": dates.days(*days)}


def _title(programme: Programme, slug: str) -> str:
    return (programme.title or slug.replace("-", " ").capitalize())[:120]


def _tell(plan: Plan) -> None:
    counts = plan.counts()
    said = _("%(new)d new, %(changed)d changed, %(removed)d taken out, %(same)d as they are.")
    click.echo(said % counts)
    if plan.new_rooms:
        names = ", ".join(room.name for room in plan.new_rooms)
        click.echo(_("Rooms added: %(names)s.") % {"names": names})
    if plan.extended:
        click.echo(_("The week is now %(days)s.") % {"days": dates.days(*plan.extended)})
    if plan.troubles:
        click.echo(_("Could not be taken as they are:"), err=True)
        for trouble in plan.troubles:
            click.echo(f"  {str(trouble).strip()}", err=True)
    for kept in plan.kept:
        said = _("“%(title)s”, %(label)s: stays as it was written here since.")
        click.echo(f"  {said % {'title': kept.title, 'label': kept.label}}", err=True)
    if plan.lost and not plan.wanted.remove_missing:
        said = ngettext(
            "%(count)d session came from there once and is no longer in it (--remove-missing).",
            "%(count)d sessions came from there once and are no longer in it (--remove-missing).",
            len(plan.lost),
        )
        click.echo(said % {"count": len(plan.lost)}, err=True)
        for lost in plan.lost:
            click.echo(f"  {lost.title}", err=True)

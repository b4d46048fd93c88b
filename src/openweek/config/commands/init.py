"""A place and its first week, by questions or by options."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from openweek.commons.actions import adopt_recipes
from openweek.commons.queries import format_recipes
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.actions import add_person, add_room, create_place, give_access
from openweek.place.models import Role
from openweek.week.actions import create_week, set_opening_hours

OPENS, CLOSES = time(9), time(18)
FRIDAY = 4


@dataclass(frozen=True)
class Answers:
    place_name: str
    city: str
    address: str
    concierge: str
    email: str
    week_title: str
    starts_on: date
    ends_on: date
    rooms: tuple[str, ...]
    language: str

    @classmethod
    def asked(
        cls,
        *,
        rooms: tuple[str, ...],
        language: str,
        starts_on: datetime | None,
        ends_on: datetime | None,
        **given: str | None,
    ) -> "Answers":
        """What the options did not say is asked; a default is offered where one makes sense."""
        french = language == "fr"

        def ask(name: str, fr: str, en: str, default: str = "") -> str:
            said = given.get(name)
            return said if said is not None else click.prompt(fr if french else en, default=default)

        place_name = ask("place_name", "Nom du lieu", "Name of the place", "Notre tiers-lieu")
        first = starts_on.date() if starts_on else _asked_day(french)
        last = ends_on.date() if ends_on else first + timedelta(days=FRIDAY)
        if last < first:
            raise click.ClickException(
                "La semaine finit avant de commencer. / The week ends before it begins."
            )
        return cls(
            place_name=place_name,
            city=ask("city", "Ville", "City"),
            address=ask("address", "Adresse", "Address"),
            concierge=ask(
                "concierge", "Qui tient la conciergerie", "Who keeps the place", "Camille"
            ),
            email=ask("email", "Son adresse mail (facultatif)", "Their mail address (optional)"),
            week_title=ask("week_title", "Titre de la semaine", "Title of the week", "OpenWeek"),
            starts_on=first,
            ends_on=last,
            rooms=rooms or _asked_rooms(french),
            language=language,
        )


def _asked_day(french: bool) -> date:
    today = clock.now().date()
    monday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    question = "Premier jour (AAAA-MM-JJ)" if french else "First day (YYYY-MM-DD)"
    chosen: datetime = click.prompt(
        question, default=monday.isoformat(), type=click.DateTime(["%Y-%m-%d"])
    )
    return chosen.date()


def _asked_rooms(french: bool) -> tuple[str, ...]:
    question = "Salles, séparées par des virgules" if french else "Rooms, separated by commas"
    default = "Grande salle, Petite salle" if french else "Main room, Small room"
    said: str = click.prompt(question, default=default)
    return tuple(name.strip() for name in said.split(",") if name.strip())


def init_place(answers: Answers) -> None:
    """Make them all or none, and say where to go."""
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        addresses = _make(answers)
    french = answers.language == "fr"
    click.echo("C’est prêt." if french else "Ready.")
    click.echo(("La semaine : " if french else "The week: ") + addresses["week"])
    click.echo(
        (
            "Pour entrer sans mot de passe (30 jours) : "
            if french
            else "To sign in without a password (30 days): "
        )
        + addresses["access"]
    )
    click.echo("openweek serve")


def _make(answers: Answers) -> dict[str, str]:
    details: dict[str, Any] = {"city": answers.city, "address": answers.address}
    place = create_place(name=answers.place_name, by=SOFTWARE, language=answers.language, **details)
    person = add_person(
        place=place,
        name=answers.concierge,
        role=Role.CONCIERGE,
        by=SOFTWARE,
        email=answers.email or None,
    )
    for name in answers.rooms:
        add_room(place=place, name=name, by=SOFTWARE)
    slugs = [recipe.slug for recipe in format_recipes(answers.language)]
    adopt_recipes(place=place, slugs=slugs, by=SOFTWARE)
    week = create_week(
        place=place,
        title=answers.week_title,
        days=(answers.starts_on, answers.ends_on),
        by=SOFTWARE,
        move_commons="np-rp-rc.di-gr",
    )
    hours = dict.fromkeys(week.days, (OPENS, CLOSES))
    set_opening_hours(week=week, hours=hours, by=SOFTWARE)
    secret = give_access(place=place, person=person, by=SOFTWARE)
    return {
        "week": f"{settings.OPENWEEK_URL}/{place.slug}/{week.slug}/",
        "access": f"{settings.OPENWEEK_URL}/enter/{secret}/",
    }

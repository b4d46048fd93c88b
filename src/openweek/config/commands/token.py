import click

from openweek.ground.authors import SOFTWARE
from openweek.place.actions import give_token
from openweek.place.models import Place
from openweek.place.queries import person_named
from openweek.place.rules import role_at


def make_token(*, place_slug: str, person_name: str) -> str:
    place = Place.objects.filter(slug=place_slug).first()
    if place is None:
        known = ", ".join(Place.objects.values_list("slug", flat=True)) or "—"
        raise click.ClickException(f"No place {place_slug!r} here. There are: {known}")
    person = person_named(person_name)
    if person is None or not role_at(place, person):
        raise click.ClickException(f"Nobody called {person_name!r} has a part in {place.name}.")
    return give_token(place=place, person=person, by=SOFTWARE)

"""A place's conciergerie, as a test would tell of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from openweek.desk import actions
from openweek.desk.models import GuidePage, HelpRequest, HouseRules, Notice, Partner
from openweek.desk.queries import rules_in_force
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Person, Place


def author(person: Person) -> Author:
    return Author(name=person.name, person_id=person.pk)


def make_rules(place: Place, text: str = "On dit bonjour.", **said: Any) -> HouseRules:
    newest = rules_in_force(place)
    after = newest.number if newest else 0
    return actions.publish_rules(
        place=place, text=text, after=after, by=said.pop("by", SOFTWARE), **said
    )


def make_notice(place: Place, text: str = "Le café est chaud.", **said: Any) -> Notice:
    """From now on, for two hours."""
    now = clock.now()
    said = {"starts_at": now, "ends_at": now + timedelta(hours=2), "by": SOFTWARE, **said}
    return actions.publish_notice(place=place, text=text, once=uuid4(), **said)


def make_help(place: Place, about: str = "wifi", **said: Any) -> HelpRequest:
    said = {"by": Author(passer_by="jeanne"), **said}
    return actions.ask_help(place=place, about=about, once=uuid4(), **said)


def make_guide_page(place: Place, title: str = "Où est le café ?", **said: Any) -> GuidePage:
    said = {"text": "Dans la cuisine.", "language": "fr", "by": SOFTWARE, **said}
    return actions.add_guide_page(place=place, title=title, once=uuid4(), **said)


def make_partner(place: Place, name: str = "Collège Gambetta", **said: Any) -> Partner:
    said = {"by": SOFTWARE, **said}
    return actions.add_partner(place=place, name=name, once=uuid4(), **said)

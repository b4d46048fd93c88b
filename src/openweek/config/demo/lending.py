"""The small tasks of the demonstration."""

import uuid
from dataclasses import dataclass

from openweek.ground.authors import Author
from openweek.place.models import Person, Place
from openweek.place.tasks import Brought, bring_task, claim_task, finish_task, thank_task
from openweek.week.models import Week


@dataclass(frozen=True)
class Small:
    by: str
    brought: Brought
    taken_by: str = ""
    is_done: bool = False
    thanked_by: str = ""


TASKS = [
    Small("Nadia Berthet", Brought("Arroser les plantes de l’entrée", size="5", is_of_place=True,
          is_for_visitors=True, more="L’arrosoir est sous l’évier de la cuisine.")),
    Small("Nadia Berthet", Brought("Goûter la soupe et dire s’il manque du sel", size="5",
          is_of_place=True, is_for_visitors=True)),
    Small("Jo Marchetti", Brought("Tester si le lien de l’imprimante marche", size="5")),
    Small("Karim Saïdi", Brought("Trier la boîte à câbles", size="30", is_of_place=True,
          is_for_visitors=True, more="Ceux que personne ne reconnaît vont dans le sac bleu.")),
    Small("Lucie Nguyen", Brought("Relire l’affiche de la fête", size="30")),
    Small("Hélène Fabre", Brought("Déplacer l’armoire de l’Atelier", size="together",
          is_of_place=True, is_for_visitors=True)),
    Small("Karim Saïdi", Brought("Ranger la remise", is_of_place=True)),
    Small("Karim Saïdi", Brought("Rappeler l’assurance du vélo", size="5", is_private=True)),
    Small("Lucie Nguyen", Brought("Agrafer les programmes", size="30", is_for_visitors=True),
          taken_by="Paul Vial"),
    Small("Nadia Berthet", Brought("Changer l’ampoule du couloir", size="5", is_of_place=True),
          taken_by="Jo Marchetti", is_done=True, thanked_by="Nadia Berthet"),
    Small("Jo Marchetti", Brought("Remettre les feutres dans le bon pot", size="5",
          is_for_visitors=True), taken_by="Odette Chazelle", is_done=True),
]  # fmt: skip


def lend_hands(week: Week) -> None:
    """What waits, what somebody has taken on, and what is done."""
    people = {person.name: person for person in Person.objects.all()}
    for small in TASKS:
        _lay_out(week.place, people, small)


def _lay_out(place: Place, people: dict[str, Person], small: Small) -> None:
    owner = people[small.by]
    task = bring_task(
        place=place, person=owner, brought=small.brought, once=_once(small), by=_author(owner)
    )
    if small.taken_by:
        claim_task(task=task, by=_author(people[small.taken_by]))
    if small.is_done:
        finish_task(task=task, by=_author(people[small.taken_by]))
    if small.thanked_by:
        thank_task(task=task, by=_author(people[small.thanked_by]))


def _author(person: Person) -> Author:
    return Author(name=person.name, person_id=person.pk)


def _once(small: Small) -> uuid.UUID:
    """The same for the same task: a demonstration that lasts another day does not bring it anew."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demonstration:{small.brought.title}")

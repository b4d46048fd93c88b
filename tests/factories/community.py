"""People who are here, and what they write on the wall."""

from openweek.community import actions
from openweek.community.models import Post, Presence, Where
from openweek.ground.authors import Author
from openweek.place.models import Person, Place

PASSER_BY = Author(name="Inès", passer_by="0123456789abcdef")


def author_of(person: Person) -> Author:
    return Author(name=person.name, person_id=person.pk)


def come(place: Place, person: Person, where: str = Where.ON_SITE, about: str = "") -> Presence:
    return actions.arrive(
        place=place, person=person, by=author_of(person), where=where, about=about
    )


def pass_by(place: Place, by: Author = PASSER_BY) -> Presence:
    return actions.arrive(place=place, by=by, where=Where.REMOTE, name=by.name)


def pin(
    place: Place,
    text: str,
    by: Person | Author,
    *,
    answers: Post | None = None,
    is_held: bool = False,
) -> Post:
    author = by if isinstance(by, Author) else author_of(by)
    return actions.write_post(place=place, text=text, by=author, answers=answers, is_held=is_held)

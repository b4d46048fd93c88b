"""The shared texts: those in which the one who asks may write, and no others."""

import pytest

from openweek.community.queries import shared_texts
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import give_capability
from openweek.place.models import Person, Place, Role
from openweek.place.rules import PlaceAccess, Who, access_place
from openweek.writing.actions import create_text, freeze_texts, grant
from openweek.writing.models import Text
from tests.factories.community import author_of
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place()


def text_of(place: Place, title: str) -> Text:
    return create_text(place=place, title=title, language="fr", by=SOFTWARE)


def seen_by(place: Place, person: Person | None = None, *held: int) -> list[str]:
    who = Who(
        person=person,
        author=author_of(person) if person else Author(),
        capability_ids=frozenset(held),
    )
    access: PlaceAccess = access_place(who, place.slug)
    return [text.title for text in shared_texts(access)]


def test_each_sees_the_texts_in_which_they_may_write(place: Place) -> None:
    odette, ali = make_person(place, "Odette", Role.COWORKER), make_person(place, "Ali", "visitor")
    grant(text=text_of(place, "Pour Odette"), level="write", by=SOFTWARE, person=odette)
    grant(text=text_of(place, "Aux habitués"), level="write", by=SOFTWARE, role="coworker")
    grant(text=text_of(place, "À tous"), level="write", by=SOFTWARE, role="anyone")
    grant(text=text_of(place, "À lire"), level="read", by=SOFTWARE, role="anyone")
    text_of(make_place("La Halle"), "Ailleurs")

    assert seen_by(place, odette) == ["À tous", "Aux habitués", "Pour Odette"]
    assert seen_by(place, ali) == ["À tous"]
    assert seen_by(place) == ["À tous"]


def test_a_link_that_one_holds_counts_and_a_text_that_is_over_does_not(place: Place) -> None:
    team, over = text_of(place, "Au lien"), text_of(place, "Fini")
    link, _ = give_capability(kind="text", place=place, by=SOFTWARE)
    grant(text=team, level="write", by=SOFTWARE, capability=link)
    grant(text=over, level="write", by=SOFTWARE, role="anyone")
    freeze_texts(texts=[over], by=SOFTWARE)

    assert seen_by(place, None, link.pk) == ["Au lien"]
    assert seen_by(place) == []

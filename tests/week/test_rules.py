import pytest
from django.http import Http404

from openweek.ground.authors import Author
from openweek.place.models import Role
from openweek.place.rules import Who
from openweek.week.rules import access_week
from tests.factories.places import make_person, make_place, make_week

pytestmark = pytest.mark.django_db


def test_an_unknown_week_is_not_found() -> None:
    with pytest.raises(Http404):
        access_week(Who(), "nowhere", "never")


def test_a_week_is_not_reached_through_another_place() -> None:
    week = make_week()
    other = make_place("La Remise")
    with pytest.raises(Http404):
        access_week(Who(), other.slug, week.slug)


@pytest.mark.parametrize(
    ("role", "may_manage"),
    [
        (Role.CONCIERGE, True),
        (Role.COWORKER, False),
        (Role.CONTRIBUTOR, False),
        (Role.VISITOR, False),
    ],
)
def test_only_the_concierge_manages_the_week(role: str, *, may_manage: bool) -> None:
    week = make_week()
    person = make_person(week.place, "Camille", role)
    who = Who(person=person, author=Author(name="Camille", person_id=person.pk))
    assert access_week(who, week.place.slug, week.slug).may_manage is may_manage


def test_a_concierge_of_elsewhere_is_nobody_here() -> None:
    week = make_week()
    person = make_person(make_place("La Remise"), "Sacha", Role.CONCIERGE)
    access = access_week(Who(person=person), week.place.slug, week.slug)
    assert (access.role, access.may_manage) == ("", False)

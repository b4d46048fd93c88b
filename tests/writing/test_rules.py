"""Who may do what with a text, as a matrix."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.actions import give_capability, revoke_capability
from openweek.place.models import Role
from openweek.place.rules import Who
from openweek.writing import actions
from openweek.writing.models import Grant, Level, Text
from openweek.writing.rules import TextRights, access_text, rights_for
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db

NOBODY = Who()


def make_text(**more: Any) -> Text:
    place = more.pop("place", None) or make_place()
    return actions.create_text(place=place, title="Lieu", language="fr", by=SOFTWARE, **more)


def level_for(text: Text, who: Who) -> str:
    try:
        return access_text(who, text.pk).level
    except Http404:
        return ""


def test_without_a_grant_nobody_knows_that_a_text_exists() -> None:
    text = make_text()
    concierge = Who(person=make_person(text.place))
    for who in (NOBODY, concierge):
        for which in (text.pk, uuid4(), "no-number"):
            with pytest.raises(Http404):
                access_text(who, which)


@pytest.mark.parametrize(
    ("granted", "reached"),
    [
        ("concierge", ["concierge"]),
        ("coworker", ["concierge", "coworker"]),
        ("contributor", ["concierge", "coworker", "contributor"]),
        ("visitor", ["concierge", "coworker", "contributor", "visitor"]),
        ("anyone", ["concierge", "coworker", "contributor", "visitor", "", "elsewhere"]),
    ],
)
def test_a_right_for_a_role_counts_for_that_role_and_above(
    granted: str, reached: list[str]
) -> None:
    text = make_text()
    people = {role: Who(person=make_person(text.place, f"n{role}", role)) for role in Role.values}
    people[""] = NOBODY
    people["elsewhere"] = Who(person=make_person(make_place("Ailleurs"), "Zoé"))
    actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, role=granted)
    assert [role for role, who in people.items() if level_for(text, who)] == reached


def test_the_highest_of_somebodys_rights_counts() -> None:
    text = make_text()
    person = make_person(text.place, "Ada", Role.VISITOR)
    link, _ = give_capability(kind="text", place=text.place, by=SOFTWARE)
    who = Who(person=person, capability_ids=frozenset({link.pk}))
    for level, holder in [("read", {"role": "anyone"}), ("comment", {"person": person})]:
        actions.grant(text=text, level=level, by=SOFTWARE, **holder)  # type: ignore[arg-type]
    assert level_for(text, who) == "comment"
    actions.grant(text=text, level="manage", by=SOFTWARE, capability=link)
    assert level_for(text, who) == "manage"
    assert level_for(text, Who(person=person)) == "comment"
    revoke_capability(capability=link, by=SOFTWARE)
    assert level_for(text, who) == "comment"


def test_granting_again_changes_the_level() -> None:
    text = make_text()
    for level in ("read", "write"):
        actions.grant(text=text, level=level, by=SOFTWARE, role="anyone")
    assert [given.level for given in text.grants.all()] == ["write"]


@pytest.mark.parametrize(
    ("level", "frozen", "rights"),
    [
        ("read", False, TextRights(may_read=True)),
        ("comment", False, TextRights(may_read=True, may_comment=True)),
        ("write", False, TextRights(may_read=True, may_comment=True, may_write=True)),
        ("manage", False, TextRights(True, True, True, True)),
        ("write", True, TextRights(may_read=True)),
        ("manage", True, TextRights(may_read=True, may_manage=True)),
        ("", False, TextRights()),
    ],
)
def test_rights_are_what_the_level_says_and_no_pen_writes_what_is_frozen(
    level: str, frozen: bool, rights: TextRights
) -> None:
    assert rights_for(level, frozen=frozen) == rights


@pytest.mark.parametrize("holders", [{}, {"role": "anyone", "person": True}])
def test_the_database_refuses_a_right_with_no_holder_or_two(holders: dict[str, Any]) -> None:
    text = make_text()
    if "person" in holders:
        holders = {**holders, "person": make_person(text.place)}
    with pytest.raises(IntegrityError):
        Grant.objects.create(text=text, level="read", **holders)


def test_a_text_past_its_closing_is_not_written(wednesday_ten: None) -> None:
    text = make_text(closes_at=clock.now())
    actions.grant(text=text, level="write", by=SOFTWARE, role="anyone")
    assert not access_text(NOBODY, text.pk).rights.may_write


def test_asking_costs_the_same_however_many_grants(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    text = make_text()
    ada = make_person(text.place, "Ada")
    link, _ = give_capability(kind="text", place=text.place, by=SOFTWARE)
    who = Who(person=ada, author=Author(person_id=ada.pk), capability_ids=frozenset({link.pk}))
    for role in Grant.Role.values:
        actions.grant(text=text, level="read", by=SOFTWARE, role=role)
    with django_assert_max_num_queries(4):
        access_text(who, text.pk)

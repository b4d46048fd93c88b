"""Who may do what: every role, somebody without an account, the holder of a link, the author."""

from dataclasses import astuple

import pytest
from django.http import Http404

from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Role
from openweek.place.rules import Who
from openweek.programme import actions, rules
from openweek.week import actions as week_actions
from openweek.week.models import Week
from openweek.week.rules import WeekAccess, access_week
from tests.factories.places import make_person
from tests.factories.programme import make_session, make_week_with_rooms

NOBODY = ""
HOLDER = "holder"
AUTHOR = "author"
EVERYBODY = [NOBODY, HOLDER, AUTHOR, *Role.values]


def asks(week: Week, who: str, session_by: str = "") -> WeekAccess:
    if who in {NOBODY, HOLDER}:
        asking = Who(author=Author(passer_by="somebody"))
    else:
        role = Role.VISITOR if who == AUTHOR else who
        person = make_person(week.place, f"{who}-person", role)
        asking = Who(person=person, author=Author(name=person.name, person_id=person.pk))
    return access_week(asking, week.place.slug, week.slug)


def found(week: Week, who: str, *, is_removed: bool = False) -> rules.SessionAccess:
    access = asks(week, who)
    by = access.author if who == AUTHOR else SOFTWARE
    session = make_session(week, "Couture", by=by)
    if who == HOLDER:
        held, _secret = actions.give_link(session=session, by=SOFTWARE)
        holding = Who(author=access.author, capability_ids=frozenset({held}))
        access = access_week(holding, week.place.slug, week.slug)
    if is_removed:
        actions.remove_session(session=session, by=SOFTWARE)
    return rules.access_session(access, session.slug)


@pytest.mark.parametrize(
    ("who", "propose", "improvise"),
    [
        (NOBODY, True, False),
        (Role.VISITOR, True, False),
        (Role.CONTRIBUTOR, True, True),
        (Role.COWORKER, True, True),
        (Role.CONCIERGE, True, True),
    ],
)
def test_who_may_write_in_the_programme(who: str, propose: bool, improvise: bool) -> None:
    access = asks(make_week_with_rooms(), who)

    rights = rules.rights(access)
    assert (rights.propose, rights.improvise) == (propose, improvise)


@pytest.mark.parametrize(
    ("who", "place", "keep_breaks"),
    [
        (NOBODY, False, False),
        (Role.VISITOR, False, False),
        (Role.CONTRIBUTOR, True, False),
        (Role.COWORKER, True, True),
        (Role.CONCIERGE, True, True),
    ],
)
def test_who_places_the_sessions_and_who_keeps_the_breaks(
    who: str, place: bool, keep_breaks: bool
) -> None:
    rights = rules.rights(asks(make_week_with_rooms(), who))

    assert (rights.place, rights.keep_breaks) == (place, keep_breaks)


@pytest.mark.parametrize(
    ("who", "change", "undo"),
    [
        (NOBODY, False, False),
        (HOLDER, True, False),
        (AUTHOR, True, False),
        (Role.VISITOR, False, False),
        (Role.CONTRIBUTOR, True, False),
        (Role.COWORKER, True, True),
        (Role.CONCIERGE, True, True),
    ],
)
def test_who_may_change_a_session(who: str, change: bool, undo: bool) -> None:
    rights = found(make_week_with_rooms(), who).rights

    assert (rights.see, rights.change, rights.remove, rights.restore, rights.undo) == (
        True, change, change, False, undo,
    )  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_writes_in_a_week_that_is_archived(who: str) -> None:
    week = make_week_with_rooms()
    access = found(week, who)
    week_actions.archive_week(week=week, by=SOFTWARE)
    again = asks(week, NOBODY if who == HOLDER else Role.CONCIERGE)

    assert not any(astuple(rules.rights(again)))
    rights = rules.session_rights(again, access.session, is_holder=True)
    assert rights.see
    assert not any((rights.change, rights.remove, rights.restore, rights.undo, rights.undo_own))


@pytest.mark.parametrize("who", [HOLDER, AUTHOR, Role.CONTRIBUTOR, Role.COWORKER, Role.CONCIERGE])
def test_who_may_change_a_session_may_put_it_back(who: str) -> None:
    rights = found(make_week_with_rooms(), who, is_removed=True).rights

    assert (rights.see, rights.change, rights.restore) == (True, False, True)


@pytest.mark.parametrize("who", [NOBODY, Role.VISITOR])
def test_a_removed_session_is_not_shown_to_others(who: str) -> None:
    with pytest.raises(Http404):
        found(make_week_with_rooms(), who, is_removed=True)


def test_a_holder_undoes_their_own_changes_alone() -> None:
    holder = found(make_week_with_rooms(), HOLDER)
    own = actions.change_session(session=holder.session, by=holder.author, title="À moi")
    others = actions.change_session(session=holder.session, by=SOFTWARE, title="À eux")
    assert own is not None
    assert others is not None

    assert holder.may_undo(own)
    assert not holder.may_undo(others)


def test_a_link_opens_its_own_session_alone() -> None:
    week = make_week_with_rooms()
    mine, other = make_session(week, "À moi"), make_session(week, "À eux")
    held, _secret = actions.give_link(session=mine, by=SOFTWARE)
    access = access_week(Who(capability_ids=frozenset({held})), week.place.slug, week.slug)

    assert rules.access_session(access, mine.slug).rights.change
    assert not rules.access_session(access, other.slug).rights.change

"""Visitors and hosts, as a test would tell of them. Weeks are those of tests.factories.places."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person
from openweek.visits import actions
from openweek.visits.actions.seats import new_visit
from openweek.visits.models import HalfDay, Host, Match, MatchState, Visit
from openweek.week.actions import change_week
from openweek.week.halves import Half, Part
from openweek.week.models import Week
from tests.factories.places import MONDAY, make_week

WEDNESDAY_MORNING = Half(MONDAY + timedelta(days=2), Part.MORNING)
WEDNESDAY_AFTERNOON = Half(MONDAY + timedelta(days=2), Part.AFTERNOON)
THURSDAY_MORNING = Half(MONDAY + timedelta(days=3), Part.MORNING)
TUESDAY_MORNING = Half(MONDAY + timedelta(days=1), Part.MORNING)
SATURDAY_MORNING = Half(MONDAY + timedelta(days=5), Part.MORNING)


def register(week: Week, name: str = "Jeanne", *halves: Half, **said: Any) -> actions.Registered:
    return actions.register_visit(
        week=week,
        name=name,
        halves=halves or [WEDNESDAY_MORNING],
        once=said.pop("once", None) or uuid4(),
        by=said.pop("by", SOFTWARE),
        **said,
    )


def make_visit(week: Week, name: str = "Jeanne", *halves: Half, **said: Any) -> Visit:
    return register(week, name, *halves, **said).visit


def make_host(week: Week, person: Person, *halves: Half, **said: Any) -> Host:
    given = {"about": "couture, Linux", "languages": ["fr", "en"], **said}
    return actions.become_host(week=week, person=person, halves=halves, by=SOFTWARE, **given)


def matched(visit: Visit, host: Host) -> Match:
    """Who receives them on their first half-day, as the computation would have proposed."""
    half_day = visit.half_days.first()
    assert half_day is not None
    return Match.objects.create(
        half_day=half_day, host=host, state=MatchState.PROPOSED, made_at=clock.now()
    )


def make_waiting(
    week: Week, name: str = "Karim", half: Half = THURSDAY_MORNING, **said: Any
) -> HalfDay:
    """Somebody at the end of the line for a seat, whether or not one is free."""
    visit = new_visit(week, name=name, once=uuid4(), by=SOFTWARE, language="fr", **said)
    return HalfDay.objects.create(
        visit=visit, date=half.date, part=half.part, waiting_since=clock.now()
    )


def small_week(capacity: int) -> Week:
    """One in which so many visitors fit at once."""
    week = make_week()
    change_week(week=week, title=week.title, by=SOFTWARE, capacity=capacity)
    return week

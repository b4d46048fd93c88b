"""Visitors and hosts, as a test would tell of them. Weeks are those of tests.factories.places."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from openweek.ground.authors import SOFTWARE
from openweek.place.models import Person
from openweek.visits import actions
from openweek.visits.models import Host, Visit
from openweek.week.halves import Half, Part
from openweek.week.models import Week
from tests.factories.places import MONDAY

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
        by=SOFTWARE,
        **said,
    )


def make_visit(week: Week, name: str = "Jeanne", *halves: Half, **said: Any) -> Visit:
    return register(week, name, *halves, **said).visit


def make_host(week: Week, person: Person, *halves: Half) -> Host:
    return actions.become_host(
        week=week,
        person=person,
        about="couture, Linux",
        languages=["fr", "en"],
        halves=halves,
        by=SOFTWARE,
    )

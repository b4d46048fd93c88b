"""Nobody is reached, or known to have looked for a team, longer than the week promised."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from openweek.challenges import actions
from openweek.challenges.models import Challenge, Seeker, Team
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Letter, Role
from openweek.place.queries import capability_for
from openweek.week.actions import change_week
from tests.factories.books import FRIDAY_FIVE, make_challenge, seek, sign_up
from tests.factories.places import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

SAID = {"contact": "zephyrine@example.org", "about": "Le patois de Trifouillis"}
WORDS = ["phyrine", "zephyrine", "Trifouillis", "veilleurs@example.org"]


@pytest.fixture
def challenge() -> Challenge:
    return make_challenge()


def whole_database() -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name from the database
            rows += [f"{table} {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


def found_in_it() -> list[str]:
    everything = whole_database()
    return [word for word in WORDS if word in everything]


def remind(challenge: Challenge) -> None:
    with clock.at(FRIDAY_FIVE - timedelta(hours=23)):
        deadlines.sweep()
    assert Letter.objects.filter(to="zephyrine@example.org").exists()


def after(challenge: Challenge, *, days: int) -> None:
    with clock.at(FRIDAY_FIVE + timedelta(days=days)):
        deadlines.sweep()


def test_nothing_of_seekers_and_of_addresses_is_kept_longer_than_was_said(
    challenge: Challenge,
) -> None:
    sought = seek(challenge, "Zéphyrine Dupont", **SAID)
    sign_up(challenge, contact="veilleurs@example.org")
    remind(challenge)
    after(challenge, days=challenge.week.kept_days)
    assert Seeker.objects.get().contact
    after(challenge, days=challenge.week.kept_days + 8)
    assert found_in_it() == []
    assert capability_for(sought.secret, kind="seeker") is None
    event = Event.objects.get(kind="challenges.contacts_forgotten")
    assert (event.data["seekers"], event.data["contacts"]) == (1, 1)
    # What is published stays: who wrote the book.
    assert list(Team.objects.get().members.values_list("name", flat=True)) == ["Nadia", "Paul"]


def test_whoever_leaves_takes_the_letters_with_them_and_their_link_is_dead(
    challenge: Challenge,
) -> None:
    sought = seek(challenge, "Zéphyrine Dupont", **SAID)
    remind(challenge)
    actions.leave_seekers(seeker=sought.seeker, by=SOFTWARE)
    assert found_in_it() == []
    assert capability_for(sought.secret, kind="seeker") is None


def test_nobody_takes_away_letters_by_typing_somebodys_address(challenge: Challenge) -> None:
    neighbour = make_person(challenge.week.place, "Sam", Role.COWORKER)
    sign_up(challenge, "Les Voisins", "Sam", person=neighbour)
    rogue = seek(challenge, "Mallory", contact=neighbour.email)
    with clock.at(FRIDAY_FIVE - timedelta(hours=23)):
        deadlines.sweep()
    actions.leave_seekers(seeker=rogue.seeker, by=SOFTWARE)
    assert Letter.objects.filter(to=neighbour.email).exclude(text="").exists()


def test_a_week_that_is_kept_longer_is(challenge: Challenge) -> None:
    seek(challenge, "Zéphyrine Dupont", once=uuid4())
    before = challenge.week.kept_days
    week = challenge.week
    change_week(week=week, title=week.title, kept_days=before + 100, by=SOFTWARE)
    after(challenge, days=before + 20)
    assert Seeker.objects.get().name == "Zéphyrine Dupont"

"""Who asks to be forgotten is, in each room in which they wrote in the same browser."""

from typing import NamedTuple
from uuid import uuid4

import pytest
from django.test import Client

from openweek.community import actions as community
from openweek.community.models import Post, Presence
from openweek.desk import actions as desk
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.place import tasks
from openweek.place.models import SmallTask
from openweek.programme import actions as programme
from openweek.programme.models import Question, Session, Signup
from openweek.visits import actions
from openweek.visits.models import Visit
from openweek.week import actions as weeks
from openweek.week.models import Week
from tests.factories.programme import make_session, make_week_with_rooms, room_of, slot_of, span
from tests.factories.searching import found, whole_database
from tests.factories.visits import register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

BROWSER = "f00d" * 4
SAID = ["phonographe", "moustache", "bigoudi", "parapluie", "tartine", "hortense@example.org"]
NAME = "Hortense"


class Everywhere(NamedTuple):
    week: Week
    visit: Visit
    proposed: Session
    answered: Post


def write_everywhere(week: Week, name: str) -> tuple[Session, Post]:
    """What somebody may say in a day, in one browser."""
    place, by = week.place, Author(name=name, passer_by=BROWSER)
    community.arrive(place=place, by=by, where="on-site", name=name, about="un phonographe")
    community.write_post(place=place, text="Qui a vu ma moustache ?", by=by, is_held=False)
    answered = community.write_post(place=place, text="Mon bigoudi !", by=by, is_held=False)
    community.write_post(
        place=place, text="Il est au vestiaire", by=SOFTWARE, is_held=False, answers=answered
    )
    desk.ask_help(
        place=place, about="wifi", once=uuid4(), by=by, words="mon parapluie goutte", where="ici"
    )
    session = make_session(week, "Le pain", span(week, room_of(week)))
    programme.sign_up(
        session=session, slots=[slot_of(session)], by=by, name=name, email="hortense@example.org"
    )
    programme.ask_question(session=session, text="Et la tartine ?", by=by)
    proposed = programme.propose_session(week=week, title="La valse", by=by)
    task = SmallTask.objects.create(
        place=place, title="Arroser", created_at=clock.now(), author_name="Lou"
    )
    tasks.claim_task(task=task, by=by)
    return proposed, answered


@pytest.fixture
def everywhere() -> Everywhere:
    week = make_week_with_rooms("La verrière")
    visit = register(week, NAME, by=Author(name=NAME, passer_by=BROWSER)).visit
    return Everywhere(week, visit, *write_everywhere(week, NAME))


def test_nothing_that_they_said_is_found_in_any_table(everywhere: Everywhere) -> None:
    assert set(found([NAME, *SAID], whole_database())) == {NAME, *SAID}

    actions.erase_visit(visit=everywhere.visit, by=SOFTWARE)

    assert found([NAME, *SAID], whole_database()) == []


def test_what_others_said_to_them_or_may_still_use_stays(
    everywhere: Everywhere, client: Client
) -> None:
    actions.erase_visit(visit=everywhere.visit, by=SOFTWARE)

    assert Session.objects.filter(pk=everywhere.proposed.pk, deleted_at=None).exists()
    page = client.get(f"/{everywhere.week.place.slug}/wall/{everywhere.answered.pk}/")
    assert "Il est au vestiaire" in page.content.decode()
    assert not Signup.objects.filter(cancelled_at=None).exists()


def test_after_the_kept_days_their_name_goes_and_their_words_stay(everywhere: Everywhere) -> None:
    with clock.at(actions.kept_until(everywhere.week)):
        deadlines.sweep()

    assert found([NAME, "hortense@example.org"], whole_database()) == []
    assert Post.objects.filter(text="Qui a vu ma moustache ?", author_name="").exists()
    assert Question.objects.filter(text="Et la tartine ?", author_name="").exists()


def test_in_a_browser_that_several_share_only_what_bears_their_name_goes(
    everywhere: Everywhere,
) -> None:
    other = Author(name="Zoé", passer_by=BROWSER)
    register(everywhere.week, "Zoé", by=other)
    place = everywhere.week.place
    community.write_post(place=place, text="C’est Zoé qui parle", by=other, is_held=False)

    actions.erase_visit(visit=everywhere.visit, by=SOFTWARE)

    assert Post.objects.filter(text="C’est Zoé qui parle", author_name="Zoé").exists()
    assert not Presence.objects.exists()
    assert found(["moustache", "bigoudi"], whole_database()) == []


def test_another_place_keeps_what_was_said_there(everywhere: Everywhere) -> None:
    elsewhere = make_week_with_rooms("Le grenier").place
    by = Author(name=NAME, passer_by=BROWSER)
    community.write_post(place=elsewhere, text="Bonjour d’ailleurs", by=by, is_held=False)

    actions.erase_visit(visit=everywhere.visit, by=SOFTWARE)

    assert Post.objects.filter(text="Bonjour d’ailleurs", author_name=NAME).exists()


def test_choices_are_kept_for_as_long_as_the_week_says(everywhere: Everywhere) -> None:
    week = everywhere.week
    weeks.change_week(week=week, title=week.title, by=SOFTWARE, kept_days=3)

    with clock.at(actions.kept_until(week)):
        deadlines.sweep()

    assert found(["hortense@example.org"], whole_database()) == []

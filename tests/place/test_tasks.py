"""What is counted and what is forgotten of small tasks."""

from datetime import timedelta

import pytest

from openweek.ground import clock, deadlines
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.place.queries import TasksDone, tasks_done
from openweek.place.tasks import DOER_KEPT, forget_author
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place
from tests.factories.tasks import author_of, done_by, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]
IDA = Author(name="Ida", passer_by="1da")
DAY = timedelta(days=1)


def test_what_was_done_is_counted_by_size_and_never_by_name() -> None:
    place = make_place()
    lou = make_person(place, "Lou", Role.COWORKER)
    odile = make_person(place, "Odile", Role.VISITOR)
    done_by(make_task(place, lou, "Arroser", size="5"), author_of(lou))
    done_by(make_task(place, lou, "Semer", size="5"), IDA)
    done_by(make_task(place, lou, "Trier", size="30"), author_of(odile))
    make_task(place, lou, "Pas faite")
    with clock.at(WEDNESDAY_TEN - 3 * DAY):
        done_by(make_task(place, lou, "La semaine dernière"), author_of(lou))

    assert tasks_done(place, WEDNESDAY_TEN - DAY, WEDNESDAY_TEN + DAY) == TasksDone(
        total=3, by_size={"5": 2, "30": 1}, by_regulars=1, by_visitors=2, thanked=0
    )


def test_the_name_that_a_visitor_gave_is_forgotten_and_stands_in_no_event() -> None:
    place = make_place()
    lou = make_person(place, "Lou", Role.COWORKER)
    task = done_by(make_task(place, lou), IDA)
    assert not Event.objects.filter(author_name="Ida").exists()

    with clock.at(WEDNESDAY_TEN + DOER_KEPT):
        assert deadlines.sweep() == 1
    task.refresh_from_db()
    assert (task.claimed_name, task.done_at) == ("", WEDNESDAY_TEN)


def test_somebody_who_leaves_takes_their_name_and_thanks_with_them() -> None:
    place = make_place()
    lou = make_person(place, "Lou", Role.COWORKER)
    task = done_by(make_task(place, lou, is_of_place=True), author_of(lou))
    type(task).objects.update(thanked_by="Lou")
    forget_author(author_key=author_of(lou).key, name="Lou")

    task.refresh_from_db()
    assert (task.author_name, task.claimed_name, task.thanked_by) == ("", "", "")

"""The demonstration tells the truth, whatever the day and the hour at which somebody tries it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings

from openweek.config.demo import alive, autumn
from openweek.config.demo import together_words as said
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.place.models import Room, SmallTask
from openweek.programme import queries, rules
from openweek.programme.models import Break, Kind, Question, Session, Signup, Slot
from openweek.programme.queries.figures import figures
from openweek.week.models import Week

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.OPENWEEK_DATA = tmp_path


@pytest.fixture
def place() -> Iterator[None]:
    with clock.at(datetime(2026, 3, 1, 9, tzinfo=PARIS)):
        alive.make_place()
        yield


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 23, 0, 2, tzinfo=PARIS),  # a Monday that has hardly begun
        datetime(2026, 3, 25, 14, 30, tzinfo=PARIS),  # in the middle of everything
        datetime(2026, 3, 27, 21, 0, tzinfo=PARIS),  # when all is over
        datetime(2026, 3, 29, 23, 58, tzinfo=PARIS),  # the Sunday on which clocks change
    ],
    ids="{:%A %H:%M}".format,
)
def test_a_week_that_many_have_written_is_on_today(moment: datetime) -> None:
    with clock.at(moment):
        week = alive.make_today()
        assert week.is_running
        assert set(_titles(week, Kind.WISH)) == {each.title for each in said.WISHES[:3]}
        assert set(_titles(week, Kind.OFFER)) == {each.title for each in said.OFFERS}
        to_be_placed = Session.objects.filter(week=week, kind=Kind.SESSION, slots=None)
        assert to_be_placed.count() == len(said.TO_BE_PLACED) + 1  # and the wish that was met
        lasts_until = week.opening_hours.order_by("-date")[0]
        assert (lasts_until.date, lasts_until.closes) > (week.today, moment.time())
        assert [clash for clash in queries.clashes_of(week) if clash.is_hard] == []
        assert Break.objects.filter(week=week).count() == len(week.days)
        held = Session.objects.get(held_at__isnull=False)
        assert (held.title, held.author_name) == (said.NEWCOMER.title, said.NEWCOMER.who)
        assert not rules.is_held(week, Author(name="Ida", passer_by="ida"))  # today's are not
        waiting = Signup.objects.filter(waits=True).values_list("participant__name", flat=True)
        assert list(waiting) == ["Odette", "Bastien"]
        assert Slot.objects.filter(pinned=True).get().session.title == said.CLOSING


@pytest.mark.usefixtures("place")
def test_what_somebody_spoiled_is_put_right_and_stays_in_the_history() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        week = alive.make_today()
    newsletter = Session.objects.get(week=week, title=said.NEWSLETTER)
    spoiled, undone = newsletter.changes.order_by("-number")[:2][::-1]
    assert spoiled.after["title"] == said.MISCHIEF[1]
    assert undone.undoes == spoiled
    assert sorted(q.answered_at is None for q in Question.objects.all()) == [False, True]
    shared = SmallTask.objects.filter(claimed_at__isnull=False)
    assert sorted(task.done_at is None for task in shared) == [False, True]


@pytest.mark.usefixtures("place")
def test_several_things_go_on_at_once_in_the_shared_room_alone() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        alive.make_today()
    slots = list(Slot.objects.filter(room=Room.objects.get(is_shared=True)).order_by("starts_at"))
    pairs = pairwise(slots)
    assert any(one.ends_at > other.starts_at for one, other in pairs)


@pytest.mark.usefixtures("place")
def test_tried_again_at_the_weekend_the_same_week_lasts_longer() -> None:
    with clock.at(datetime(2026, 3, 26, 10, tzinfo=PARIS)):
        made = alive.make_today()
    for day in (28, 29):
        with clock.at(datetime(2026, 3, day, 11, tzinfo=PARIS)):
            again = alive.make_today()
            assert again == made
            assert again.is_running
            assert again.opening_hours.filter(date=again.today).exists()
            assert Break.objects.filter(week=again).count() == len(again.days)


@pytest.mark.usefixtures("place")
def test_another_week_follows_one_that_lasted_into_its_monday() -> None:
    with clock.at(datetime(2026, 3, 29, 23, 0, tzinfo=PARIS)):
        made = alive.make_today()
    with clock.at(datetime(2026, 3, 31, 9, tzinfo=PARIS)):
        assert not made.is_running
        assert alive.make_today().is_running


@pytest.mark.usefixtures("place")
def test_the_edition_of_the_autumn_has_figures() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        week = autumn.make_autumn()
        came_to = figures(week)
    assert week.archived_at is not None
    assert (came_to.sessions, came_to.improvised, came_to.wishes_met) == (12, 1, 1)
    assert came_to.on_site > came_to.remote > 0


def _titles(week: Week, kind: str) -> list[str]:
    return list(Session.objects.filter(week=week, kind=kind).values_list("title", flat=True))

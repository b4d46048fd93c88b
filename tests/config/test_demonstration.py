"""The demonstration tells the truth, whatever the day and the hour at which somebody tries it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings

from openweek.challenges.models import Challenge, Seeker
from openweek.commons.models import Format
from openweek.community.models import Post
from openweek.community.queries import here
from openweek.config.demo import alive, autumn, conciergerie, fill, virtual
from openweek.config.demo import conciergerie_words as partner_words
from openweek.config.demo import together_words as said
from openweek.desk import queries as desk
from openweek.desk.models import HelpRequest, Partner
from openweek.ground import clock
from openweek.ground.authors import Author
from openweek.ground.models import Deadline, Event
from openweek.place.models import Membership, Place, Role, Room, SmallTask
from openweek.programme import queries, rules
from openweek.programme.models import Break, Kind, Question, Session, Signup, Slot
from openweek.programme.queries.figures import figures
from openweek.publishing.models import Book, Edition, Source
from openweek.visits.models import STANDING, Age, HalfDay, Heard, Match, Need, Origin, Visit
from openweek.visits.queries import expected, openings, public_words, seats_taken
from openweek.visits.queries import figures as visitor_figures
from openweek.visits.queries.waiting import lines
from openweek.week.halves import Half
from openweek.week.models import Week
from openweek.writing.models import Consent, Media

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
    shared = SmallTask.objects.filter(
        subject__startswith="programme.session", claimed_at__isnull=False
    )
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
def test_somebody_waits_for_each_who_comes() -> None:
    with clock.at(datetime(2026, 3, 25, 14, 30, tzinfo=PARIS)):
        week = alive.make_today()
        waiting = lines(week)
        here = {guest.name for guest in expected(week, week.today) if guest.is_here}
        quoted = {word.first_name for word in public_words(week)}
        ahead = HalfDay.objects.filter(
            visit__week=week, visit__cancelled_at=None, waiting_since=None, date__in=week.days[3:5]
        )
    (half,) = waiting  # one half-day alone is full, and its line has moved up once
    assert (half.date, half.part) == (week.days[4], "afternoon")
    assert seats_taken(week)[half] == week.capacity
    assert [each.visit.name for each in waiting[half]] == ["Résidence des Tilleuls", "Gabin"]
    assert HalfDay.objects.get(moved_up_at__isnull=False).visit.name == "Rosa et Luis"
    assert here >= {"Suzanne", "Idriss"}
    assert quoted == {"Ginette", "Famille", "Bastien"}
    states = set(Match.objects.filter(half_day__visit__week=week).values_list("state", flat=True))
    assert states == {"proposed", "accepted", "declined-host"}
    assert not ahead.exclude(matches__state__in=STANDING).exists()
    assert not Deadline.objects.filter(kind="visits.match_week", done_at=None).exists()


@pytest.mark.usefixtures("place")
def test_nobody_finds_the_doors_of_this_very_afternoon_full() -> None:
    with clock.at(datetime(2026, 3, 27, 14, 30, tzinfo=PARIS)):
        week = alive.make_today()
        (full,) = lines(week)
        left = {opening.half: opening.seats_left for opening in openings(week)}
        assert full.date == week.days[3]
        assert (left[Half(week.today, "afternoon")] or 0) >= 15
        here = {guest.name for guest in expected(week, week.today) if guest.is_here}
        assert here >= {"Suzanne", "Idriss"}
        received = HalfDay.objects.filter(visit__name__in=here, date=week.today, left_at=None)
        assert not received.exclude(matches__state__in=STANDING).exists()


@pytest.mark.usefixtures("place")
def test_what_visitors_say_of_themselves_is_of_every_kind() -> None:
    with clock.at(datetime(2026, 3, 25, 14, 30, tzinfo=PARIS)):
        week = alive.make_today()
    visits = Visit.objects.filter(week=week)
    assert set(Origin.values) <= set(visits.values_list("origin_kind", flat=True))
    assert set(Age.values) <= set(visits.values_list("age", flat=True))
    assert set(Heard.values) <= set(visits.values_list("heard", flat=True))
    assert {code for visit in visits for code in visit.need_codes} == set(Need.values)
    assert not visits.filter(age=Age.UNDER_15, guardian="").exists()
    assert {"", "yes", "no"} == set(visits.values_list("photo_consent", flat=True))
    sizes = visits.exclude(group="").values_list("party_size", flat=True)
    assert {6, 12} <= set(sizes)


@pytest.mark.usefixtures("place")
def test_the_conciergerie_has_all_that_it_keeps() -> None:
    with clock.at(datetime(2026, 3, 23, 16, tzinfo=PARIS)):
        conciergerie.make_conciergerie()
        virtual.make_virtual_place()
        week = alive.make_today()
        place = Place.objects.get(slug=alive.SLUG)
        rules_now = desk.rules_in_force(place)
        assert rules_now is not None
        assert rules_now.number == 2
        assert [notice.is_urgent for notice in desk.notices_now(place)] == [True, False]
        assert [line.is_free for line in desk.open_help(place)] == [False, True]
        assert HelpRequest.objects.get(guide_page__isnull=False).answer
        assert any(not due.is_late for due in desk.due_of_partners(place, week.ends_on))
        assert Partner.objects.count() == len(partner_words.PARTNERS)
        lit = {(each.is_on_site, each.is_open) for each in here(place)}
        assert lit == {(True, True), (True, False), (False, True), (False, False)}
        assert Post.objects.filter(held_at__isnull=False).count() == 1
    keeps = Membership.objects.filter(role=Role.COWORKER).values_list("keeps_desk", flat=True)
    assert sorted(keeps) == [False, False, False, False, True, True]


def test_it_is_filled_once_and_anew_for_each_day(settings: LazySettings) -> None:
    settings.OPENWEEK_DEMONSTRATION = True
    with clock.at(datetime(2026, 3, 23, 10, tzinfo=PARIS)):
        assert fill.fill() == 0
        made = Event.objects.count()
        assert fill.fill() == 0
        assert Event.objects.count() == made
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        assert fill.fill() == 0
        week = alive.this_week()
        assert any(guest.is_here for guest in expected(week, week.today))
        assert Visit.objects.filter(week=week, name="Suzanne").count() == 1
        assert desk.notices_now(week.place)[0].is_urgent


@pytest.mark.usefixtures("place")
def test_the_edition_of_the_autumn_has_figures() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        week = autumn.make_autumn()
        came_to = figures(week)
        came = visitor_figures(week)
    assert week.archived_at is not None
    assert (came_to.sessions, came_to.improvised, came_to.wishes_met) == (12, 1, 1)
    assert came_to.on_site > came_to.remote > 0
    # As to the edition of February 2012, people came from the Rhône, the Isère and Corsica.
    assert {"departement:69", "departement:38", "region:94"} <= set(came.origins.shown)
    assert "Noé" not in {word.first_name for word in public_words(week)}


@pytest.mark.usefixtures("place")
def test_teams_of_this_week_are_each_in_another_state() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        week = alive.make_today()
    explorbook, school = Challenge.objects.filter(week=week).order_by("pk")
    teams = list(explorbook.teams.order_by("pk"))
    assert [team.from_afar for team in teams] == [False, False, False, True]
    assert all(team.members.exclude(chapters=None).exists() for team in teams)
    media = Media.objects.filter(text__in=teams[0].book.chapters.values("text"))
    assert {each.kind for each in media} == {"image", "sound"}
    assert media.filter(consent=Consent.UNASKED).count() == 1
    assert Media.objects.filter(is_decorative=True).exists()
    assert Source.objects.filter(book=teams[0].book).exists()
    seekers = Seeker.objects.filter(challenge=school)
    assert len(set(seekers.values_list("institution", flat=True))) == 4
    assert not school.teams.exists()


@pytest.mark.usefixtures("place")
def test_books_of_the_autumn_are_out_one_corrected_one_a_recipe() -> None:
    with clock.at(datetime(2026, 3, 24, 10, tzinfo=PARIS)):
        autumn.make_autumn()
    keys, hands = Book.objects.order_by("pk")
    assert [each.reason for each in keys.editions.all()] == ["by_hand", "deadline"]
    assert hands.editions.count() == 1
    # Their files are made afterwards, while the demonstration is read already.
    assert not Edition.objects.exclude(bound_at=None).exists()
    assert Deadline.objects.filter(kind="publishing.bind", done_at=None).count() == 3
    papycamp = Format.objects.get(slug="papycamp")
    assert (papycamp.version, "Lucien" in papycamp.authors) == (3, True)  # after its hours were set


def _titles(week: Week, kind: str) -> list[str]:
    return list(Session.objects.filter(week=week, kind=kind).values_list("title", flat=True))

import hashlib
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from openweek.challenges import actions
from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries import books_of, challenges_of
from openweek.challenges.rules import ChallengeIsClosedError
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place.models import Role
from openweek.publishing.files import file_path
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.queries import tree_of
from tests.factories.books import (
    FRIDAY_FIVE,
    make_challenge,
    mend,
    sign_up,
    spoil,
    text_of,
    write,
)
from tests.factories.places import WEDNESDAY_TEN, make_person, make_week

pytestmark = pytest.mark.django_db


def books_signed_up(challenge: Challenge, count: int) -> list[Book]:
    return [sign_up(challenge, f"Équipe {number}").team.book for number in range(count)]


def sweep_at_five(later: timedelta = timedelta()) -> None:
    """The sweep runs every second: what closing makes due is met by the next one."""
    with clock.at(FRIDAY_FIVE + later):
        deadlines.sweep()
        deadlines.sweep()


def test_a_team_gets_its_book_from_the_template_under_the_weeks_licence(
    wednesday_ten: None,
) -> None:
    challenge = make_challenge()
    book = sign_up(challenge, "Les Veilleurs", "Nadia", "Paul").team.book
    assert (book.title, book.subtitle) == ("Les Veilleurs", "ExplorBook")
    assert book.licence == challenge.week.licence
    assert book.people == ["Nadia", "Paul"]
    assert text_of(book).closes_at == FRIDAY_FIVE


def test_signing_up_twice_makes_one_team_and_both_links_open_it(wednesday_ten: None) -> None:
    challenge, once = make_challenge(), uuid4()
    first, second = sign_up(challenge, once=once), sign_up(challenge, once=once)
    assert (first.is_new, second.is_new) == (True, False)
    assert Team.objects.get() == first.team == second.team
    assert Book.objects.count() == 1
    assert first.secret != second.secret


def test_who_signs_the_team_up_is_known_in_it(wednesday_ten: None) -> None:
    challenge = make_challenge()
    nadia = make_person(challenge.week.place, "Nadia", Role.VISITOR)
    team = sign_up(challenge, "Les Veilleurs", "Nadia", "Paul", person=nadia).team
    assert [(each.name, each.person) for each in team.members.all()] == [
        ("Nadia", nadia),
        ("Paul", None),
    ]


@pytest.mark.parametrize("away", [timedelta(days=-40), timedelta(days=2, hours=7)])
def test_before_and_after_nobody_signs_up(away: timedelta) -> None:
    challenge = make_challenge()
    with clock.at(WEDNESDAY_TEN + away), pytest.raises(ChallengeIsClosedError):
        sign_up(challenge)
    assert not Book.objects.exists()


def test_at_the_deadline_every_book_is_published_as_it_was_saved(wednesday_ten: None) -> None:
    challenge = make_challenge()
    written, empty = books_signed_up(challenge, 2)
    write(written, "Un début.")
    saved = tree_of(text_of(written))
    sweep_at_five()
    assert written.editions.get().content[0]["tree"] == saved
    assert empty.editions.get().reason == "deadline"
    assert [book.book for book in books_of(challenge.week)] == [empty, written]


def test_a_minute_before_nothing_happens(wednesday_ten: None) -> None:
    challenge = make_challenge()
    (book,) = books_signed_up(challenge, 1)
    sweep_at_five(timedelta(minutes=-1))
    assert not book.editions.exists()
    assert challenges_of(challenge.week).get().closed_at is None


def test_pens_drop_at_the_deadline_even_before_anybody_sweeps(wednesday_ten: None) -> None:
    (book,) = books_signed_up(make_challenge(), 1)
    with clock.at(FRIDAY_FIVE), pytest.raises(TextIsFrozenError):
        write(book, "Encore un mot.")


def test_a_machine_that_was_off_publishes_when_it_is_back(wednesday_ten: None) -> None:
    (book,) = books_signed_up(make_challenge(), 1)
    sweep_at_five(later=timedelta(days=4))
    assert book.editions.get().published_at == FRIDAY_FIVE + timedelta(days=4)


def test_however_often_it_is_swept_it_is_published_once(wednesday_ten: None) -> None:
    challenge = make_challenge()
    (book,) = books_signed_up(challenge, 1)
    for minutes in range(3):
        sweep_at_five(timedelta(minutes=minutes))
    actions.close_challenge(challenge=challenge, by=SOFTWARE)
    actions.meet_deadline(challenge.pk)
    sweep_at_five(timedelta(hours=1))
    assert book.editions.count() == 1
    assert Event.objects.filter(kind="challenges.challenge_closed").count() == 1


def test_a_book_that_cannot_be_read_holds_up_no_other(
    wednesday_ten: None, caplog: pytest.LogCaptureFixture
) -> None:
    first, spoiled, last = books_signed_up(make_challenge(), 3)
    spoil(text_of(spoiled))
    sweep_at_five()
    assert [book.editions.count() for book in (first, spoiled, last)] == [1, 0, 1]
    mend(text_of(spoiled))
    sweep_at_five(later=timedelta(minutes=6))
    assert [book.editions.count() for book in (first, spoiled, last)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_who_sweep_at_once_close_and_publish_once() -> None:
    with clock.at(WEDNESDAY_TEN):
        challenge = make_challenge()
        books = books_signed_up(challenge, 3)
    start = threading.Barrier(2)

    def sweep() -> None:
        start.wait()
        sweep_at_five()
        connection.close()

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    sweep_at_five(timedelta(seconds=1))
    assert [book.editions.count() for book in books] == [1, 1, 1]
    assert Event.objects.filter(kind="publishing.edition_published").count() == 3


@pytest.mark.django_db(transaction=True)
def test_killed_between_two_books_each_is_published_once_and_whole() -> None:
    with clock.at(WEDNESDAY_TEN):
        books = books_signed_up(make_challenge(), 3)
    command = [sys.executable, "-m", "tests.challenges.dying"]
    database = str(connection.settings_dict["NAME"])
    died = subprocess.run([*command, database, FRIDAY_FIVE.isoformat(), "publishing"], check=False)
    assert died.returncode == -signal.SIGKILL
    assert Edition.objects.count() == 1
    sweep_at_five(timedelta(seconds=5))
    assert [book.editions.count() for book in books] == [1, 1, 1]
    for edition in Edition.objects.all():
        for file in edition.files.all():
            assert hashlib.sha256(file_path(file).read_bytes()).hexdigest() == file.digest


def test_a_challenge_sent_twice_is_set_once() -> None:
    week, once = make_week(), uuid4()
    assert make_challenge(week, once=once) == make_challenge(week, once=once)
    assert Challenge.objects.count() == 1

"""The last day: the hour at which it comes, what is told before it, and what becomes of books."""

import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.challenges import actions
from openweek.challenges.models import Challenge, Seeker, Team
from openweek.challenges.queries import books_of, countdown_of, countdowns_of, showcase_of
from openweek.challenges.rules import ChallengeIsClosedError, NotLaterError
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Deadline, Event
from openweek.place.models import Letter, Role
from openweek.publishing.actions import publish_book, withdraw_book
from openweek.publishing.files import file_path
from openweek.publishing.models import Book, Edition
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.rules import is_frozen
from tests.conftest import SignIn
from tests.factories.books import (
    FRIDAY_FIVE,
    make_challenge,
    mend,
    sign_up,
    spoil,
    text_of,
    write,
)
from tests.factories.places import WEDNESDAY_TEN, make_person

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CEREMONY_QUERIES = 6
THURSDAY_SIX = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # six in the evening in Paris
SATURDAY_FIVE = FRIDAY_FIVE + timedelta(days=1)


def sweep_at(moment: datetime) -> None:
    with clock.at(moment):
        deadlines.sweep()


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- the hour --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes_at", "local"),
    [
        # 02:30 comes twice when the clocks go back: the second one is meant.
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30:00+01:00"),
        # 02:30 does not come at all when they go forward: an hour that exists is kept.
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29T03:30:00+02:00"),
    ],
    ids=["back", "forward"],
)
def test_in_the_night_in_which_the_clocks_change_it_comes_once(
    closes_at: datetime, local: str
) -> None:
    with clock.at(closes_at - timedelta(days=2)):
        challenge = make_challenge(closes_at=closes_at, opens_at=closes_at - timedelta(days=9))
        book = sign_up(challenge).team.book
    assert closes_at.astimezone(challenge.week.place.zone).isoformat() == local
    sweep_at(closes_at - timedelta(seconds=1))
    assert not book.editions.exists()
    for minutes in (0, 1, 60, 61, 120):
        sweep_at(closes_at + timedelta(minutes=minutes))
    assert book.editions.get().published_at == closes_at


def test_set_back_after_it_the_clock_publishes_nothing_again(wednesday_ten: None) -> None:
    book = sign_up(make_challenge()).team.book
    sweep_at(FRIDAY_FIVE)
    for back in (timedelta(minutes=5), timedelta(days=2)):
        sweep_at(FRIDAY_FIVE - back)
    sweep_at(FRIDAY_FIVE + HOUR)
    assert book.editions.count() == 1
    with clock.at(FRIDAY_FIVE - HOUR):
        assert is_frozen(text_of(book)), "and no pen is taken up again"


def test_a_machine_that_slept_for_days_publishes_and_reminds_nobody(wednesday_ten: None) -> None:
    team = sign_up(make_challenge(), contact="nadia@example.org").team
    sweep_at(FRIDAY_FIVE + timedelta(days=6))
    assert team.book.editions.get().bound_at == FRIDAY_FIVE + timedelta(days=6)
    assert not Letter.objects.exists()


def test_pages_come_for_all_books_before_any_file(wednesday_ten: None) -> None:
    challenge = make_challenge()
    books = [sign_up(challenge, f"Équipe {number}").team.book for number in range(3)]
    with clock.at(FRIDAY_FIVE):
        deadlines.sweep_quick()
    editions = Edition.objects.filter(book__in=books)
    assert [edition.bound_at for edition in editions] == [None, None, None]
    with clock.at(FRIDAY_FIVE):
        deadlines.sweep_slow()
    assert Edition.objects.filter(bound_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_killed_with_its_files_written_and_not_noted_a_book_is_bound_once() -> None:
    with clock.at(WEDNESDAY_TEN):
        books = [sign_up(make_challenge(), "Une").team.book]
    command = [sys.executable, "-m", "tests.challenges.dying"]
    database = str(connection.settings_dict["NAME"])
    died = subprocess.run([*command, database, FRIDAY_FIVE.isoformat(), "binding"], check=False)
    assert died.returncode == -signal.SIGKILL
    edition = books[0].editions.get()
    assert edition.bound_at is None
    assert not edition.files.exists()
    # Nobody waits for the dead: the next round takes over what it held.
    sweep_at(FRIDAY_FIVE + timedelta(seconds=1))
    edition.refresh_from_db()
    assert edition.bound_at is not None
    assert all(file_path(file).is_file() for file in edition.files.all())
    assert Event.objects.filter(kind="publishing.edition_bound").count() == 1


# --- which books -----------------------------------------------------------------------


def test_where_only_what_is_written_is_published_an_empty_book_is_left_out(
    client: Client, wednesday_ten: None
) -> None:
    challenge = make_challenge(publishes=Challenge.Publishes.BEGUN)
    written = sign_up(challenge, "Écrit").team.book
    empty = sign_up(challenge, "Vide")
    write(written, "Un début.")
    sweep_at(FRIDAY_FIVE)
    assert written.editions.count() == 1
    assert not empty.team.book.editions.exists()
    with clock.at(FRIDAY_FIVE + HOUR):
        page = page_of(client, f"{challenge.url}teams/{empty.secret}/")
    assert "reopen/" in page, "it can be written all the same"
    assert "Lire le livre" not in page


def test_an_unreadable_book_is_not_taken_for_an_empty_one(
    wednesday_ten: None, caplog: pytest.LogCaptureFixture
) -> None:
    challenge = make_challenge(publishes=Challenge.Publishes.BEGUN)
    book = sign_up(challenge).team.book
    write(book, "Un début.")
    spoil(text_of(book))
    sweep_at(FRIDAY_FIVE)
    assert not book.editions.exists()
    mend(text_of(book))
    sweep_at(FRIDAY_FIVE + timedelta(minutes=6))
    assert book.editions.count() == 1


def test_a_team_that_left_is_not_published(wednesday_ten: None) -> None:
    challenge = make_challenge()
    stayed, left = sign_up(challenge, "Reste").team, sign_up(challenge, "Part").team
    Team.objects.filter(pk=left.pk).update(left_at=clock.now())
    sweep_at(FRIDAY_FIVE)
    assert [book.book for book in books_of(challenge.week)] == [stayed.book]
    assert is_frozen(text_of(left.book))


# --- postponed, brought forward --------------------------------------------------------


def postpone(challenge: Challenge, to: datetime = SATURDAY_FIVE) -> None:
    actions.postpone_challenge(challenge=challenge, closes_at=to, because="La neige.", by=SOFTWARE)


def test_postponed_pens_go_on_and_all_are_told_why(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    book = sign_up(challenge, contact="nadia@example.org").team.book
    postpone(challenge)
    sweep_at(FRIDAY_FIVE)
    with clock.at(FRIDAY_FIVE + HOUR):
        write(book, "Encore un mot.")
        page = page_of(client, challenge.url)
        screen = page_of(client, f"/{challenge.week.place.slug}/{challenge.week.slug}/screen/")
    for said in (page, screen, Letter.objects.get().text):
        assert "La neige." in said
    assert "28\xa0novembre" in page
    sweep_at(SATURDAY_FIVE)
    assert "Encore un mot." in str(book.editions.get().content)


def test_a_moment_that_is_no_later_is_not_a_postponement(wednesday_ten: None) -> None:
    challenge = make_challenge()
    with pytest.raises(NotLaterError):
        postpone(challenge, FRIDAY_FIVE - HOUR)
    sweep_at(FRIDAY_FIVE)
    challenge.refresh_from_db()
    with pytest.raises(ChallengeIsClosedError):
        postpone(challenge)


def test_postponed_while_it_is_swept_it_does_not_close(wednesday_ten: None) -> None:
    """Somebody moves it between its being found due and its being met."""
    challenge = make_challenge()
    book = sign_up(challenge).team.book
    with clock.at(FRIDAY_FIVE):
        (due,) = deadlines._due([actions.CLOSE])
        postpone(challenge)
        assert not deadlines._meet(due)
    assert not book.editions.exists()


def test_sent_twice_a_postponement_is_told_once(sign_in: SignIn, wednesday_ten: None) -> None:
    challenge = make_challenge()
    sign_up(challenge, contact="nadia@example.org")
    browser = sign_in(make_person(challenge.week.place, "Camille", Role.CONCIERGE))
    said = {"last_day": "2026-11-28", "last_hour": "17:00", "because": "La neige."}
    for _ in range(2):
        assert browser.post(f"{challenge.url}postpone/", said).status_code == 302
    challenge.refresh_from_db()
    assert (challenge.closes_at, challenge.was_closing_at) == (SATURDAY_FIVE, FRIDAY_FIVE)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"last_day": "2026-11-27", "last_hour": "10:00", "because": "La neige."},
        {"last_day": "2026-11-28", "last_hour": "17:00", "because": ""},
        {"last_day": "2026-11-31", "last_hour": "17:00", "because": "La neige."},
    ],
    ids=["sooner", "no reason", "no such day"],
)
def test_a_postponement_that_cannot_be_is_refused_and_keeps_what_was_typed(
    sign_in: SignIn, wednesday_ten: None, said: dict[str, str]
) -> None:
    challenge = make_challenge()
    browser = sign_in(make_person(challenge.week.place, "Camille", Role.CONCIERGE))
    page = browser.post(f"{challenge.url}postpone/", said).content.decode()
    assert 'role="alert"' in page
    assert said["because"] in page
    challenge.refresh_from_db()
    assert challenge.closes_at == FRIDAY_FIVE


def test_closed_early_by_the_concierge_it_publishes_at_once_and_not_again(
    sign_in: SignIn, wednesday_ten: None
) -> None:
    challenge = make_challenge()
    book = sign_up(challenge).team.book
    browser = sign_in(make_person(challenge.week.place, "Camille", Role.CONCIERGE))
    for _ in range(2):
        assert browser.post(f"{challenge.url}close/").status_code == 302
    deadlines.sweep()
    sweep_at(FRIDAY_FIVE)
    assert book.editions.get().published_at == WEDNESDAY_TEN
    with pytest.raises(TextIsFrozenError):
        write(book, "Encore un mot.")
    challenge.refresh_from_db()
    assert countdown_of(challenge).is_over


def test_one_book_published_early_goes_on_and_has_its_last_day(wednesday_ten: None) -> None:
    book = sign_up(make_challenge()).team.book
    publish_book(book=book, by=SOFTWARE, reason="by_hand")
    write(book, "La suite.")
    sweep_at(FRIDAY_FIVE)
    assert [each.reason for each in book.editions.all()] == ["deadline", "by_hand"]


# --- the evening before ----------------------------------------------------------------


def test_the_evening_before_teams_hear_what_is_empty_exactly_once(wednesday_ten: None) -> None:
    challenge = make_challenge()
    book = sign_up(challenge, contact="nadia@example.org").team.book
    write(book, "Un début.")
    begun, empty = (book.chapters.get(position=number).title for number in (1, 2))
    sweep_at(THURSDAY_SIX - timedelta(seconds=1))
    assert not Letter.objects.exists()
    for minutes in (0, 1, 30):
        sweep_at(THURSDAY_SIX + timedelta(minutes=minutes))
    text = Letter.objects.get().text
    assert f"– {empty}" in text
    assert f"– {begun}" not in text
    assert "17\xa0h" in text
    assert "/teams/" not in text, "the secret of a link is kept by nobody"


def test_who_has_an_account_or_no_team_hears_it_too(wednesday_ten: None) -> None:
    challenge = make_challenge()
    paul = make_person(challenge.week.place, "Paul", Role.VISITOR)
    book = sign_up(challenge, "Les Veilleurs", "Paul", person=paul).team.book
    Seeker.objects.create(
        challenge=challenge, name="Odile", contact="odile@example.org", created_at=clock.now(),
        once="7d2f0a52-30a7-4f6c-9a5a-0f6e6f0c8a11",
    )  # fmt: skip
    sweep_at(THURSDAY_SIX)
    letters = {letter.to: letter.text for letter in Letter.objects.all()}
    assert set(letters) == {"paul@example.org", "odile@example.org"}
    assert f"/books/{book.slug}/" in letters["paul@example.org"]
    assert challenge.url in letters["odile@example.org"]


@pytest.mark.parametrize("asleep_until", [6, 20])
def test_later_than_that_evening_nobody_is_reminded(wednesday_ten: None, asleep_until: int) -> None:
    sign_up(make_challenge(), contact="nadia@example.org")
    sweep_at(THURSDAY_SIX + timedelta(hours=asleep_until))
    assert not Letter.objects.exists()


def test_an_unreadable_book_holds_up_no_other_reminder(
    wednesday_ten: None, caplog: pytest.LogCaptureFixture
) -> None:
    challenge = make_challenge()
    spoil(text_of(sign_up(challenge, "Une", contact="une@example.org").team.book))
    sign_up(challenge, "Autre", contact="autre@example.org")
    sweep_at(THURSDAY_SIX)
    assert Letter.objects.get().to == "autre@example.org"


def test_the_reminder_moves_with_the_challenge(wednesday_ten: None) -> None:
    challenge = make_challenge()
    sign_up(challenge)
    postpone(challenge)
    due = Deadline.objects.get(kind=actions.REMIND, subject_id=challenge.pk).due_at
    assert due == THURSDAY_SIX + timedelta(days=1)


def test_set_on_its_last_day_a_challenge_reminds_nobody() -> None:
    with clock.at(FRIDAY_FIVE - HOUR):
        challenge = make_challenge()
    assert not Deadline.objects.filter(kind=actions.REMIND, subject_id=challenge.pk).exists()


def test_the_teams_page_says_it_from_the_evening_on(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    said = "Demain, c’est un livre"
    assert said not in page_of(client, path)
    with clock.at(THURSDAY_SIX):
        assert said in page_of(client, path)


# --- the countdown ---------------------------------------------------------------------


def test_pages_say_how_many_seconds_are_left_by_the_clock_of_the_server(
    client: Client, wednesday_ten: None
) -> None:
    challenge = make_challenge()
    screen = f"/{challenge.week.place.slug}/{challenge.week.slug}/screen/"
    edit = f"/texts/{text_of(sign_up(challenge).team.book).pk}/"
    client.force_login(make_person(challenge.week.place))
    with clock.at(FRIDAY_FIVE - timedelta(minutes=3, seconds=5)):
        for path in (challenge.url, screen, edit):
            page = page_of(client, path)
            assert 'data-countdown="185"' in page
            assert "3 minutes et 5 secondes" in page


@pytest.mark.parametrize("closed", [True, False])
def test_on_the_wall_only_what_is_going_on_counts_down(wednesday_ten: None, closed: bool) -> None:
    challenge = make_challenge()
    with clock.at(FRIDAY_FIVE + (HOUR if closed else -HOUR)):
        deadlines.sweep()
        assert len(countdowns_of(challenge.week)) == (0 if closed else 1)


# --- the showcase ----------------------------------------------------------------------


def test_in_the_hour_after_it_the_wall_shows_the_books(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    sign_up(challenge, "Les Veilleurs")
    screen = f"/{challenge.week.place.slug}/{challenge.week.slug}/screen/"
    sweep_at(FRIDAY_FIVE)
    for later, is_shown in ((timedelta(minutes=1), True), (HOUR + timedelta(minutes=1), False)):
        with clock.at(FRIDAY_FIVE + later):
            assert ("screen-showcase" in page_of(client, screen)) == is_shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_ceremony_asks_as_much_for_one_book_as_for_three(
    client: Client, wednesday_ten: None, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    challenge = make_challenge()
    for number in range(count):
        sign_up(challenge, f"Équipe {number}", "Nadia", "Paul")
    sweep_at(FRIDAY_FIVE)
    with clock.at(FRIDAY_FIVE), django_assert_num_queries(CEREMONY_QUERIES):
        page = page_of(client, f"{challenge.url}ceremony/")
    assert len(re.findall(r'class="ceremony-book ', page)) == count


def test_the_ceremony_has_every_book_with_its_title_authors_and_place(
    client: Client, wednesday_ten: None
) -> None:
    challenge = make_challenge()
    sign_up(challenge, "Les Veilleurs", "Nadia", "Paul")
    sign_up(challenge, "Les <b>Matinaux</b>", "Odile")
    assert "ceremony-book " not in page_of(client, f"{challenge.url}ceremony/")
    sweep_at(FRIDAY_FIVE)
    with clock.at(FRIDAY_FIVE):
        page = page_of(client, f"{challenge.url}ceremony/")
    assert len(re.findall(r'class="ceremony-book ', page)) == 2
    assert "Nadia, Paul" in page
    assert "Le Préau, Saint-Étienne" in page
    assert "<b>Matinaux" not in page


def test_a_withdrawn_book_is_in_no_showcase(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    kept, gone = (sign_up(challenge, name).team.book for name in ("Gardé", "Repris"))
    sweep_at(FRIDAY_FIVE)
    withdraw_book(book=gone, because="Une erreur.", by=SOFTWARE)
    with clock.at(FRIDAY_FIVE):
        assert [each.book for each in showcase_of(challenge).books] == [kept]
        assert f"/books/{gone.slug}/images" not in page_of(client, challenge.url)
    assert [each.book for each in books_of(challenge.week)] == [kept]


# --- corrections -----------------------------------------------------------------------


def test_a_team_corrects_its_book_as_a_new_edition(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    signed_up = sign_up(challenge)
    book: Book = signed_up.team.book
    path = f"{challenge.url}teams/{signed_up.secret}/"
    assert client.post(f"{path}reopen/").status_code == 403, "not before its last day"
    sweep_at(FRIDAY_FIVE)
    with clock.at(SATURDAY_FIVE):
        assert client.post(f"{path}reopen/").status_code == 302
        write(book, "Une coquille de moins.")
        said = {"title": "Le Préau, mieux dit", "unwritten": "vanish"}
        assert client.post(f"{path}book/", said).status_code == 302
        for _ in range(2):
            assert client.post(f"{path}publish/").status_code == 302
        deadlines.sweep()
    newest, last_day = book.editions.all()
    assert (newest.number, newest.reason) == (2, "by_hand")
    assert (newest.title, last_day.title) == ("Le Préau, mieux dit", "Les Veilleurs")
    assert "Une coquille de moins." in str(newest.content)
    assert "Une coquille" not in str(last_day.content)
    with clock.at(SATURDAY_FIVE + HOUR):
        assert not is_frozen(text_of(book)), "the pens stay"


def test_a_wrong_link_corrects_nothing(client: Client, wednesday_ten: None) -> None:
    challenge = make_challenge()
    sign_up(challenge)
    sweep_at(FRIDAY_FIVE)
    with clock.at(SATURDAY_FIVE):
        for deed in ("reopen", "publish"):
            assert client.post(f"{challenge.url}teams/rien/{deed}/").status_code == 404

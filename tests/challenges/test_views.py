import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from openweek.challenges.models import Challenge, Team
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.place.actions import revoke_capability
from openweek.place.models import Capability, Role
from openweek.publishing.actions import publish_book
from openweek.publishing.models import Book, Edition
from openweek.writing.models import Grant
from openweek.writing.rules import access_text
from tests.conftest import SignIn
from tests.factories.books import FRIDAY_FIVE, make_challenge, sign_up, text_of, write
from tests.factories.places import make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

EVIL = "<script>alert(1)</script> 👩‍👩‍👧‍👦 مرحبا\u202e"


@pytest.fixture
def challenge() -> Challenge:
    return make_challenge(summary="L’histoire du lieu.", rules="Écrire **à plusieurs**.")


def filled_in(**said: str) -> dict[str, str]:
    return {"name": "Les Veilleurs", "members": "Nadia\nPaul", "once": str(uuid4()), **said}


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def publish_by_hand(book: Book) -> None:
    publish_book(book=book, by=SOFTWARE, reason=Edition.Reason.BY_HAND)


def publish_all() -> None:
    with clock.at(FRIDAY_FIVE):
        deadlines.sweep()
        deadlines.sweep()


def test_the_page_says_what_how_until_when_and_under_which_licence(
    client: Client, challenge: Challenge
) -> None:
    page = page_of(client, challenge.url)
    assert "L’histoire du lieu." in page
    assert "<strong>à plusieurs</strong>" in page
    assert "vendredi 27\xa0novembre, 17\xa0h" in page
    assert "2 jours et 7 heures" in page
    assert 'rel="license"' in page
    assert "sign-up/" in page


def test_a_team_signs_up_without_an_account_and_can_write_at_once(
    client: Client, challenge: Challenge
) -> None:
    answer = client.post(f"{challenge.url}sign-up/", filled_in())
    assert answer.status_code == 302
    page = page_of(client, answer["Location"])
    team = Team.objects.get()
    assert f"/texts/{text_of(team.book).pk}/" in page
    assert answer["Location"] in page  # the link to share
    who = client.get(answer["Location"]).wsgi_request.who
    assert access_text(who, text_of(team.book).pk).rights.may_write


def test_sent_twice_it_is_one_team(client: Client, challenge: Challenge) -> None:
    said = filled_in()
    for _ in range(2):
        answer = client.post(f"{challenge.url}sign-up/", said)
        assert client.get(answer["Location"]).status_code == 200
    assert Team.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"name": ""}, "obligatoire"),
        ({"members": " \n "}, "obligatoire"),
        ({"name": "a" * 5_000_000}, "million"),
        ({"members": "a" * 5_000_000}, "million"),
        ({"members": "a" * 200}, "trop long"),
        ({"members": "\n".join(f"Nom {n}" for n in range(80))}, "60"),
        ({"contact": "pas une adresse"}, "adresse"),
    ],
    ids=["no name", "nobody", "5 MB name", "5 MB names", "long name", "a crowd", "no mail"],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    client: Client, challenge: Challenge, said: dict[str, str], word: str
) -> None:
    answer = client.post(f"{challenge.url}sign-up/", filled_in(**said))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert word in page.split('role="alert"')[1].split("</div>")[0]
    assert not Team.objects.exists()


def test_hostile_names_are_only_names(client: Client, challenge: Challenge) -> None:
    said = filled_in(name=EVIL, members=EVIL)
    answer = client.post(f"{challenge.url}sign-up/", said)
    for page in (page_of(client, answer["Location"]), page_of(client, challenge.url)):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; 👩‍👩‍👧‍👦 مرحبا" in page
        assert "\u202e" not in page


def test_after_the_deadline_a_team_is_told_kindly(client: Client, challenge: Challenge) -> None:
    with clock.at(FRIDAY_FIVE):
        shown = client.get(f"{challenge.url}sign-up/")
        sent = client.post(f"{challenge.url}sign-up/", filled_in())
    assert (shown.status_code, sent.status_code) == (410, 410)
    assert not Team.objects.exists()


def test_published_books_are_shown_on_the_page_of_the_challenge(
    client: Client, challenge: Challenge
) -> None:
    book = sign_up(challenge, "Les Veilleurs").team.book
    publish_all()
    with clock.at(FRIDAY_FIVE + timedelta(minutes=1)):
        page = page_of(client, challenge.url)
    assert f"/{book.place.slug}/books/{book.slug}/" in page


def test_the_teams_page_says_what_becomes_of_the_book(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/"
    write(signed_up.team.book, "Trois petits mots.")
    assert "3 mots" in page_of(client, path)
    with clock.at(FRIDAY_FIVE):
        assert "/texts/" not in page_of(client, path)
    publish_by_hand(signed_up.team.book)
    assert "/texts/" in page_of(client, path), "a book published by hand is still being written"
    publish_all()
    with clock.at(FRIDAY_FIVE):
        assert "Votre livre est publié" in page_of(client, path)


def test_a_team_that_lost_its_link_gets_another_from_the_concierge(
    sign_in: SignIn, challenge: Challenge
) -> None:
    team = sign_up(challenge).team
    path = f"{challenge.url}teams/{team.book.slug}/link/"
    place = challenge.week.place
    assert sign_in(make_person(place, "Sam", Role.COWORKER)).post(path).status_code == 403
    answer = sign_in(make_person(place, "Nadia", Role.CONCIERGE)).post(path)
    assert Client().get(answer["Location"]).status_code == 200


def test_a_wrong_or_revoked_link_opens_nothing(client: Client, challenge: Challenge) -> None:
    signed_up = sign_up(challenge)
    other = make_challenge(challenge.week, "OpenSchool")
    assert client.get(f"{challenge.url}teams/rien/").status_code == 404
    assert client.get(f"{other.url}teams/{signed_up.secret}/").status_code == 404
    revoke_capability(capability=Capability.objects.get(), by=SOFTWARE)
    assert client.get(f"{challenge.url}teams/{signed_up.secret}/").status_code == 404


def test_somebody_with_an_account_joins_and_keeps_the_pen(
    sign_in: SignIn, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge)
    paul = make_person(challenge.week.place, "Paul", Role.VISITOR)
    path = f"{challenge.url}teams/{signed_up.secret}/join/"
    browser = sign_in(paul)
    assert browser.get(path).status_code == 405
    for _ in range(2):
        assert browser.post(path).status_code == 302
    chapters = signed_up.team.book.chapters.count()
    assert Grant.objects.filter(person=paul, level="write").count() == chapters
    assert signed_up.team.members.filter(person=paul).count() == 1


def test_without_an_account_one_joins_by_saying_a_name(
    client: Client, challenge: Challenge
) -> None:
    signed_up = sign_up(challenge)
    path = f"{challenge.url}teams/{signed_up.secret}/join/"
    assert client.post(path).status_code == 422
    assert client.post(path, {"name": "Aïcha"}).status_code == 302
    assert signed_up.team.members.filter(name="Aïcha", person=None).count() == 1


@pytest.mark.parametrize(
    ("role", "sees", "creates"),
    [
        ("", "", 403),
        (Role.VISITOR, "", 403),
        (Role.CONTRIBUTOR, "", 403),
        (Role.COWORKER, "progress", 403),
        (Role.CONCIERGE, "progress and contact", 200),
    ],
)
def test_who_sees_what(
    client: Client, challenge: Challenge, role: str, sees: str, creates: int
) -> None:
    book = sign_up(challenge, contact="nadia@example.org").team.book
    if role:
        client.force_login(make_person(challenge.week.place, "Camille", role))
    page = page_of(client, challenge.url)
    assert (f"/books/{book.slug}/" in page) == ("progress" in sees)
    assert ("nadia@example.org" in page) == ("contact" in sees)
    root = f"/{challenge.week.place.slug}/{challenge.week.slug}/challenges/"
    assert client.get(root).status_code == 200
    assert client.get(f"{challenge.url}sign-up/").status_code == 200
    assert client.get(f"{root}new/").status_code == creates
    assert client.post(f"{root}new/").status_code == creates


def test_the_concierge_of_another_place_is_nobody_here(
    client: Client, challenge: Challenge
) -> None:
    client.force_login(make_person(make_place("Ailleurs"), "Zoé", Role.CONCIERGE))
    root = f"/{challenge.week.place.slug}/{challenge.week.slug}/challenges/"
    assert client.get(f"{root}new/").status_code == 403


def test_a_concierge_sets_a_challenge_once(sign_in: SignIn) -> None:
    week = make_week()
    browser = sign_in(make_person(week.place))
    said = {
        "title": "ExplorBook", "template": "explorbook", "summary": "", "rules": "",
        "who": "anybody", "publishes": "every",
        "last_day": "2026-11-27", "last_hour": "17:00", "once": str(uuid4()),
    }  # fmt: skip
    path = f"/{week.place.slug}/{week.slug}/challenges/new/"
    answers = [browser.post(path, said)["Location"] for _ in range(2)]
    made = Challenge.objects.get()
    assert answers == [made.url, made.url]
    assert made.closes_at == FRIDAY_FIVE


@pytest.mark.parametrize(
    ("day", "hour"), [("2026-11-31", "17:00"), ("2026-11-20", "17:00"), ("2026-11-27", "25:00")]
)
def test_a_moment_that_cannot_be_is_refused(sign_in: SignIn, day: str, hour: str) -> None:
    week = make_week()
    said = {
        "title": "ExplorBook", "template": "explorbook", "last_day": day, "last_hour": hour,
        "once": str(uuid4()),
    }  # fmt: skip
    path = f"/{week.place.slug}/{week.slug}/challenges/new/"
    page = sign_in(make_person(week.place)).post(path, said).content.decode()
    assert 'role="alert"' in page
    assert not Challenge.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_team_as_for_three(
    client: Client, challenge: Challenge, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):
        sign_up(challenge, f"Équipe {number}")
    with django_assert_num_queries(10):
        page = page_of(client, challenge.url)
    assert len(re.findall(r'class="team-line"', page)) == count


def test_an_unknown_challenge_is_not_found(client: Client, challenge: Challenge) -> None:
    root = f"/{challenge.week.place.slug}/{challenge.week.slug}/challenges/"
    for tail in ("rien/", "rien/sign-up/", "rien/teams/secret/"):
        assert client.get(root + tail).status_code == 404

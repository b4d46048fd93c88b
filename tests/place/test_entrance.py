"""Coming in without a password: by a code, by a paper; and only in a demonstration by a click."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.ground.models import Event
from openweek.place import actions, queries
from openweek.place.models import Letter, Person, Place, Role
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def camille(place: Place) -> Person:
    return make_person(place, "Camille", Role.CONCIERGE)


@pytest.fixture
def jeanne(place: Place, camille: Person) -> Person:
    return make_person(place, "Jeanne", Role.COWORKER)


@pytest.fixture
def _mail(settings: Settings) -> None:
    settings.OPENWEEK_MAIL_URL = "smtp://localhost"


@pytest.fixture
def _demonstration(settings: Settings) -> None:
    settings.OPENWEEK_DEMONSTRATION = True


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _code(letter: Letter) -> str:
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", letter.text)
    assert found
    return found[0]


@pytest.mark.usefixtures("_mail")
def test_a_code_by_mail_opens_the_desk(client: Client, camille: Person) -> None:
    answer = client.post("/sign-in/", {"email": "camille@example.org"}, follow=True)
    assert answer.redirect_chain == [("/sign-in/code/", 302)]
    code = _code(Letter.objects.get(to="camille@example.org"))
    answer = client.post("/sign-in/code/", {"code": code.lower(), "action": "verify"})
    assert (answer.status_code, answer["Location"]) == (302, "/le-preau/desk/")
    assert _signed_in(client)


@pytest.mark.usefixtures("_mail")
def test_a_wrong_code_is_said_in_words_and_five_of_them_end_it(
    client: Client, camille: Person
) -> None:
    client.post("/sign-in/", {"email": "camille@example.org"})
    page = client.post("/sign-in/code/", {"code": "nope"}).content.decode()
    assert "Ce n’est pas le code" in page
    for _ in range(4):
        answer = client.post("/sign-in/code/", {"code": "nope"})
    assert answer["Location"] == "/sign-in/"
    assert not _signed_in(client)


@pytest.mark.usefixtures("_mail")
def test_a_known_and_an_unknown_address_get_the_same_answer(camille: Person) -> None:
    pages = []
    for email in ("camille@example.org", "unknown@example.org"):
        browser = Client()
        answer = browser.post("/sign-in/", {"email": email}, follow=True)
        chain = answer.redirect_chain
        words = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
        assert words
        masked = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", words[0])
        pages.append((chain, masked.replace(email, "x")))
    assert pages[0] == pages[1]
    assert Letter.objects.count() == 2


@pytest.mark.usefixtures("_mail")
def test_somebody_unknown_gets_three_letters_at_most(client: Client, camille: Person) -> None:
    for _ in range(10):
        cache.clear()  # as if each came from elsewhere, an hour later
        Client().post("/sign-in/", {"email": "victim@example.org"})
    assert Letter.objects.filter(to="victim@example.org").count() == 3


@pytest.mark.usefixtures("_mail")
def test_asking_again_and_again_for_a_code_stops_at_three_in_a_minute(camille: Person) -> None:
    answers = [Client().post("/sign-in/", {"email": "camille@example.org"}) for _ in range(5)]
    assert Letter.objects.filter(to="camille@example.org").count() == 3
    assert "Patientez" in answers[-1].content.decode()


def test_without_mail_the_page_says_who_opens_instead(client: Client, camille: Person) -> None:
    for answer in (
        client.get("/sign-in/"),
        client.post("/sign-in/", {"email": "camille@example.org"}),
    ):
        assert "Demandez un papier d’accès" in answer.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.usefixtures("_mail")
@pytest.mark.parametrize(
    "email", ["", "not an address", "x" * 5_000_000, "<script>@x", "a\r\nBcc: b@example.org"]
)
def test_nonsense_for_an_address_is_refused(client: Client, email: str) -> None:
    answer = client.post("/sign-in/", {"email": email})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Letter.objects.exists()


def test_looking_at_a_paper_changes_nothing_and_its_button_signs_in(
    client: Client, place: Place, jeanne: Person
) -> None:
    secret = actions.give_access(place=place, person=jeanne, by=SOFTWARE)
    before = Event.objects.count()
    page = client.get(f"/enter/{secret}/")
    assert "Entrer en tant que Jeanne" in page.content.decode()
    assert not _signed_in(client)
    assert Event.objects.count() == before
    answer = client.post(f"/enter/{secret}/")
    assert answer["Location"] == "/le-preau/"
    assert _signed_in(client)
    assert Event.objects.latest("id").kind == "place.person_entered"


def test_a_paper_opens_for_a_month(client: Client, place: Place, jeanne: Person) -> None:
    secret = actions.give_access(place=place, person=jeanne, by=SOFTWARE)
    with clock.at(clock.now() + timedelta(days=31)):
        for answer in (client.get(f"/enter/{secret}/"), client.post(f"/enter/{secret}/")):
            assert answer.status_code == 404
            assert "n’ouvre plus rien" in answer.content.decode()
    assert not _signed_in(client)


def test_a_paper_that_was_lost_is_closed_with_all_its_sessions(
    client: Client, place: Place, camille: Person, jeanne: Person
) -> None:
    secret = actions.give_access(place=place, person=jeanne, by=SOFTWARE)
    thief = Client()
    thief.post(f"/enter/{secret}/")
    assert thief.get("/le-preau/people/").status_code == 200
    client.force_login(camille)
    paper = queries.access_papers(place, jeanne).get()
    client.post(f"/le-preau/people/jeanne/access/{paper.pk}/revoke/")
    assert thief.get("/le-preau/people/").status_code == 403
    assert thief.get(f"/enter/{secret}/").status_code == 404


def test_a_paper_of_one_place_never_opens_another(
    client: Client, place: Place, camille: Person, jeanne: Person
) -> None:
    secret = actions.give_access(place=place, person=jeanne, by=SOFTWARE)
    make_person(make_place("Ailleurs"), "Jeanne", Role.CONCIERGE)
    assert client.post(f"/enter/{secret}/").status_code == 404
    client.force_login(camille)
    page = client.post("/le-preau/people/jeanne/access/").content.decode()
    assert "aussi un rôle dans un autre lieu" in page
    with pytest.raises(actions.BelongsElsewhere):
        actions.give_access(place=place, person=jeanne, by=SOFTWARE)


def test_the_paper_is_shown_once_with_what_it_opens(
    client: Client, place: Place, camille: Person, jeanne: Person
) -> None:
    client.force_login(camille)
    address = "/le-preau/people/jeanne/access/"
    page = client.post(address).content.decode()
    found = re.search(r"http://testserver(/enter/[\w-]+/)", page)
    assert found
    assert "<svg" in page
    assert "/enter/" not in client.get(address).content.decode()
    assert Client().post(found[1])["Location"] == "/le-preau/"


def test_signing_out_takes_a_button(client: Client, camille: Person) -> None:
    client.force_login(camille)
    assert client.get("/sign-out/").status_code == 200
    assert _signed_in(client)
    client.post("/sign-out/")
    assert not _signed_in(client)


def test_one_click_sign_in_does_not_exist_outside_a_demonstration(
    client: Client, camille: Person
) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"handle": "camille"}).status_code == 404
    assert not _signed_in(client)


@pytest.mark.usefixtures("_demonstration")
def test_a_demonstration_offers_everybody_at_one_click(
    client: Client, camille: Person, jeanne: Person
) -> None:
    page = client.get("/demo/").content.decode()
    assert "Entrer en tant que Camille" in page
    assert "Entrer en tant que Jeanne" in page
    assert client.get("/demo/sign-in/").status_code == 405
    assert client.post("/demo/sign-in/", {"handle": "jeanne"})["Location"] == "/le-preau/"
    assert client.post("/demo/sign-in/", {"handle": "nobody"}).status_code == 404


@pytest.mark.usefixtures("_demonstration")
def test_a_demonstration_shows_the_code_that_would_have_been_sent(
    client: Client, camille: Person
) -> None:
    client.post("/sign-in/", {"email": "camille@example.org"})
    assert _code(Letter.objects.get()) in client.get("/le-preau/desk/letters/").content.decode()

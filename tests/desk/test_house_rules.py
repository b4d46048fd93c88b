"""House rules: versions, told again until they are read."""

import pytest
from django.test import Client

from openweek.desk import actions, queries
from openweek.desk.first_rules import first_rules
from openweek.desk.models import Acknowledgement, HouseRules
from openweek.desk.templatetags.desk import one_rule
from openweek.ground import deadlines
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.place.actions import delete_account
from openweek.place.models import Letter, Place, Role
from tests.conftest import SignIn
from tests.factories.desk import author, make_rules
from tests.factories.places import make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def place() -> Place:
    return make_place()


def banner(client: Client, place: Place) -> bool:
    page = client.get(f"/{place.slug}/notices/").content.decode()
    return "strip-rules" in page


def test_the_first_rules_are_proposed_and_published_in_one_go(
    sign_in: SignIn, place: Place
) -> None:
    client = sign_in(make_person(place))
    page = client.get(f"/{place.slug}/rules/write/").content.decode()
    assert "On dit bonjour" in page

    sent = {"after": "0", "text": first_rules("fr"), "change": ""}
    client.post(f"/{place.slug}/rules/write/", sent)
    client.post(f"/{place.slug}/rules/write/", sent)

    assert HouseRules.objects.get().number == 1
    assert "Ici, chacun est un peu chez soi" in client.get(f"/{place.slug}/rules/").content.decode()


def test_they_are_told_to_each_member_until_each_has_read_them(
    sign_in: SignIn, client: Client, place: Place
) -> None:
    make_rules(place)
    odette = make_person(place, "Odette", Role.COWORKER)
    assert not banner(client, place)  # a passer-by is not asked on every page

    sign_in(odette)
    assert banner(client, place)
    client.post(f"/{place.slug}/rules/acknowledge/", {"number": "1"})
    client.post(f"/{place.slug}/rules/acknowledge/", {"number": "1"})
    assert not banner(client, place)
    assert Acknowledgement.objects.count() == 1
    assert Event.objects.filter(kind="desk.rules_acknowledged").count() == 1

    make_rules(place, "On dit bonjour et merci.", change="On remercie aussi.")
    assert banner(client, place)
    assert "On remercie aussi." in client.get(f"/{place.slug}/notices/").content.decode()


def test_a_version_that_was_not_on_the_page_is_not_read(sign_in: SignIn, place: Place) -> None:
    make_rules(place)
    make_rules(place, "Autre chose.")
    client = sign_in(make_person(place, "Odette", Role.COWORKER))

    client.post(f"/{place.slug}/rules/acknowledge/", {"number": "1"})

    assert Acknowledgement.objects.count() == 0


def test_a_passer_by_says_so_in_their_browser(client: Client, place: Place) -> None:
    make_rules(place)
    client.post(f"/{place.slug}/rules/acknowledge/", {"number": "1"})

    page = client.get(f"/{place.slug}/rules/").content.decode()
    assert "desk-read" in page
    assert "desk-read" not in Client().get(f"/{place.slug}/rules/").content.decode()


def test_the_concierge_sees_how_many_and_only_members_by_name(place: Place) -> None:
    rules = make_rules(place)
    odette = make_person(place, "Odette", Role.COWORKER)
    make_person(place, "Omar", Role.COWORKER)
    for reader in (author(odette).key, "a:passing", "visits.visit:12"):
        actions.acknowledge(rules=rules, reader=reader, by=Author())

    readers = queries.readers_of_rules(place)
    assert (readers.read, readers.not_yet, readers.others) == (("Odette",), ("Omar",), 2)
    assert queries.unread_rules_count(place) == 1
    assert queries.told_now(place, reader="visits.visit:12").is_read  # type: ignore[union-attr]


def test_two_who_write_at_the_same_time_both_keep_their_words(
    sign_in: SignIn, place: Place
) -> None:
    make_rules(place)
    client = sign_in(make_person(place))
    make_rules(place, "Celles d’Odette.", by=Author(name="Odette", person_id=99))

    page = client.post(f"/{place.slug}/rules/write/", {"after": "1", "text": "Les miennes."})

    assert page.status_code == 422
    words = page.content.decode()
    assert "Les miennes." in words
    assert "Celles d’Odette." in words
    assert queries.rules_in_force(place).text == "Celles d’Odette."  # type: ignore[union-attr]
    again = client.post(f"/{place.slug}/rules/write/", {"after": "2", "text": "Les miennes."})
    assert again.status_code == 302
    assert queries.rules_in_force(place).number == 3  # type: ignore[union-attr]


def test_they_are_sent_by_mail_when_that_was_chosen(place: Place) -> None:
    make_person(place, "Odette", Role.COWORKER)
    make_rules(place, by_mail=True, change="Le vélo dort dehors.")
    deadlines.sweep()
    deadlines.sweep()

    letter = Letter.objects.get()
    assert letter.to == "odette@example.org"
    assert "Le vélo dort dehors." in letter.text
    assert f"/{place.slug}/rules/" in letter.text


def test_what_differs_is_shown_line_by_line(client: Client, place: Place) -> None:
    make_rules(place, "Bonjour.\nLe vélo dort dedans.")
    make_rules(place, "Bonjour.\nLe vélo dort dehors.\nMerci.")

    page = client.get(f"/{place.slug}/rules/2/").content.decode()

    assert '<li class="line-kept">Bonjour.</li>' in page
    assert page.count("line-removed") == 1
    assert page.count("line-added") == 2
    assert client.get(f"/{place.slug}/rules/9/").status_code == 404


def test_rules_are_never_markup(client: Client, place: Place) -> None:
    make_rules(place, "Bonjour <script>alert(1)</script> [x](javascript:alert(1))")

    page = client.get(f"/{place.slug}/rules/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_who_leaves_is_forgotten(place: Place) -> None:
    make_person(place)
    odette = make_person(place, "Odette", Role.CONCIERGE)
    make_rules(place, by=author(odette))
    number = odette.pk
    delete_account(person=odette, name_kept=False, by=author(odette))
    actions.forget_person(number, False)

    assert HouseRules.objects.get().author_name == ""
    assert not Acknowledgement.objects.exists()


def test_on_the_wall_one_rule_comes_after_the_other() -> None:
    text = "Bienvenue.\n\n## Le lieu\n\n- On range.\n* On éteint."

    assert [one_rule(text, turn) for turn in range(4)] == [
        "Bienvenue.", "On range.", "On éteint.", "Bienvenue.",
    ]  # fmt: skip
    assert one_rule("## Rien", 3) == ""

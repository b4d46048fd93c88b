import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Letter
from openweek.visits import actions, rules
from openweek.visits.models import Visit
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    TUESDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    WEDNESDAY_MORNING,
    make_visit,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def week() -> Week:
    return make_week()


def address(week: Week, tail: str = "visit/") -> str:
    return f"/{week.place.slug}/{week.slug}/{tail}"


def said(**changes: object) -> dict[str, object]:
    """What a form would send."""
    return {
        "name": "Jeanne",
        "party_size": "1",
        "half_days": [THURSDAY_MORNING.key],
        "once": str(uuid4()),
        **changes,
    }


def test_a_name_and_the_half_day_already_ticked_are_enough(client: Client, week: Week) -> None:
    page = client.get(address(week)).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)
    ticked = re.findall(r'value="(\S+)"[^>]* checked', page)
    assert once
    assert ticked == [WEDNESDAY_MORNING.key]

    answer = client.post(address(week), said(half_days=ticked, once=once[1]), follow=True)

    visit = Visit.objects.get()
    own = answer.content.decode()
    assert "C’est noté, à tout à l’heure." in own
    assert visit.code in own
    assert "<svg" in own


def test_the_visitors_page_says_when_they_are_expected(client: Client, week: Week) -> None:
    answer = client.post(address(week), said(half_days=["2026-11-27-morning"]), follow=True)

    assert "C’est noté, à vendredi matin." in answer.content.decode()


def test_it_is_all_there_in_english_too(client: Client, week: Week) -> None:
    answer = client.post(address(week), said(), follow=True, headers={"accept-language": "en"})

    assert "It is noted, see you tomorrow morning." in answer.content.decode()
    assert Visit.objects.get().language == "en"


def test_a_half_day_named_in_the_address_is_ticked(client: Client, week: Week) -> None:
    page = client.get(address(week), {"half": WEDNESDAY_AFTERNOON.key}).content.decode()

    assert re.findall(r'value="(\S+)"[^>]* checked', page) == [WEDNESDAY_AFTERNOON.key]


def test_sending_twice_or_going_back_makes_one_registration(client: Client, week: Week) -> None:
    form = said()
    answers = [client.post(address(week), form, follow=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Visit.objects.count() == 1


def test_back_to_a_page_fetched_anew_makes_one_registration_too(client: Client, week: Week) -> None:
    for form in (said(), said()):
        client.post(address(week), form)
    assert Visit.objects.count() == 1

    client.post(address(week), said(name="Karim"))
    Client().post(address(week), said())
    assert Visit.objects.count() == 3


def test_all_that_is_wrong_is_said_at_once(client: Client, week: Week) -> None:
    page = client.post(address(week), said(name="", half_days=[])).content.decode()

    assert "Dites un nom" in page
    assert "Cochez au moins une demi-journée" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Dites un nom"),
        ({"name": "\u202e\u0000 "}, "Dites un nom"),
        ({"half_days": []}, "Cochez au moins une demi-journée"),
        ({"half_days": ["2026-02-30-morning"]}, "Choisissez parmi les demi-journées"),
        ({"half_days": [TUESDAY_MORNING.key]}, "c’est déjà passé"),
        ({"half_days": ["2026-11-28-morning"]}, "les portes sont fermées"),
        ({"party_size": "0"}, "un nombre de 1 à 99"),
        ({"email": "jeanne@"}, "e-mail"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, week: Week, settings: object, wrong: dict[str, object], sentence: str
) -> None:
    settings.OPENWEEK_DEMONSTRATION = True  # type: ignore[attr-defined]
    answer = client.post(address(week), said(project="Un site pour l’asso", **wrong))

    page = answer.content.decode()
    assert sentence in page.replace("&#x27;", "’").replace("\u00a0", " ")
    assert "Un site pour l’asso" in page
    assert Visit.objects.count() == 0


def test_five_megabytes_are_refused_with_their_size_and_come_back(
    client: Client, week: Week
) -> None:
    text = "très long " * 500_000
    answer = client.post(address(week), said(project=text))

    page = answer.content.decode()
    assert "million" in page
    assert text.strip() in page
    assert Visit.objects.count() == 0


def test_nasty_characters_are_shown_as_text(client: Client, week: Week) -> None:
    name = "👨‍👩‍👧‍👦 <script>alert(1)</script> مرحبا \u202eabc\r\nBcc: x"
    answer = client.post(address(week), said(name=name, needs="<b>gras</b>"), follow=True)

    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;gras" in page
    kept = Visit.objects.get().name
    assert "\u202e" not in kept
    assert "\n" not in kept
    assert "👨‍👩‍👧‍👦" in kept


def test_when_it_is_full_the_free_half_days_are_offered(client: Client, week: Week) -> None:
    week_actions.change_week(week=week, title=week.title, by=SOFTWARE, capacity=1)
    make_visit(week, "Karim", THURSDAY_MORNING)

    page = client.post(address(week), said()).content.decode()

    assert "Jeudi matin" in page
    assert "complet" in page
    assert "mercredi matin, mercredi après-midi" in page


def test_the_letter_goes_to_the_address_given_and_links_to_our_own_site(
    client: Client, week: Week, settings: object
) -> None:
    settings.OPENWEEK_DEMONSTRATION = True  # type: ignore[attr-defined]
    client.post(
        address(week), said(email="jeanne@example.org"), headers={"host": "ailleurs.example"}
    )

    letter = Letter.objects.get()
    assert letter.to == "jeanne@example.org"
    assert "http://localhost:8000/" in letter.text
    assert "ailleurs.example" not in letter.text


def test_no_address_is_asked_where_no_letter_can_leave(client: Client, week: Week) -> None:
    assert 'name="email"' not in client.get(address(week)).content.decode()


class TestTheirOwnPage:
    def test_lets_them_change(self, client: Client, week: Week) -> None:
        secret = register(week).secret
        own = address(week, f"visit/{secret}/")
        assert "Jeanne" in client.get(own + "change/").content.decode()

        answer = client.post(own + "change/", said(name="Jeanne Morel", origin="Corse"))

        assert answer.headers["Location"] == own
        page = client.get(own).content.decode()
        assert "Jeanne Morel" in page
        assert "jeudi" in page

    def test_lets_them_cancel_and_cancelling_twice_is_once(
        self, client: Client, week: Week
    ) -> None:
        done = register(week)
        own = address(week, f"visit/{done.secret}/")
        for _ in range(2):
            assert client.post(own + "cancel/").status_code == 302

        assert "Votre visite est annulée" in client.get(own).content.decode()
        assert client.get(own + "change/").status_code == 403

    def test_lets_them_erase_everything_and_closes(self, client: Client, week: Week) -> None:
        own = address(week, f"visit/{register(week).secret}/")

        assert "C’est effacé" in client.post(own + "erase/").content.decode()
        assert client.get(own).status_code == 404
        assert client.post(own + "erase/").status_code == 404

    def test_greets_those_who_are_here(self, client: Client, week: Week) -> None:
        done = register(week)
        actions.check_in(visit=done.visit, by=SOFTWARE)

        page = client.get(address(week, f"visit/{done.secret}/")).content.decode()
        assert "Bienvenue" in page
        assert "10" in page

    def test_opens_in_its_own_week_alone(self, client: Client, week: Week) -> None:
        other = week_actions.create_week(
            place=week.place, title="Autre", days=(week.starts_on, week.ends_on), by=SOFTWARE
        )
        secret = register(week).secret

        answer = client.get(address(other, f"visit/{secret}/"))
        assert answer.status_code == 404
        assert "n’ouvre plus rien" in answer.content.decode()

    def test_closes_ninety_days_after_the_week(self, client: Client, week: Week) -> None:
        own = address(week, f"visit/{register(week).secret}/")

        with clock.at(datetime(2027, 2, 25, 12, tzinfo=UTC)):
            assert client.get(own).status_code == 200
        with clock.at(datetime(2027, 2, 26, 12, tzinfo=UTC)):
            assert client.get(own).status_code == 404


def test_reading_changes_nothing(client: Client, week: Week) -> None:
    done = register(week)
    before = list(Visit.objects.values())
    own = address(week, f"visit/{done.secret}/")
    for page in (own, own + "change/", address(week), address(week, "hosts/")):
        assert client.get(page).status_code == 200
    for deed in ("cancel/", "erase/"):
        assert client.get(own + deed).status_code == 405

    assert list(Visit.objects.values()) == before
    assert client.cookies.get("sessionid") is None


def test_the_square_to_scan_says_nobodys_name(week: Week) -> None:
    assert "Jeanne" not in rules.badge(make_visit(week))

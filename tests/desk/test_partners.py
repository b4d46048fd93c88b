"""Partners: shown by name, kept by the concierge, due in time."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from openweek.desk import actions, queries
from openweek.desk.models import Meeting, Partner, Promise
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place, Role
from tests.conftest import SignIn
from tests.factories.desk import make_partner
from tests.factories.places import make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

SECRETS = ["Mme Lebrun", "lebrun@example.org", "+33 4 77 00 00 00", "Elle aime le thé."]


@pytest.fixture
def place() -> Place:
    return make_place()


@pytest.fixture
def college(place: Place) -> Partner:
    return make_partner(
        place, "Collège Gambetta", what="Une classe par semaine", contact=SECRETS[0],
        email=SECRETS[1], phone=SECRETS[2], notes=SECRETS[3], is_public=True,
        website="https://college.example.org",
    )  # fmt: skip


def test_everybody_reads_who_and_what_and_nothing_else(
    client: Client, place: Place, college: Partner
) -> None:
    make_partner(place, "La mairie", contact="le maire")
    for role in (None, Role.VISITOR, Role.COWORKER):
        if role:
            client.force_login(make_person(place, role.title(), role))
        page = client.get(f"/{place.slug}/partners/").content.decode()
        assert "Collège Gambetta" in page
        assert "Une classe par semaine" in page
        assert "https://college.example.org" in page
        assert "La mairie" not in page
        assert not [secret for secret in SECRETS if secret in page]
    # It could have leaked: the concierge reads all of it.
    client.force_login(make_person(place))
    page = client.get(f"/{place.slug}/partners/{college.slug}/").content.decode()
    assert not [secret for secret in SECRETS if secret not in page]


def test_what_is_due_is_told_in_time_and_no_more_once_it_is_done(
    place: Place, college: Partner
) -> None:
    late = actions.add_promise(
        partner=college, what="Prêter la salle", is_ours=True, due_on=date(2026, 11, 20),
        once=uuid4(), by=SOFTWARE,
    )  # fmt: skip
    actions.add_promise(partner=college, what="Un jour", is_ours=False, once=uuid4(), by=SOFTWARE)
    actions.add_meeting(
        partner=college, on=date(2026, 12, 3), with_whom="la directrice", once=uuid4(), by=SOFTWARE
    )
    actions.change_partner(partner=college, agreed_until=date(2026, 12, 10), by=SOFTWARE)
    make_partner(make_place("La Halle"), "Ailleurs", agreed_until=date(2026, 12, 1))

    due = queries.due_of_partners(place, date(2026, 12, 10))
    assert [(each.kind, each.is_late) for each in due] == [
        ("promise", True), ("meeting", False), ("renewal", False),
    ]  # fmt: skip
    assert len(queries.due_of_partners(place, date(2026, 12, 3))) == 2

    actions.keep_promise(promise=late, by=SOFTWARE)
    actions.note_meeting(meeting=Meeting.objects.get(), said="Oui.", by=SOFTWARE)
    actions.renew_partner(partner=college, until=date(2027, 12, 10), by=SOFTWARE)
    assert queries.due_of_partners(place, date(2026, 12, 31)) == []
    actions.reopen_promise(promise=late, by=SOFTWARE)
    actions.end_partner(partner=college, by=SOFTWARE)
    assert queries.due_of_partners(place, date(2026, 12, 31)) == []


def test_each_form_of_the_page_is_kept_when_it_cannot_be_taken(
    sign_in: SignIn, place: Place, college: Partner
) -> None:
    client = sign_in(make_person(place))
    root = f"/{place.slug}/partners/{college.slug}"
    for tail, sent, kept in [
        ("promises/", {"what": "Un rétroprojecteur", "whose": "personne"}, "Un rétroprojecteur"),
        ("meetings/", {"said": "Elle a dit oui"}, "Elle a dit oui"),
        ("renew/", {"until": "2020-01-01"}, "2020-01-01"),
    ]:
        answer = client.post(f"{root}/{tail}", sent)
        assert answer.status_code == 422
        assert kept in answer.content.decode()
    refused = client.post(f"/{place.slug}/partners/new/", {"name": "X", "email": "pas une adresse"})
    assert refused.status_code == 422
    assert "pas une adresse" in refused.content.decode()


def test_sent_twice_each_is_there_once(sign_in: SignIn, place: Place, college: Partner) -> None:
    client = sign_in(make_person(place))
    root = f"/{place.slug}/partners"
    for _ in range(2):
        client.post(f"{root}/new/", {"name": "La mairie", "once": ONCE})
        client.post(
            f"{root}/{college.slug}/promises/", {"what": "Oui", "whose": "theirs", "once": ONCE}
        )
        client.post(f"{root}/{college.slug}/meetings/", {"on": "2026-11-24", "once": ONCE})

    assert Partner.objects.count() == 2
    assert Promise.objects.get().is_ours is False
    assert Meeting.objects.count() == 1


ONCE = "6f0f3f7e-0c43-4f0e-9a52-1d3a5cfa1c11"


def test_no_spreadsheet_computes_what_somebody_typed(sign_in: SignIn, place: Place) -> None:
    make_partner(
        place,
        "=cmd|' /C calc'!A0",
        contact="@SUM(A1)",
        phone="+33 4 77 00 00 00",
        notes="-2+3\nfin",
    )
    client = sign_in(make_person(place))

    table = client.get(f"/{place.slug}/partners.csv")

    assert table["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=cmd|' /C calc'!A0"
    assert rows[1][2] == "'@SUM(A1)"
    assert rows[1][4] == "+33 4 77 00 00 00"


def test_a_link_that_is_no_page_is_refused(sign_in: SignIn, place: Place) -> None:
    client = sign_in(make_person(place))

    sent = {"name": "X", "website": "javascript:alert(1)", "is_public": "on"}
    assert client.post(f"/{place.slug}/partners/new/", sent).status_code == 422
    assert not Partner.objects.exists()

"""Nothing of who it was remains: not in a table, not in the log."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Letter, Role
from openweek.visits import actions, queries
from openweek.visits.actions import telling
from openweek.visits.models import Match, Visit
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person, make_week
from tests.factories.searching import found, whole_database
from tests.factories.visits import THURSDAY_MORNING, WEDNESDAY_MORNING, make_host, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

SAID = {
    "group": "Amicale Zorglub",
    "project": "Réparer un phonographe",
    "learn": "la sérigraphie",
    "show": "la dentelle",
    "needs": "un fauteuil rouge",
    "origin": "Trifouillis",
    "organisation": "Mairie de Trifouillis",
    "guardian": "Oncle Anatole",
    "email": "hortense@example.org",
}
WORDS = ["Hortense", "hortense", "Quenneville", "émotion", *SAID.values()]


@pytest.fixture
def week() -> Week:
    return make_week()


def come_and_be_received(week: Week, client: Client) -> str:
    """Somebody who said everything, came, was received, left a word: the address of their page."""
    host = make_host(week, make_person(week.place, "Lou", Role.COWORKER))
    answer = client.post(
        f"/{week.place.slug}/{week.slug}/visit/",
        {
            **SAID, "name": "Hortense Quenneville", "party_size": "1", "once": str(uuid4()),
            "half_days": [WEDNESDAY_MORNING.key, THURSDAY_MORNING.key],
            "wishes": [str(host.person_id)], "need_codes": ["hearing"], "age": "under-15",
        },
    )  # fmt: skip
    visit = Visit.objects.get()
    actions.check_in(visit=visit, by=SOFTWARE)
    actions.leave_word(visit=visit, word="Quelle émotion", is_public=True, by=SOFTWARE)
    for row in visit.half_days.all():
        match = Match.objects.create(
            half_day=row, host=host, state="proposed", made_at=clock.now(),
            reasons={"topics": ["la sérigraphie"], "project": SAID["project"]},
        )  # fmt: skip
    telling.tell_host(match=match, by=SOFTWARE)
    return answer.headers["Location"]


def test_erasing_leaves_nothing_to_find(
    client: Client, week: Week, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.OPENWEEK_DEMONSTRATION = True  # type: ignore[attr-defined]
    caplog.set_level(logging.DEBUG)
    own = come_and_be_received(week, client)
    assert set(found(WORDS, whole_database())) >= {"Hortense", "Oncle Anatole", "Quenneville"}

    assert client.post(f"{own}erase/").status_code == 200

    assert found(WORDS, whole_database()) == []
    assert found(WORDS, caplog.text) == []
    assert client.get(own).status_code == 404
    assert Session.objects.count() == 0
    assert queries.counts(week, WEDNESDAY_MORNING.date).arrived == 1


def test_who_gives_somebodys_address_neither_reads_nor_takes_away_their_letters(
    client: Client, week: Week
) -> None:
    theirs = register(week, "Hortense", email="hortense@example.org").visit
    told = Letter.objects.get()
    other = register(week, "Zoé", THURSDAY_MORNING, email="Hortense@example.org")

    own = client.get(f"/{week.place.slug}/{week.slug}/visit/{other.secret}/data.json").json()
    assert [row["subject"] for row in own["letters"]] == [Letter.objects.latest("pk").subject]
    assert len(own["letters"]) == 1

    actions.erase_visit(visit=other.visit, by=SOFTWARE)
    told.refresh_from_db()
    assert (told.sent_at, theirs.code in told.text) == (None, True)
    assert not Letter.objects.filter(text__contains="Zoé").exists()


def test_what_was_written_to_an_address_before_it_was_changed_goes_too(week: Week) -> None:
    visit = register(week, "Hortense", email="hortense@example.org").visit
    actions.change_visit(
        visit=visit, name="Hortense", halves=[WEDNESDAY_MORNING], by=SOFTWARE,
        email="autre@example.org",
    )  # fmt: skip

    actions.erase_visit(visit=visit, by=SOFTWARE)

    assert found(["Hortense", "hortense@"], whole_database()) == []


def test_a_visitor_who_is_signed_in_is_forgotten_as_well(client: Client, week: Week) -> None:
    person = make_person(week.place, "Hortense", Role.VISITOR)
    client.force_login(person)
    come_and_be_received(week, client)

    assert Event.objects.filter(kind="visits.visit_registered").exists()
    assert not Event.objects.filter(author_key=Author(person_id=person.pk).key).exists()
    assert not Event.objects.filter(author_name="Hortense").exists()


@pytest.mark.parametrize("deed", ["change", "cancel", "half", "word", "consents", "erase"])
def test_no_deed_of_a_visitor_says_who_it_was(week: Week, deed: str) -> None:
    by = Author(name="Hortense", person_id=12)
    visit = actions.register_visit(
        week=week, name="Hortense", halves=[WEDNESDAY_MORNING, THURSDAY_MORNING], once=uuid4(),
        by=by,
    ).visit  # fmt: skip
    {
        "change": lambda: actions.change_visit(
            visit=visit, name="Hortense Q.", halves=[THURSDAY_MORNING], by=by
        ),
        "cancel": lambda: actions.cancel_visit(visit=visit, by=by),
        "half": lambda: actions.cancel_half_day(visit=visit, half=THURSDAY_MORNING, by=by),
        "word": lambda: actions.leave_word(visit=visit, word="Merci", is_public=True, by=by),
        "consents": lambda: actions.change_consents(visit=visit, photo_consent="yes", by=by),
        "erase": lambda: actions.erase_visit(visit=visit, by=by),
    }[deed]()

    assert not Event.objects.filter(author_name="Hortense").exists()
    assert not Event.objects.filter(author_key=by.key).exists()


class TestWhenItsTimeIsOver:
    def test_the_job_says_what_it_did(self, week: Week, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)
        register(week, "Hortense", email="hortense@example.org")
        with clock.at(actions.kept_until(week)):
            deadlines.sweep()

        event = Event.objects.get(kind="visits.visitors_forgotten")
        assert event.data == {"visits": 1, "letters": 1, "links": 1, "half_days": 1}
        assert "1 letters" in caplog.text
        assert found(WORDS, whole_database() + caplog.text) == []

    @pytest.mark.parametrize("days", [1, 30, 365])
    def test_the_concierge_says_how_long(self, client: Client, week: Week, days: int) -> None:
        done = register(week, "Hortense")
        week_actions.change_week(week=week, title=week.title, by=SOFTWARE, kept_days=days)
        own = f"/{week.place.slug}/{week.slug}/visit/{done.secret}/"
        end = actions.kept_until(week)
        assert (end.date() - week.ends_on).days == days + 1

        with clock.at(end - timedelta(minutes=1)):
            deadlines.sweep()
            assert client.get(own).status_code == 200
        with clock.at(end):
            assert client.get(own).status_code == 404
            deadlines.sweep()
        assert Visit.objects.get().name == ""

    def test_in_the_settings_of_the_week(self, client: Client, week: Week) -> None:
        client.force_login(make_person(week.place))
        settings = f"/{week.place.slug}/{week.slug}/settings/"
        assert 'name="kept_days" value="90"' in client.get(settings).content.decode()
        for wrong in ("0", "366", "-1", "dix"):
            form = {"title": week.title, "licence": week.licence, "kept_days": wrong}
            assert "id_kept_days_error" in client.post(settings, form).content.decode()

        client.post(settings, {"title": week.title, "licence": week.licence, "kept_days": "30"})
        week.refresh_from_db()
        assert week.kept_days == 30

"""Notices appear, and disappear by themselves."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from openweek.desk import actions, queries
from openweek.desk.actions import reaching
from openweek.desk.forms import NoticeForm
from openweek.desk.models import Notice
from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Letter, Place, Role
from tests.conftest import SignIn
from tests.factories.desk import make_notice
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]


@pytest.fixture
def place() -> Place:
    return make_place()


def form(place: Place, **said: str) -> NoticeForm:
    return NoticeForm({"text": "Le café est chaud.", "once": str(uuid4()), **said}, place=place)


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        # In Paris midnight is at 23:00 UTC; Sunday 29 November ends the week.
        ("hour", datetime(2026, 11, 25, 10, tzinfo=UTC)),
        ("tonight", datetime(2026, 11, 25, 23, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 11, 26, 23, tzinfo=UTC)),
        ("week", datetime(2026, 11, 29, 23, tzinfo=UTC)),
    ],
)
def test_one_tap_says_until_when(place: Place, until: str, ends: datetime) -> None:
    sent = form(place, until=until)

    assert sent.is_valid(), sent.errors
    assert sent.details()["starts_at"] == WEDNESDAY_TEN
    assert sent.details()["ends_at"] == ends


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "until"),
        ({"until": "chosen"}, "until_day"),
        ({"until": "chosen", "until_day": "2026-11-24"}, "until_day"),
        ({"until": "chosen", "until_day": "2029-11-24"}, "until_day"),
        ({"until": "chosen", "until_day": "9999-12-31"}, "until_day"),
        ({"until": "chosen", "until_day": "2027-03-28", "until_hour": "02:30"}, "until_hour"),
        ({"until": "chosen", "until_day": "2026-11-25", "until_hour": "14 h de l’après"},
         "until_hour"),
        ({"text": "x" * 301}, "text"),
        ({"text": " "}, "text"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_lost(
    sign_in: SignIn, place: Place, said: dict[str, str], field: str
) -> None:
    sent = form(place, **said)
    assert field in sent.errors

    client = sign_in(make_person(place))
    page = client.post(f"/{place.slug}/notices/new/", {"more": "À garder.", **said})
    assert page.status_code == 422
    assert "À garder." in page.content.decode()
    assert not Notice.objects.exists()


def test_it_stands_on_the_pages_of_the_place_and_of_its_weeks(client: Client, place: Place) -> None:
    week = make_week(place)
    make_notice(place, "Le pain sort du four <b>maintenant</b>.", is_urgent=True)
    make_notice(make_place("La Halle"), "Ailleurs.")

    for address in (f"/{place.slug}/", f"/{place.slug}/{week.slug}/", f"/{place.slug}/guide/"):
        page = client.get(address).content.decode()
        assert "Le pain sort du four &lt;b&gt;maintenant&lt;/b&gt;." in page
        assert "strip-urgent" in page
        assert "Ailleurs." not in page


def test_it_comes_and_goes_by_itself_also_on_a_page_that_is_kept(place: Place) -> None:
    week = make_week(place)
    make_notice(place, starts_at=WEDNESDAY_TEN + timedelta(hours=1))
    address = f"/{place.slug}/{week.slug}/"
    seen = {}
    for minutes in (0, 59, 60, 119, 120):
        with clock.at(WEDNESDAY_TEN + timedelta(minutes=minutes)):
            seen[minutes] = "Le café est chaud." in Client().get(address).content.decode()

    assert seen == {0: False, 59: False, 60: True, 119: True, 120: False}


def test_ended_or_withdrawn_it_can_be_put_back(place: Place) -> None:
    ended, withdrawn = make_notice(place, "Un"), make_notice(place, "Deux")
    with clock.at(WEDNESDAY_TEN + timedelta(minutes=5)):
        actions.end_notice(notice=ended, by=SOFTWARE)
        actions.withdraw_notice(notice=withdrawn, by=SOFTWARE)
        assert queries.notices_now(place) == []
        assert {line.text: line.can_return for line in queries.notices_past(place)} == {
            "Un": True, "Deux": True,
        }  # fmt: skip
        for notice in Notice.objects.all():
            actions.restore_notice(notice=notice, by=SOFTWARE)

        assert {line.text for line in queries.notices_now(place)} == {"Un", "Deux"}
        assert {line.ends_at for line in queries.notices_now(place)} == {
            WEDNESDAY_TEN + timedelta(hours=2)
        }
    with clock.at(WEDNESDAY_TEN + timedelta(hours=3)):
        assert not any(line.can_return for line in queries.notices_past(place))


def test_sent_twice_it_is_there_once_and_can_be_changed(sign_in: SignIn, place: Place) -> None:
    client = sign_in(make_person(place))
    sent = {"text": "Le café est froid.", "until": "tonight", "once": str(uuid4())}
    client.post(f"/{place.slug}/notices/new/", sent)
    client.post(f"/{place.slug}/notices/new/", sent)
    notice = Notice.objects.get()

    shown = client.get(f"/{place.slug}/notices/{notice.pk}/change/")
    assert "Le café est froid." in shown.content.decode()
    client.post(
        f"/{place.slug}/notices/{notice.pk}/change/",
        {"text": "Le café est chaud.", "until": "week", "on_screen": "on"},
    )

    changed = Notice.objects.get()
    assert changed.text == "Le café est chaud."
    assert changed.starts_at == notice.starts_at
    assert changed.on_screen


def test_letters_leave_when_it_begins_once_to_each_who_can_be_reached(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(place, "Odette", Role.COWORKER)
    visitors = [
        reaching.Recipient("jo@example.org", "Jo", "en"),
        reaching.Recipient("ODETTE@example.org", "Encore elle"),
        reaching.Recipient(""),
    ]
    monkeypatch.setattr(reaching, "_reached", [lambda _place: visitors])
    begins = WEDNESDAY_TEN + timedelta(hours=1)
    notice = make_notice(place, by_mail=True, starts_at=begins, is_urgent=True)
    deadlines.sweep()
    assert not Letter.objects.exists()

    with clock.at(begins):
        deadlines.sweep()
        actions.change_notice(notice=Notice.objects.get(), text="Encore.", by=SOFTWARE)
        deadlines.sweep()

    letters = {letter.to: letter.subject for letter in Letter.objects.all()}
    assert set(letters) == {"odette@example.org", "jo@example.org"}
    assert letters["jo@example.org"] == "Urgent: Le café est chaud."
    assert notice.pk == Notice.objects.get().pk


def test_a_withdrawn_one_is_not_sent(place: Place) -> None:
    make_person(place, "Odette", Role.COWORKER)
    begins = WEDNESDAY_TEN + timedelta(hours=1)
    notice = make_notice(place, by_mail=True, starts_at=begins)
    actions.withdraw_notice(notice=notice, by=SOFTWARE)
    with clock.at(begins):
        deadlines.sweep()
        assert not Letter.objects.exists()
        actions.restore_notice(notice=Notice.objects.get(), by=SOFTWARE)
        deadlines.sweep()
        assert Letter.objects.count() == 1


def test_it_is_followed_in_a_feed_reader(client: Client, place: Place) -> None:
    make_notice(place, "Le pain & le beurre", more="Dans la cuisine.")
    withdrawn = make_notice(place, "Rien")
    actions.withdraw_notice(notice=withdrawn, by=SOFTWARE)
    make_notice(place, "Plus tard", starts_at=WEDNESDAY_TEN + timedelta(hours=1))

    feed = fromstring(client.get(f"/{place.slug}/notices.rss").content)
    assert [title.text for title in feed.iterfind("channel/item/title")] == ["Le pain & le beurre"]
    assert "Dans la cuisine." in (feed.findtext("channel/item/description") or "")

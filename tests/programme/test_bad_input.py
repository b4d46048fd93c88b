"""For each: a clear message, nothing lost, nobody let in."""

import re
from datetime import UTC, date, datetime, time
from http import HTTPStatus

import pytest
from django.test import Client

from openweek.ground import clock
from openweek.ground.hours import to_utc
from openweek.programme.models import Change, Session
from openweek.week import actions as week_actions
from openweek.week.models import Week
from tests.factories.places import make_person
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)
from tests.programme.pages import propose, root, text

EVENING_BEFORE = datetime(2026, 10, 24, 18, tzinfo=UTC)


def night_week(starts_on: date, ends_on: date) -> Week:
    """A week around a night in which the clocks are changed."""
    week = make_week_with_rooms()
    week.starts_on, week.ends_on = starts_on, ends_on
    week.save(update_fields=["starts_on", "ends_on"])
    return week


@pytest.mark.parametrize("title", ["", "   ", "\u202e\u2066", "\x00\x07"])
def test_a_title_of_nothing_is_asked_for_again(client: Client, title: str) -> None:
    refused = propose(client, make_week_with_rooms(), title=title, description="Ma belle idée")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Ma belle idée" in text(refused)
    assert not Session.objects.exists()


def test_five_million_characters_are_refused_with_their_size_and_kept(client: Client) -> None:
    pasted = "Il était une fois. " * 270_000

    refused = propose(client, make_week_with_rooms(), description=pasted)

    assert re.search(r"5[.,]1 million", text(refused))
    assert pasted[:-1] in text(refused)
    assert not Session.objects.exists()


def test_a_long_title_is_refused_with_its_size(client: Client) -> None:
    refused = propose(client, make_week_with_rooms(), title="Pain " * 60)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Session.objects.exists()


def test_emoji_and_other_scripts_are_kept_and_tricks_are_not(client: Client) -> None:
    week = make_week_with_rooms()

    propose(client, week, title="👩‍👩‍👧‍👦 مرحبا \u202eetov\u202c\x07 Z" + "\u0301" * 40)

    title = Session.objects.get().title
    assert title.startswith("👩‍👩‍👧‍👦 مرحبا etov")
    assert "\u202e" not in title
    assert title.count("\u0301") <= 4


def test_what_looks_like_a_page_is_shown_as_text(client: Client) -> None:
    week = make_week_with_rooms()
    attack = "<script>alert(1)</script>"
    session = make_session(
        week, attack, span(week, room_of(week)), summary=attack, facilitator=attack,
        description=f"{attack}\n\n[x](javascript:alert(1))",
    )  # fmt: skip

    for address in ("?day=all", f"{session.slug}/", f"{session.slug}/history/"):
        page = text(client.get(f"{root(week)}{address}"))
        assert attack not in page
        assert 'href="javascript:' not in page
        assert "&lt;script&gt;" in page


def test_the_past_is_refused_kindly(client: Client) -> None:
    week = make_week_with_rooms()

    refused = propose(client, week, day="2026-11-25", starts="08:00")

    assert "déjà passée" in text(refused)
    assert not Session.objects.exists()


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-25", "2026-02-30", "demain"])
def test_a_day_that_the_week_cannot_offer_is_refused(client: Client, day: str) -> None:
    refused = propose(client, make_week_with_rooms(), day=day, starts="10:00")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Session.objects.exists()


@pytest.mark.parametrize("hour", ["25:00", "midi", "10:75", ""])
def test_an_hour_that_is_none_is_refused(client: Client, hour: str) -> None:
    refused = propose(client, make_week_with_rooms(), day="2026-11-26", starts=hour)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Session.objects.exists()


def test_a_room_without_a_day_is_asked_about(client: Client) -> None:
    week = make_week_with_rooms()

    refused = propose(client, week, room=room_of(week).pk)

    assert "Quel jour" in text(refused)


def test_an_hour_that_the_clocks_skip_is_refused_with_the_reason(client: Client) -> None:
    week = night_week(date(2027, 3, 27), date(2027, 3, 28))

    with clock.at(datetime(2027, 3, 27, 9, tzinfo=UTC)):
        refused = propose(client, week, day="2027-03-28", starts="02:30")

    assert "les horloges avancent" in text(refused)
    assert not Session.objects.exists()


def test_an_hour_that_comes_twice_is_asked_about(client: Client) -> None:
    week = night_week(date(2026, 10, 24), date(2026, 10, 25))
    night = {"day": "2026-10-25", "starts": "02:30"}

    with clock.at(EVENING_BEFORE):
        asked = propose(client, week, **night)
        assert 'name="which_hour" value="second"' in text(asked)
        propose(client, week, **night, which_hour="second")

    assert slot_of(Session.objects.get()).starts_at == to_utc(
        date(2026, 10, 25), time(2, 30), week.place.zone, second=True
    )


@pytest.mark.parametrize(
    "tail", ["nowhere/", "nowhere/history/", "nowhere/change/", "open/nothing/", "a/move/1/"]
)
def test_an_unknown_address_is_a_404_and_makes_nothing(client: Client, tail: str) -> None:
    week = make_week_with_rooms()

    assert client.get(f"{root(week)}{tail}").status_code == HTTPStatus.NOT_FOUND
    assert not Session.objects.exists()


def test_reading_changes_nothing(client: Client) -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Couture", span(week, room_of(week)))
    slot = slot_of(session).pk
    client.force_login(make_person(week.place))
    tails = ["", "propose/", "now/", "couture/", "couture/change/", f"couture/move/{slot}/",
             "couture/history/", "couture/remove/", "couture/restore/", "couture/end/",
             "couture/history/1/undo/"]  # fmt: skip

    answers = [client.get(f"{root(week)}{tail}").status_code for tail in tails]

    assert answers == [200] * 7 + [405] * 4
    assert Change.objects.count() == 1


def test_a_form_of_another_room_or_format_is_refused(client: Client) -> None:
    week, other = make_week_with_rooms(), make_week_with_rooms()

    refused = propose(client, week, day="2026-11-26", starts="10:00", room=room_of(other).pk)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.org/a", "nimporte quoi"])
def test_an_address_that_is_no_web_page_is_refused(client: Client, address: str) -> None:
    refused = propose(client, make_week_with_rooms(), remote_url=address)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("what", ["minutes:99999", "start:garbage", "room:x", "::", "minutes:-5"])
def test_pressing_what_was_never_offered_is_refused(client: Client, what: str) -> None:
    week = make_week_with_rooms()
    given = {"day": "2026-11-26", "starts": "10:00", "room": room_of(week).pk}

    answer = propose(client, week, **given, take=what)

    assert answer.status_code in {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FOUND}


def test_nothing_is_written_in_an_archived_week(client: Client) -> None:
    week = make_week_with_rooms()
    make_session(week, "Couture")
    week_actions.archive_week(week=week, by=SOMEBODY)
    client.force_login(make_person(week.place))

    for tail in ("propose/", "now/", "couture/change/"):
        assert client.post(f"{root(week)}{tail}", {"title": "X"}).status_code == 403
    assert client.get(f"{root(week)}?day=all").status_code == HTTPStatus.OK

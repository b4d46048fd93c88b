"""The programme as our own JSON, as a table and as a feed."""

import csv
import io
import json
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import transaction

from openweek.ground import clock
from openweek.ground.tables import harmless
from openweek.programme import actions, history, ledger
from openweek.programme.exports import programme_csv, programme_json, programme_rss
from openweek.programme.models import Kind, Session
from openweek.week.models import Week
from tests.factories.programme import (
    SOMEBODY,
    make_session,
    make_week_with_rooms,
    room_of,
    slot_of,
    span,
)


def as_json(week: Week) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(programme_json.render(week))
    return told


def table(week: Week) -> list[dict[str, str]]:
    text = programme_csv.render(week).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def news(week: Week) -> list[tuple[str, str]]:
    channel = ET.fromstring(programme_rss.render(week))[0]  # noqa: S314  ours
    return [
        (item.findtext("title") or "", item.findtext("description") or "")
        for item in channel.iter("item")
    ]


def later(minutes: int) -> AbstractContextManager[object]:
    return clock.at(clock.now() + timedelta(minutes=minutes))


def hide(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(held_at=clock.now())


# --- JSON -----------------------------------------------------------------------------------


def test_our_json_has_all_that_is_public() -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(
        week, "Pain", span(week, room_of(week)), facilitator="Nour, Ali", seats=8,
        remote_url="https://example.org/salon/tres-prive", needs=["kitchen"],
    )  # fmt: skip
    make_session(week, "Apprendre à souder", kind=Kind.WISH)

    told = as_json(week)
    bread, wish = told["sessions"]

    assert told["week"]["licence"] == week.licence
    assert told["rooms"][0]["slug"] == "cuisine"
    assert (bread["title"], bread["people"], bread["seats"]) == ("Pain", ["Nour", "Ali"], 8)
    assert bread["times"][0]["room"] == "cuisine"
    assert bread["times"][0]["starts_at"] == "2026-11-26T10:00:00+01:00"
    assert (wish["kind"], wish["times"]) == ("wish", [])
    # Whoever comes from afar is given the address when it is time, on its page.
    assert bread["from_afar"] is True
    assert "tres-prive" not in programme_json.render(week).decode()


def test_neither_what_is_removed_nor_what_waits_is_told() -> None:
    week = make_week_with_rooms()
    for title in ("Casino", "Pas encore vu", "Pain"):
        make_session(week, title, span(week, at=f"1{len(title) % 9}:00"))
    casino, unseen, _bread = Session.objects.filter(week=week).order_by("pk")
    actions.remove_session(session=casino, by=SOMEBODY)
    hide(unseen)

    for written in (
        programme_json.render(week), programme_csv.render(week), programme_rss.render(week)
    ):  # fmt: skip
        text = written.decode()
        assert "Pain" in text
        assert "asino" not in text
        assert "Pas encore" not in text
        assert "pas-encore" not in text


# --- CSV ------------------------------------------------------------------------------------


def test_a_row_for_each_time_and_for_what_has_none() -> None:
    week = make_week_with_rooms("Cuisine")
    make_session(
        week, "Yoga", span(week, room_of(week)), span(week, room_of(week), date(2026, 11, 27))
    )
    make_session(week, "Sans heure")

    rows = table(week)

    assert [(row["title"], row["date"], row["start"], row["room"]) for row in rows] == [
        ("Yoga", "2026-11-26", "10:00", "Cuisine"),
        ("Yoga", "2026-11-27", "10:00", "Cuisine"),
        ("Sans heure", "", "", ""),
    ]
    assert programme_csv.render(week).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "typed",
    ["=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+9)*cmd",
     "\t=1+1", '  =HYPERLINK("http://mal.example")', "＝1+1", "\r=1+1", "|calc", "%0A=1+1"],
)  # fmt: skip
def test_nothing_typed_is_a_formula(typed: str) -> None:
    week = make_week_with_rooms()
    make_session(week, typed, span(week), facilitator=typed, summary=typed, track=typed)

    (row,) = table(week)

    for name in ("title", "people", "summary", "track"):
        assert row[name].startswith("'")


@pytest.mark.parametrize(
    "typed",
    ["+33 6 12 34 56 78", "+33612345678", "-5", "(0)4 77 00 00 00", "04 77 00", "Pain = vie"],
)
def test_numbers_and_words_stay_as_they_are(typed: str) -> None:
    assert harmless(typed) == typed


def test_quotes_lines_and_semicolons_stay_in_their_cell() -> None:
    week = make_week_with_rooms()
    words = 'Il dit "oui";\n;=1+1,=2+2'
    make_session(week, "Pain", span(week), description=words)

    (row,) = table(week)

    assert row["description"] == words


# --- RSS ------------------------------------------------------------------------------------


def test_the_feed_tells_what_is_new_or_moved_and_not_a_typo() -> None:
    week = make_week_with_rooms("Grande salle", "Cuisine")
    session = make_session(week, "Pain", span(week, room_of(week)))
    with later(5):
        actions.change_session(session=session, summary="Au levain", by=SOMEBODY)
    assert len(news(week)) == 1

    with later(10):
        actions.move_session(
            slot=slot_of(session), span=span(week, room_of(week, 1), at="14:00"), by=SOMEBODY
        )

    (moved, more), (new, _) = news(week)
    assert moved.endswith("Pain")
    assert moved != new
    assert "Cuisine" in more
    assert "14" in more


def test_only_the_last_move_of_a_session_is_news() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week, room_of(week)))
    for hour in ("11:00", "12:00", "13:00"):
        actions.move_session(
            slot=slot_of(session), span=span(week, room_of(week), at=hour), by=SOMEBODY
        )

    assert len(news(week)) == 2


def test_what_was_looked_at_first_is_new_once_it_was() -> None:
    week = make_week_with_rooms()
    session = make_session(week, "Pain", span(week))
    hide(session)
    before = history.state_of(session)
    assert news(week) == []

    with later(150), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(held_at=None)
        session.refresh_from_db()
        ledger.keep_difference(session, {**before, "held": True}, by=SOMEBODY)
        written = programme_rss.render(week).decode()

    assert len(news(week)) == 1
    assert "11:30:00 +0000" in written


def test_an_item_keeps_its_name_and_its_hour() -> None:
    week = make_week_with_rooms()
    make_session(week, "Pain\x0b <b>", span(week))

    first = programme_rss.render(week)
    with later(60):
        assert programme_rss.render(week) == first
    assert b'isPermaLink="false"' in first

"""Each kind of file, read into the same plain rows, and what is said of what cannot be."""

import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from openweek.programme import importing
from openweek.programme.importing import Incoming, Programme, Unreadable
from openweek.programme.importing.incoming import Where
from openweek.programme.importing.moments import day_of, hours_in, length
from openweek.programme.importing.words import prose

FILES = Path(__file__).parent / "files"
PARIS = ZoneInfo("Europe/Paris")
WEEK = Where(PARIS, date(2026, 11, 23), date(2026, 11, 27), "Le Préau, Saint-Étienne")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(name: str) -> Programme:
    return importing.read((FILES / name).read_bytes(), WEEK)


def read_text(text: str) -> Programme:
    return importing.read(text.encode(), WEEK)


def when(row: Incoming) -> str:
    """« 26 10:00–11:30 », in the place's hours."""
    if row.start is None or row.end is None:
        return ""
    start, end = row.start.astimezone(PARIS), row.end.astimezone(PARIS)
    return f"{start:%d %H:%M}–{end:%H:%M}"


def words(programme: Programme) -> list[str]:
    return [str(trouble) for trouble in programme.troubles]


def test_schedule_xml_is_read() -> None:
    programme = read("semaine.schedule.xml")

    assert programme.title == "Semaine des ateliers"
    assert programme.days(PARIS) == (date(2026, 11, 23), date(2026, 11, 27))
    assert [(row.title, when(row), row.room) for row in programme.rows] == [
        ("Réparer sa bicyclette", "26 10:00–11:30", "Grande salle"),
        ("Écrire à plusieurs", "26 14:00–15:00", "Grande salle"),
        ("Semer en novembre", "26 14:00–14:45", "Jardin"),
        ("Tailler les haies", "26 14:15–15:00", "Jardin"),
    ]
    bicycle = programme.rows[0]
    assert bicycle.persons == ("Nour Haddad", "Zoé Martin")
    assert bicycle.subtitle == "Freins, chaîne, pneus"
    assert bicycle.description == "On apporte son **vélo**.\n\nOutils sur place."
    assert bicycle.key == "5c1f2d1e-8a38-4b2f-9a53-0d5f0a3f1a01"
    assert programme.rows[2].key == "atelier-2026:3"
    assert programme.troubles == []


def test_schedule_json_is_read_like_schedule_xml() -> None:
    [row] = read("semaine.schedule.json").rows
    same = read("semaine.schedule.xml").rows[0]
    assert (row.key, row.title, when(row), row.room, row.persons, row.description) == (
        same.key, same.title, when(same), same.room, same.persons, same.description,
    )  # fmt: skip


def test_a_talk_of_pretalx_at_two_times_is_one_session() -> None:
    first, second, unplaced = read("semaine.pretalx.json").rows
    assert [when(first), when(second)] == ["26 10:00–11:30", "27 10:00–11:30"]
    assert first.series == second.series
    assert (first.key, second.key) == ("pretalx:VELO26", "pretalx:VELO26#2")
    assert (unplaced.title, unplaced.start, unplaced.minutes) == ("Pas encore placé", None, 60)


def test_a_calendar_is_read_with_its_zones_its_folds_and_its_recurrences() -> None:
    programme = read("semaine.ics")
    assert [(row.title, when(row)) for row in programme.rows] == [
        ("Réparer sa bicyclette", "26 10:00–11:30"),
        ("Yoga du matin", "23 08:00–08:30"),
        ("Yoga du matin", "27 08:00–08:30"),
        ("Portes ouvertes", ""),
        ("Conférence annulée", "24 15:00–16:00"),
    ]
    assert programme.rows[0].description == "On apporte son vélo, ou pas.\nOutils sur place."
    assert programme.rows[1].series == programme.rows[2].series != ""
    assert programme.rows[4].cancelled
    assert words(programme) == [
        "event 3 “Portes ouvertes”: it takes the whole day, without an hour: kept without a time."
    ]


def test_a_table_made_by_hand_in_french_and_latin_1_is_read() -> None:
    programme = read("semaine.csv")
    assert [(row.title, when(row), row.room, row.persons) for row in programme.rows] == [
        (
            "Réparer sa bicyclette",
            "26 10:00–11:30",
            "Grande salle",
            ("Nour Haddad", "Zoé Martin"),
        ),
        ("Semer en novembre", "26 14:00–15:30", "Jardin", ()),
        ("Yoga du matin", "23 08:00–08:30", "Jardin", ("Lou",)),
        ("Yoga du matin", "27 08:00–08:30", "Jardin", ("Lou",)),
        ("Un jour peut-être", "", "", ()),
        ("Autre mois", "03 09:00–10:00", "Jardin", ()),
    ]
    assert words(programme) == ["line 6: it has no title, so it was left out."]


def test_a_table_in_english_may_end_after_midnight_and_hold_a_formula() -> None:
    programme = read("week.csv")
    assert [(row.title, when(row), row.persons) for row in programme.rows] == [
        ("Fixing bikes", "26 10:00–11:30", ("Nour", "Zoé", "Lou")),
        ("Late talk", "26 22:00–01:00", ("Sam",)),
        ("=A formula", "26 09:30–10:30", ()),
    ]


def test_the_kind_is_told_by_what_is_inside_also_when_packed() -> None:
    packed = gzip.compress((FILES / "semaine.schedule.xml").read_bytes())
    assert importing.read(packed, WEEK).rows == read("semaine.schedule.xml").rows


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-25", 25), ("25/11/2026", 25), ("25.11.26", 25), ("25/11", 25), ("11/25/2026", 25),
        ("mercredi 25 novembre", 25), ("mer. 25 nov. 2026", 25), ("Wednesday", 25), ("mardi", 24),
        ("Nov 25, 2026", 25), ("25", 25), ("jour 3", 25), ("Day 3", 25), ("mardi 24", 24),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(said: str, day: int) -> None:
    assert day_of(said, WEEK) == date(2026, 11, day)


@pytest.mark.parametrize("said", ["", "bientôt", "31/02/2026", "99/99", "samedi", "0"])
def test_what_is_no_day_of_the_week_is_none(said: str) -> None:
    assert day_of(said, WEEK) is None


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("14h30", ["14:30"]), ("14 h", ["14:00"]), ("9", ["09:00"]), ("9.30", ["09:30"]),
        ("2:30 pm", ["14:30"]), ("12 am", ["00:00"]), ("midi", ["12:00"]),
        ("14h-15h30", ["14:00", "15:30"]), ("de 9 h à midi", ["09:00", "12:00"]),
        ("14:00:00", ["14:00"]), ("25:00", []), ("bientôt", []),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(said: str, hours: list[str]) -> None:
    assert [f"{hour:%H:%M}" for hour in hours_in(said)] == hours


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("1h30", 90), ("1 h 30", 90), ("90", 90), ("90 min", 90), ("1:30", 90), ("01:30:00", 90),
        ("1,5 h", 90), ("2 heures", 120), ("45 minutes", 45), ("", None), ("long", None),
    ],
)  # fmt: skip
def test_lengths_are_read_as_people_write_them(said: str, minutes: int | None) -> None:
    assert length(said) == minutes


def test_an_hour_that_the_clocks_skip_begins_when_they_go_on() -> None:
    night = Where(PARIS, date(2026, 3, 28), date(2026, 3, 29))
    programme = importing.read(
        "titre;jour;début;durée\nVeillée;29/03/2026;2h30;30 min".encode(), night
    )
    assert when(programme.rows[0]) == "29 03:30–04:00"
    assert "the clocks skip its hour" in words(programme)[0]


def test_html_becomes_markdown_and_what_is_ours_stays() -> None:
    html = "<h1>Titre</h1><ul><li>un</li><li><a href='https://example.org'>deux</a></li></ul>"
    assert prose(html) == "## Titre\n\n- un\n- [deux](https://example.org)"
    assert prose("<script>alert(1)</script><p onclick='x'>bon</p>") == "bon"
    assert prose("un <br> deux", is_ours=True) == "un <br> deux"


# --- hostile or damaged ------------------------------------------------------------------


def test_entities_are_refused() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        "<schedule><day><event><title>&b;</title></event></day></schedule>"
    )
    with pytest.raises(Unreadable, match="entities"):
        read_text(bomb)


def test_files_that_swell_are_refused() -> None:
    with pytest.raises(Unreadable, match="larger than 16 MB"):
        importing.read(gzip.compress(b"<schedule>" + b" " * (20 << 20)), WEEK)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04....", "zip archive"),
        (b"\x1f\x8b\x00\x00", "damaged"),
        (b"<!DOCTYPE html><html><body>Programme</body></html>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no <schedule>"),
        (b"[" * 100_000, "damaged|nested"),
        (b'{"a": ' * 50_000, "damaged|nested"),
        (b'{"hello": "world"}', "neither"),
        (b"just some words", "do not recognise"),
        (b"\xff\xfe\x00\x00", "do not recognise|empty"),
    ],
)
def test_what_is_no_programme_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        importing.read(content, WEEK)


def test_one_damaged_event_costs_no_other() -> None:
    text = (FILES / "semaine.schedule.xml").read_text()
    damaged = text.replace("<title>Semer en novembre</title>", "<title>Semer </titre>")
    programme = read_text(damaged)
    assert [row.title for row in programme.rows] == [
        "Réparer sa bicyclette", "Écrire à plusieurs", "Tailler les haies",
    ]  # fmt: skip
    assert [when(row) for row in programme.rows][1:] == ["26 14:00–15:00", "26 14:15–15:00"]
    assert any("Semer" in said for said in words(programme))


def test_json_that_was_cut_short_says_what_came_before() -> None:
    text = (FILES / "semaine.pretalx.json").read_text()
    programme = read_text(text[: text.index('"PLUS26"')])
    assert [row.title for row in programme.rows] == ["Réparer sa bicyclette"] * 2
    assert "damaged" in words(programme)[0]

"""A programme comes in from the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openweek.config.cli import main
from openweek.place.models import Place
from openweek.programme.models import Session, Slot
from openweek.week.models import Week
from tests.factories.places import make_place, make_week

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parents[1] / "programme" / "files"
XML = FILES / "semaine.schedule.xml"


@pytest.fixture
def place(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wednesday_ten: Iterator[None]
) -> Place:
    settings.OPENWEEK_DATA = tmp_path
    monkeypatch.setenv("OPENWEEK_DATA", str(tmp_path))
    place = make_place()
    place.language = "en"
    place.save(update_fields=["language"])
    return place


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, words)])


def test_the_week_is_made_when_the_file_says_its_days(place: Place) -> None:
    result = run(XML, "--place", place.slug, "--week", "novembre")

    assert result.exit_code == 0, result.output
    week = Week.objects.get(slug="novembre")
    assert (week.title, len(week.days)) == ("Semaine des ateliers", 5)
    assert "it is made, “Semaine des ateliers”" in result.output
    assert "4 new, 0 changed, 0 taken out, 0 as they are." in result.output
    assert Slot.objects.filter(session__week=week).count() == 4

    again = run(XML, "--place", place.slug, "--week", "novembre")
    assert "0 new, 0 changed, 0 taken out, 4 as they are." in again.output


def test_a_dry_run_writes_nothing(place: Place) -> None:
    week = make_week(place)
    result = run(XML, "--place", place.slug, "--week", week.slug, "--dry-run")
    assert "4 new" in result.output
    assert not Session.objects.exists()
    run(XML, "--place", place.slug, "--week", "une-autre", "--dry-run")
    assert Week.objects.count() == 1


def test_what_could_not_be_taken_is_listed(place: Place) -> None:
    week = make_week(place)
    result = run(FILES / "semaine.csv", "--place", place.slug, "--week", week.slug)
    assert result.exit_code == 0
    assert "line 6: it has no title, so it was left out." in result.output


def test_what_vanished_is_named_and_taken_out_when_asked(place: Place, tmp_path: Path) -> None:
    week = make_week(place)
    where = ("--place", place.slug, "--week", week.slug)
    run(XML, *where)
    text, newer = XML.read_text(), tmp_path / "newer.xml"
    newer.write_text(text[: text.index('<event id="3">')] + text[text.index('<event id="4">') :])

    assert "(--remove-missing)" in run(newer, *where).output
    assert Session.objects.filter(deleted_at=None).count() == 4
    assert "1 taken out" in run(newer, *where, "--remove-missing").output
    assert Session.objects.filter(deleted_at=None).count() == 3


def test_a_place_or_a_programme_that_is_not_there_is_said(place: Place, tmp_path: Path) -> None:
    assert "No place 'ailleurs'" in run(XML, "--place", "ailleurs", "--week", "x").output
    nothing = tmp_path / "nothing.txt"
    nothing.write_text("bonjour")
    result = run(nothing, "--place", place.slug, "--week", "x")
    assert (result.exit_code, "recognise" in result.output) == (1, True)
    assert not Week.objects.exists()

"""The command line, as somebody at a terminal meets it."""

import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from openweek.config.cli import main
from openweek.config.commands.doctor import examine
from openweek.config.commands.init import Answers, init_place
from openweek.config.commands.publish import publish_books
from openweek.config.commands.token import make_token
from openweek.place.models import Membership, Place, Role
from openweek.place.queries import capability_for
from openweek.publishing.models import EditionFile
from openweek.week.models import Week
from tests.factories.books import make_book
from tests.factories.places import make_person, make_place

ANSWERS = Answers(
    place_name="La Remise",
    city="Firminy",
    address="3 rue du Puits",
    concierge="Sacha Morel",
    email="",
    week_title="Portes ouvertes",
    starts_on=date(2027, 3, 15),
    ends_on=date(2027, 3, 19),
    rooms=("Grange", "Four"),
    language="fr",
)


@pytest.mark.django_db
def test_init_makes_a_place_its_concierge_and_its_first_week(
    capsys: pytest.CaptureFixture[str],
) -> None:
    init_place(ANSWERS)
    week = Week.objects.get()
    assert (week.place.slug, week.slug, len(week.days)) == ("la-remise", "portes-ouvertes", 5)
    assert [room.name for room in week.rooms.all()] == ["Grange", "Four"]
    assert Membership.objects.get().role == Role.CONCIERGE
    said = capsys.readouterr().out
    assert "/la-remise/portes-ouvertes/" in said
    secret = said.split("/enter/")[1].split("/")[0]
    entry = capability_for(secret, kind="access")
    assert entry is not None
    assert entry.person is not None
    assert entry.person.name == "Sacha Morel"


def test_a_week_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    words = [
        "init", "--place", "X", "--city", "Y", "--address", "", "--concierge", "Z", "--email", "",
        "--week", "W", "--from", "2027-03-19", "--to", "2027-03-15", "--room", "R",
    ]  # fmt: skip
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "finit avant de commencer" in result.output


@pytest.mark.django_db
def test_a_token_opens_the_place_to_its_person() -> None:
    place = make_place()
    camille = make_person(place)
    token = make_token(place_slug=place.slug, person_name=camille.handle)
    opened = capability_for(token, kind="api")
    assert opened is not None
    assert (opened.place, opened.person) == (place, camille)


@pytest.mark.django_db
def test_a_token_for_nobody_is_refused_in_words() -> None:
    place = make_place()
    with pytest.raises(Exception, match="Nobody called 'sacha'"):
        make_token(place_slug=place.slug, person_name="sacha")
    with pytest.raises(Exception, match="There are: le-preau"):
        make_token(place_slug="ailleurs", person_name="sacha")
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_doctor_finds_nothing_wrong_with_a_fresh_installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert examine() == 0
    assert "La base de données" in capsys.readouterr().out


def test_several_workers_need_postgresql() -> None:
    result = CliRunner().invoke(main, ["serve", "--workers", "2"])
    assert result.exit_code == 1
    assert "PostgreSQL" in result.output


def test_what_a_command_writes_is_closed_to_others_on_the_machine(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        CliRunner().invoke(main, ["serve", "--workers", "2"])
        (tmp_path / "openweek.sqlite3").touch()
    finally:
        os.umask(before)
    assert (tmp_path / "openweek.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_publishing_a_book_by_its_name_makes_its_page_and_its_files() -> None:
    book = make_book()
    assert publish_books(place_slug=book.place.slug, book_slug=book.slug) == 0
    kinds = book.editions.get().files.values_list("kind", flat=True)
    assert set(kinds) == set(EditionFile.Kind.values)

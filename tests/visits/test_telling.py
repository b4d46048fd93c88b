"""What letters say about a visit, in both languages, and when they are not written."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from openweek.ground import clock, deadlines
from openweek.ground.authors import SOFTWARE
from openweek.place.laid_out import lay_out
from openweek.place.models import Letter, Role
from openweek.visits import actions
from openweek.visits.actions import telling
from openweek.visits.models import Host, Match, MatchState, Told, Visit
from openweek.week.models import Week
from tests.factories.places import WEDNESDAY_TEN, make_person, make_place, make_week
from tests.factories.visits import (
    THURSDAY_MORNING,
    WEDNESDAY_AFTERNOON,
    make_host,
    make_visit,
    register,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_ten")]

ODETTE = "odette@example.org"
TEMPLATES = Path(telling.__file__).parent.parent / "templates" / "visits"
PARTS = {"hello", "days", "page_and_place"}  # of other letters
LATER = WEDNESDAY_TEN + timedelta(minutes=3)


@pytest.fixture
def week() -> Week:
    week = make_week(make_place())
    week.place.address, week.place.how_to_come = "3 rue des Arts", "Tram T1\nArrêt Préau"
    week.place.save()
    return week


def letter() -> Letter:
    """The newest."""
    return Letter.objects.all()[0]


def match(visit: Visit, host: Host, **more: object) -> Match:
    return Match.objects.create(
        half_day=visit.half_days.all()[0], host=host, state=MatchState.PROPOSED,
        made_at=clock.now(), **more,
    )  # fmt: skip


def test_the_confirmation_says_when_the_code_where_and_how_to_change(week: Week) -> None:
    done = register(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    said = letter().text
    assert "- jeudi 26\N{NO-BREAK SPACE}novembre, matin (9\N{NO-BREAK SPACE}h" in said
    assert f"    {done.visit.code}\n" in said
    assert f"http://localhost:8000/le-preau/{week.slug}/visit/{done.secret}/" in said
    assert "Le Préau, 3 rue des Arts, Saint-Étienne\nTram T1\nArrêt Préau" in said
    assert done.visit.code in letter().html


@pytest.mark.parametrize(
    ("language", "hello"), [("fr", "Bonjour Odette,"), ("en", "Hello Odette,")]
)
def test_a_letter_is_in_the_language_of_the_visitor(week: Week, language: str, hello: str) -> None:
    make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE, language=language)
    assert letter().text.startswith(hello)
    assert f'<html lang="{language}">' in letter().html


def test_a_hostile_name_makes_neither_a_header_nor_a_link(week: Week) -> None:
    name = "Odette\r\nBcc: all@example.org\r\n\r\nGagnez : https://evil.example/"
    make_visit(week, name, THURSDAY_MORNING, email=ODETTE)
    assert "evil" not in letter().text + letter().html + letter().subject
    assert "\n" not in letter().subject


def test_several_changes_in_two_minutes_are_confirmed_once(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    for people in (2, 3):
        actions.change_visit(
            visit=visit, name="Odette", halves=[WEDNESDAY_AFTERNOON], by=SOFTWARE, party_size=people
        )
    deadlines.sweep()
    assert Letter.objects.count() == 1
    with clock.at(LATER):
        deadlines.sweep()
        deadlines.sweep()
    assert Letter.objects.count() == 2
    assert "mercredi 25\N{NO-BREAK SPACE}novembre, après-midi" in letter().text
    assert "jeudi" not in letter().text
    assert "3\N{NO-BREAK SPACE}personnes" in letter().text.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_change_after_one_that_was_confirmed_is_confirmed_too(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    telling.tell_changed(visit=visit)
    with clock.at(LATER):
        deadlines.sweep()
        telling.tell_changed(visit=visit)
    with clock.at(LATER + timedelta(days=1)):
        deadlines.sweep()
    assert Letter.objects.count() == 3


def test_who_cancelled_is_told_so_and_who_erased_is_not_written_to(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    actions.cancel_visit(visit=visit, by=SOFTWARE)
    gone = make_visit(week, "Karim", THURSDAY_MORNING, email="karim@example.org")
    telling.tell_changed(visit=gone)
    actions.erase_visit(visit=gone, by=SOFTWARE)
    with clock.at(LATER):
        deadlines.sweep()
    assert letter().to == ODETTE
    assert "annulée" in letter().text
    assert not Letter.objects.filter(to="karim@example.org").exists()


def test_without_an_address_nothing_is_written(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING)
    telling.tell_changed(visit=visit)
    telling.tell_moved_up(visit=visit, halves=[THURSDAY_MORNING])
    with clock.at(LATER):
        deadlines.sweep()
    assert not Letter.objects.exists()


def test_a_visitor_is_told_once_who_receives_them_and_why(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    host = make_host(week, make_person(week.place, "Ines", Role.COWORKER))
    made = match(visit, host, reasons={"topics": ["couture"]})
    assert telling.tell_host_found(match=made, by=SOFTWARE)
    assert "jeudi 26\N{NO-BREAK SPACE}novembre, matin" in letter().text
    assert "Ines" in letter().text
    assert "couture" in letter().text

    made.delete()  # computed anew, with the same outcome
    assert not telling.tell_host_found(match=match(visit, host), by=SOFTWARE)
    assert Letter.objects.count() == 2


def test_another_host_is_told_as_another(week: Week) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, email=ODETTE)
    first, second = (
        make_host(week, make_person(week.place, name, Role.COWORKER)) for name in ("Ines", "Malik")
    )
    made = match(visit, first)
    telling.tell_host_found(match=made, by=SOFTWARE)
    made.delete()
    telling.tell_host_found(match=match(visit, second), by=SOFTWARE)
    assert "Malik" in letter().text
    assert letter().subject != Letter.objects.all()[1].subject


def test_a_host_is_told_of_all_whom_they_receive_at_once_by_first_name(week: Week) -> None:
    host = make_host(week, make_person(week.place, "Ines", Role.COWORKER))
    visits = [
        make_visit(week, name, THURSDAY_MORNING, project="un site")
        for name in ("Odette Martin", "Karim Benali")
    ]
    made = [match(visit, host) for visit in visits]
    told = [telling.tell_host(match=each, by=SOFTWARE) for each in made]
    assert told == [True, False]
    assert letter().to == "ines@example.org"
    assert "Odette (un site)" in letter().text
    assert "Karim (un site)" in letter().text
    assert "Martin" not in letter().text
    assert Told.objects.filter(what__startswith="to-host-").count() == 2
    # So that the letter goes when one of them wants to be forgotten.
    assert Told.objects.filter(what=f"letter-to-host-{letter().pk}").count() == 2


LETTERS = [each.stem for each in (TEMPLATES / "letters").glob("*.txt") if each.stem not in PARTS]


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_every_letter_is_whole_in_both_languages(week: Week, name: str) -> None:
    visit = make_visit(week, "Odette", THURSDAY_MORNING, WEDNESDAY_AFTERNOON)
    openings = telling.openings_of(visit)["openings"]
    one = [{"title": "Recettes", "link": "http://localhost:8000/le-preau/formats/recettes/"}]
    said = {
        "visit": visit, "week": week, "place": week.place, "name": "Odette", "lines": ["Mardi"],
        "link": "http://localhost:8000/x/", "again": "http://localhost:8000/y/",
        "hosting": "http://localhost:8000/z/", "where": "Ici", "how_to_come": ["À pied"],
        "openings": openings, "waiting": openings, "later": openings, "people": 2,
        "books": one, "formats": one, "hosts": ["Inès"],
    }  # fmt: skip
    both = []
    for language in ("fr", "en"):
        with translation.override(language):
            text = telling.words_of(name, said)
        assert text.startswith(("Bonjour Odette,\n\n", "Hello Odette,\n\n"))
        assert "\n\n\n" not in text
        assert text.rpartition("\n-- \n")[2]  # why they had it
        assert lay_out(text, subject="x", place="x", language=language).count("href=")
        both.append({line for line in text.splitlines() if line[:1].isalpha()})
    # Nothing of one language is left in the other, but what people typed.
    typed = {"Inès", "À pied", f"{one[0]['title']}: {one[0]['link']}"}
    assert both[0] & both[1] <= typed

"""Where people say that they come from."""

import pytest
from django.utils import translation

from openweek.place import territory


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Saint-Étienne", "42218"),
        ("st etienne", "42218"),
        ("42700", "42095"),
        ("97400 Saint-Denis", "97411"),
        ("Saint-Denis 93", "93066"),
        ("Saint-Denis (La Réunion)", "97411"),
        ("Havre", "76351"),
        ("L’Haÿ-les-Roses", "94038"),
        ("Loire", "42"),
        ("2a", "2A"),
        ("Corse", "94"),
        ("corse du sud", "2A"),
        ("Mayenne, département", "53"),
        ("Belgique", "BE"),
        ("belgium", "BE"),
    ],
)
def test_what_is_typed_is_understood(typed: str, code: str) -> None:
    sure = territory.understand(typed).sure

    assert sure is not None
    assert sure.code == code


@pytest.mark.parametrize(
    "typed", ["", "chez moi", "France", "?", "(((", "0" * 5, "\t\n", "x" * 300]
)
def test_what_is_in_no_list_is_nothing(typed: str) -> None:
    assert territory.understand(typed) == territory.Understood()


def test_homonyms_are_asked_about_and_told_apart_by_departement() -> None:
    understood = territory.understand("Sainte-Colombe")

    said = [each.said for each in understood.choices]
    assert understood.sure is None
    assert len(said) == len(set(said)) > 5
    assert "Sainte-Colombe (Rhône)" in said


def test_a_slip_of_the_pen_is_asked_about_and_never_guessed() -> None:
    understood = territory.understand("Saint-Etiene")

    assert understood.sure is None
    assert [each.code for each in understood.choices] == ["42218"]


def test_the_name_of_what_is_now_a_part_of_a_commune_leads_there() -> None:
    assert [each.code for each in territory.suggest("Lyon 3e")] == ["69123"]


def test_the_largest_come_first_while_one_types() -> None:
    assert territory.suggest("saint-e")[0].code == "42218"
    assert territory.suggest("l") == []
    assert len(territory.suggest("sa")) == territory.SHOWN_AT_MOST


def test_each_is_understood_again_as_it_is_said() -> None:
    found = [
        each
        for typed in ("Saint-Denis", "Mayenne", "La Réunion", "Vienne", "Sainte-Colombe", "Corse")
        for each in territory.suggest(typed)
    ]
    for language in ("fr", "en"):
        with translation.override(language):
            assert [territory.understand(each.said).sure for each in found] == found


@pytest.mark.parametrize(
    ("insee", "departement"), [("42218", "42"), ("2A004", "2A"), ("97411", "974"), ("98818", "988")]
)
def test_a_commune_is_of_the_departement_in_its_code(insee: str, departement: str) -> None:
    assert territory.departement_of(insee) == departement
    assert territory.named("commune", insee) is not None


def test_a_code_that_nothing_has_is_nothing() -> None:
    for key in ("commune:99999", "commune:", "commune:.*", "region:42218", "x", ""):
        assert territory.of_key(key) is None


def test_a_departement_knows_its_region() -> None:
    region = territory.region_of("2B")

    assert region is not None
    assert region.name == "Corse"

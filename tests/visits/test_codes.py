import re

import pytest

from openweek.ground.text import fold
from openweek.visits.codes import WORDS, as_code, new_code


def test_a_code_is_a_word_and_two_figures_that_can_be_said() -> None:
    assert re.fullmatch(r"[A-Z]+ [1-6]\d", new_code([].__contains__))


def test_the_words_are_short_plain_and_distinct() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 150
    assert [word for word in WORDS if not re.fullmatch(r"[A-Z]{3,8}", word)] == []


def test_a_code_that_somebody_has_is_not_given_again_even_when_all_short_ones_are() -> None:
    short = {f"{word} {number}" for word in WORDS for number in range(10, 70)}

    assert new_code(short.__contains__) not in short


@pytest.mark.parametrize("said", ["lune 27", "LUNE27", " Lune - 27 ", "lûne  27"])
def test_a_code_is_understood_as_it_was_said(said: str) -> None:
    assert as_code(said) == "LUNE 27"


@pytest.mark.parametrize("said", ["", "27", "Jeanne", "lune 2", "lune 2700", "27 lune 27"])
def test_what_is_no_code_is_not_taken_for_one(said: str) -> None:
    assert as_code(said) is None


def test_names_are_compared_without_accents_or_capitals() -> None:
    assert fold("Éloïse-Cœur  D’Été") == "eloise coeur d ete"

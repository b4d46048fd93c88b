"""What people write is understood as topics, and why they meet is said in their own language."""

import pytest
from django.utils import translation

from openweek.visits.matching import reasons
from openweek.visits.matching.topics import listed, topics_in, topics_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J’aimerais apprendre à coudre", "Couture, retouches"),
        ("réparer mon vélo", "atelier vélo"),
        ("Une demande de subvention pour notre projet", "écrire un dossier de subvention"),
        ("les logiciels libres", "Free software, Linux"),
        ("JARDINS PARTAGÉS", "jardinage"),
        ("growing a garden", "le potager"),
        ("de la vannerie", "Vanneries"),
    ],
)
def test_people_who_say_it_otherwise_mean_the_same(one: str, other: str) -> None:
    assert topics_in(one).keys() & topics_in(other).keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J’ai un projet dans mon village", "la danse"),
        ("apprendre et partager avec des gens", "Nous voulons apprendre, partager avec tous"),
        ("porter un projet", "la pose de portes"),
        ("", "couture"),
    ],
)
def test_words_of_every_sentence_are_no_topic(one: str, other: str) -> None:
    assert not topics_in(one).keys() & topics_in(other).keys()


def test_a_topic_keeps_the_words_in_which_it_was_written() -> None:
    assert topics_of(["Vannerie d’osier", "vanneries"])["vanneri"] == "vannerie"
    assert topics_in("Machine à coudre") == {"#sewing": "machine à coudre"}


def test_each_listed_word_means_one_topic() -> None:
    for name in listed().names.values():
        assert topics_in(name["fr"]).keys() & topics_in(name["en"]).keys(), name


def test_each_of_the_two_and_the_desk_read_it_their_own_way() -> None:
    why = {
        "topics": ["#sewing", "vannerie"], "languages": ["ar", "fsl"], "needs": ["hearing"],
        "unmet": ["child"], "throughout": True, "wished": True,
    }  # fmt: skip
    with translation.override("en"):
        assert reasons.in_words(why, reasons.VISITOR) == [
            "You asked to meet them",
            "You can talk together about “sewing” and “vannerie”",
            "You both speak Arabic",
            "You both sign (French sign language)",
            "Can help you to hear",
            "The same person receives you each time you come",
        ]
        said = reasons.in_words(why, reasons.DESK)
        assert "Still to be found for them: a place for a child" in said
        assert reasons.in_short(why) == "sewing, vannerie"
        assert reasons.in_words({"no_language": True}, reasons.DESK) == [
            "No language in common: nobody else was free"
        ]
        assert reasons.in_words({}, reasons.VISITOR) == [
            "Is there when you come, and has time for you"
        ]

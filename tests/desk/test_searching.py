"""The guide is searched as people ask: with typos, without accents, in other words."""

import time

import pytest

from openweek.desk.searching import Searched, passage, search
from openweek.desk.shipped import LANGUAGES, shipped_pages
from openweek.ground.slips import is_within

PAGES = [
    Searched("wifi", "Comment avoir le Wi-Fi ?", "internet", "Le mot de passe est au mur."),
    Searched(
        "print", "Comment imprimer ?", "",
        "L’imprimante est au premier étage. Elle prend aussi le papier A3.",
    ),
    Searched("keys", "Qui a les clés ?", "porte", "La conciergerie garde les clés des locaux."),
    Searched("coffee", "Où est le café ?", "", "Dans la cuisine, à côté du cœur d’artichaut."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("wifi", "wifi"), ("Wi-Fi", "wifi"), ("WIFI ?", "wifi"), ("internet", "wifi"),
        ("réseau", "wifi"), ("mot de passe", "wifi"),
        ("imprimer", "print"), ("imprimante", "print"), ("l’imprimante", "print"),
        ("imprimente", "print"), ("inprimer", "print"), ("printer", "print"),
        ("photocopie", "print"), ("comment est-ce que j’imprime", "print"),
        ("cle", "keys"), ("clés", "keys"), ("CLEF", "keys"), ("clé", "keys"), ("local", "keys"),
        ("portes", "keys"), ("key", "keys"),
        ("cafe", "coffee"), ("cafés", "coffee"), ("coffee", "coffee"), ("caffé", "coffee"),
        ("coeur", "coffee"),
    ],
)  # fmt: skip
def test_the_page_that_answers_comes_first(asked: str, first: str) -> None:
    assert [match.key for match in search(PAGES, asked)][:1] == [first]


@pytest.mark.parametrize("asked", ["", "   ", "?", "hélicoptère", "zzzz", "\x00", "<script>"])
def test_what_is_not_there_is_not_found(asked: str) -> None:
    assert search(PAGES, asked) == []


def test_the_sentence_that_answers_is_shown_with_its_words_marked() -> None:
    found = search(PAGES, "papier")[0]

    assert found.passage == "Elle prend aussi le <mark>papier</mark> A3."


def test_what_a_page_says_is_never_markup() -> None:
    page = Searched("x", "Titre", "", "Un <b>clavier</b> & **deux** [liens](https://x.example).")

    shown = search([page], "clavier")[0].passage
    assert shown == "Un &lt;b&gt;<mark>clavier</mark>&lt;/b&gt; &amp; deux liens."


def test_a_long_sentence_is_cut_around_what_was_asked() -> None:
    words = "mot " * 200
    shown = passage(f"{words}aiguille {words}", {"aiguill"})

    assert "<mark>aiguille</mark>" in shown
    assert len(shown) < 300


@pytest.mark.parametrize(
    ("one", "other", "slips", "expected"),
    [
        ("cafe", "cafe", 0, True), ("cafe", "caffe", 1, True), ("cafe", "acfe", 1, True),
        ("cafe", "thes", 1, False), ("imprimant", "imprimnat", 1, True),
        ("imprimant", "inprimnat", 2, True), ("abcd", "badc", 1, False),
    ],
)  # fmt: skip
def test_slips_of_the_finger_are_counted(one: str, other: str, slips: int, expected: bool) -> None:
    assert is_within(one, other, slips) is expected


@pytest.mark.parametrize(
    ("language", "asked", "slug"),
    [
        ("fr", "imprimer", "print"), ("fr", "inscription", "come"),
        ("fr", "defi", "challenges"),
        ("fr", "mot de passe", "sign-in"), ("fr", "effacer mes données", "my-data"),
        ("fr", "code source", "source"), ("fr", "tache", "small-tasks"),
        ("fr", "hote", "be-a-host"),
        ("fr", "proposer un atelier", "propose"), ("fr", "visio", "from-afar"),
        ("fr", "annuler ma visite", "change-my-visit"), ("fr", "vandalisme", "undo"),
        ("en", "register", "come"), ("en", "print the programme", "print"),
        ("en", "password", "sign-in"), ("en", "write together", "write-together"),
        ("en", "wellcome desk", "welcome-desk"), ("en", "gdpr", "my-data"),
        ("en", "propose a workshop", "propose"), ("en", "licence", "source"),
    ],
)  # fmt: skip
def test_the_guide_to_the_software_answers(language: str, asked: str, slug: str) -> None:
    pages = [Searched(p.slug, p.title, p.words, p.text) for p in shipped_pages(language)]

    assert slug in [match.key for match in search(pages, asked)][:2]


def test_each_page_of_the_software_is_there_in_both_languages() -> None:
    french, english = (shipped_pages(language) for language in LANGUAGES)

    assert [page.slug for page in french] == [page.slug for page in english]
    assert len(french) >= 14
    assert all(page.title and page.words and page.text for page in (*french, *english))


def test_a_question_made_to_be_slow_is_not() -> None:
    """Bounded by its words and letters, not by patience."""
    pages = [
        Searched(str(n), f"Titre {n}", "", " ".join(f"mot{n}x{i}" for i in range(200)))
        for n in range(100)
    ]
    search(pages, "echauffement")  # cut into words once

    began = time.process_time()
    search(pages, " ".join(f"aaaabbbbccccdddd{n}eeee" for n in range(30))[:200])
    assert time.process_time() - began < 20

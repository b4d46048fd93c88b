import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.ground import text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Une   fête \n ce soir ", "Une fête ce soir"),
        ("Réparer\x00 un vélo\x1b[31m", "Réparer un vélo[31m"),
        ("gpj.\u202ephoto", "gpj.photo"),
        ("👩‍👩‍👧‍👦 en famille", "👩‍👩‍👧‍👦 en famille"),
        ("مرحبا", "مرحبا"),
        ("Bcc: x\r\nTo: y", "Bcc: x To: y"),
    ],
)
def test_clean_line_keeps_what_people_wrote(typed: str, kept: str) -> None:
    assert text.clean_line(typed) == kept


def test_clean_line_lets_no_marks_pile_up() -> None:
    piled = "Z" + "\u0301" * 200 + "algo"
    assert len(text.clean_line(piled)) < 12


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Œuvrer à l’été", "oeuvrer-a-l-ete"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-1"),
        ("مرحبا", "x"),
        ("", "x"),
        ("Défi", "defi-2"),
    ],
)
def test_safe_slug_is_a_plain_word_that_is_free(title: str, slug: str) -> None:
    assert text.safe_slug(title, taken={"defi"}) == slug


def test_markdown_brings_neither_script_nor_remote_picture() -> None:
    html = text.render_markdown(
        "# Titre\n\n<script>alert(1)</script> ![x](https://a.example/x.png) "
        "[mal](javascript:alert(1)) **bien**"
    )
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<h2>Titre</h2>" in html
    assert "<strong>bien</strong>" in html


@given(st.text())
def test_clean_prose_is_the_same_when_done_twice(typed: str) -> None:
    once = text.clean_prose(typed)
    assert text.clean_prose(once) == once
    assert "\x00" not in once


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (120, "120 caractères"),
        (20_000, "20 milliers de caractères"),
        (1_200_000, "1,2 million de caractères"),
        (5_000_000, "5,0 millions de caractères"),
    ],
)
def test_a_size_is_said_as_somebody_would_say_it(count: int, words: str) -> None:
    assert text.size_in_words(count) == words


def test_a_table_that_would_fill_a_page_of_megabytes_stays_plain() -> None:
    bomb = "|" * 5000 + "\n" + "|-" * 5000 + "\n" + "|\n" * 2000
    assert "<table" not in text.render_markdown(bomb)
    assert "<table" in text.render_markdown("|a|b|\n|-|-|\n|1|2|")

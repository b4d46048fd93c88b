"""Covers: whatever the title and the inks, all of it can be read, and stays on the cover."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.look import covers, inks, lettering

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
# What a title can hold once it was cleaned: no control characters, no halves of letters.
TITLES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("みんなの場所مكان "),
    max_size=200,
)


@given(ground=COLOURS, doors=COLOURS)
def test_two_inks_of_any_place_can_be_read(ground: str, doors: str) -> None:
    press = inks.press_with(ground, doors)
    assert press.ground == ground
    assert inks.contrast(press.words, ground) >= inks.WORDS_LEAST
    assert inks.contrast(press.doors, ground) >= inks.SHAPES_LEAST


def test_inks_that_can_be_read_stay_as_they_were_chosen() -> None:
    assert inks.press_with("#0B6B70", "#F0B429").doors == "#F0B429"


@given(title=TITLES)
def test_no_line_of_a_title_is_wider_than_the_cover(title: str) -> None:
    size, lines = lettering.set_in(title, covers._SIZES, covers._LINES)
    widths = dict(covers._SIZES)
    assert len(lines) <= covers._LINES
    assert all(lettering.units(line) <= widths[size] for line in lines)


@given(title=TITLES)
def test_a_title_loses_nothing_that_there_was_room_for(title: str) -> None:
    lines = lettering.set_in(title, covers._SIZES, covers._LINES)[1]
    shown = "".join("".join(lines).split())
    asked = "".join(title.split())
    assert shown == asked or (shown.endswith("…") and asked.startswith(shown[:-1]))


@given(title=TITLES)
def test_every_cover_is_a_drawing_that_says_its_title(title: str) -> None:
    drawn = ET.fromstring(covers.cover(title, "Écrit à plusieurs"))  # noqa: S314  drawn by us
    assert " ".join(drawn.attrib["aria-label"].split()).startswith(" ".join(title.split()))


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Le Préau", "start"),
        ("المكان الثالث", "end"),
        ("みんなの場所", "start"),
        ("« 12 » مكان", "end"),
    ],
)
def test_a_title_begins_where_its_script_begins(title: str, anchor: str) -> None:
    drawn = ET.fromstring(covers.cover(title))  # noqa: S314  drawn by us
    assert {each.attrib["text-anchor"] for each in drawn.iter(f"{SVG}text")} == {anchor}


def test_the_same_book_has_the_same_cover_and_another_one_another() -> None:
    assert covers.cover("Le Préau", seed="a") == covers.cover("Le Préau", seed="a")
    assert len({covers.cover("Le Préau", seed=str(seed)) for seed in range(20)}) > 15


def test_a_picture_stands_below_the_title() -> None:
    drawn = ET.fromstring(covers.cover("Le Préau", picture="a&b.jpg"))  # noqa: S314  drawn by us
    (picture,) = drawn.iter(f"{SVG}image")
    (title,) = drawn.iter(f"{SVG}text")
    assert picture.attrib["href"] == "a&b.jpg"
    assert float(picture.attrib["y"]) > float(title.attrib["y"])

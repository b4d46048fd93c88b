"""What differs, whatever somebody sends."""

from difflib import SequenceMatcher

from openweek.ground.differences import Patience


def test_the_differences_of_ordinary_words_are_those_of_python() -> None:
    old = [
        "le",
        "four",
        "à",
        "pain",
        "est",
        "dans",
        "la",
        "cour",
        "et",
        "le",
        "café",
        "dans",
        "la",
        "grange",
    ]
    new = [
        "le",
        "vieux",
        "four",
        "est",
        "dans",
        "la",
        "cour,",
        "le",
        "café",
        "est",
        "dans",
        "la",
        "petite",
        "grange",
    ]
    expected = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    assert Patience().opcodes(old, new) == expected


def test_what_came_before_and_after_is_kept_when_patience_ends() -> None:
    old = ["début", *"ab" * 50, "fin"]
    new = ["début", *"ba" * 50, "fin"]
    assert Patience(steps=100).opcodes(old, new) == [
        ("equal", 0, 1, 0, 1),
        ("replace", 1, 101, 1, 101),
        ("equal", 101, 102, 101, 102),
    ]


def test_all_comparisons_together_cost_no_more_than_the_patience() -> None:
    patience = Patience(steps=1000)
    many = ["a", "b"] * 50_000
    for _ in range(100):
        assert patience.opcodes(["x", *many], [*many, "y"])[0][0] == "replace"

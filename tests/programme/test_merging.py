"""Two people edit one text: both are in what comes of it, or nothing is merged."""

from hypothesis import given
from hypothesis import strategies as st

from openweek.programme.merging import merge, merge_lines

LINES = st.lists(st.sampled_from(["un", "deux", "trois", "quatre", ""]), max_size=8)
TEXTS = LINES.map("\n".join)


@given(base=TEXTS, mine=TEXTS, theirs=TEXTS)
def test_it_does_not_matter_who_came_first(base: str, mine: str, theirs: str) -> None:
    assert merge_lines(base, mine, theirs) == merge_lines(base, theirs, mine)


@given(base=TEXTS, mine=TEXTS)
def test_what_one_alone_did_stands_and_what_both_did_stands_once(base: str, mine: str) -> None:
    assert merge_lines(base, mine, base) == mine
    assert merge_lines(base, mine, mine) == mine


@given(
    base=st.lists(st.integers(), unique=True, min_size=1, max_size=12),
    data=st.data(),
)
def test_no_line_of_either_is_lost(base: list[int], data: st.DataObject) -> None:
    lines = [f"ligne {number}" for number in base]
    texts = {}
    for who in ("mine", "theirs"):
        kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
        new = data.draw(st.lists(st.integers(0, len(lines)), max_size=3))
        edited: list[str] = []
        for place, (line, stays) in enumerate(zip(lines, kept, strict=True)):
            edited += [f"{who} {place} {n}" for n in range(new.count(place))]
            edited += [line] if stays else []
        texts[who] = edited
    merged = merge_lines("\n".join(lines), "\n".join(texts["mine"]), "\n".join(texts["theirs"]))
    if merged is None:
        return
    result = merged.split("\n")
    for who, typed in texts.items():
        assert [line for line in result if line.startswith(who)] == [
            line for line in typed if line.startswith(who)
        ]
    kept_by_both = [line for line in lines if line in texts["mine"] and line in texts["theirs"]]
    assert [line for line in result if line.startswith("ligne")] == kept_by_both


def test_lines_apart_are_merged_and_lines_that_touch_are_not() -> None:
    base = "farine\neau\nsel\nlevain"

    assert merge_lines(base, "FARINE\neau\nsel\nlevain", "farine\neau\nsel\nLEVAIN") == (
        "FARINE\neau\nsel\nLEVAIN"
    )
    assert merge_lines(base, "FARINE\neau\nsel\nlevain", "blé\neau\nsel\nlevain") is None
    assert merge_lines(base, "FARINE\neau\nsel\nlevain", "farine\nEAU\nsel\nlevain") is None


def test_field_by_field() -> None:
    base = {"title": "Pain", "seats": None, "needs": ["screen", "water"], "summary": ""}
    mine = {"title": "Pain au levain", "seats": 8, "needs": ["water", "screen"], "summary": "Ici"}
    theirs = {"title": "Pain", "seats": None, "needs": ["water"], "summary": "Là"}

    merged = merge(base, mine, theirs)

    assert merged.values == {"title": "Pain au levain", "seats": 8, "needs": ["water"]}
    assert merged.conflicts == ["summary"]

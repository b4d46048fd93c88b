"""Passages move with their words, and become other words without losing their marks."""

from typing import Any

import pytest

from openweek.writing.crdt import document, encoded, root, transaction
from openweek.writing.live import protocol
from openweek.writing.passages import BadEndError, find_passage, has_written, read_end, replacing
from openweek.writing.tree import insert_nodes, seed_of, tree_of

# What Yjs 13.6 encodes for the letters of a text whose writer is 1; see ends().
CLIENT = 1


def ends(first: int, last: int, client: int = CLIENT) -> tuple[bytes, bytes]:
    """Of a passage from one letter of a writer to another, as the editor sends them."""
    return number(0, client, first) + b"\x00", number(0, client, last) + b"\x41"


def number(*values: int) -> bytes:
    return b"".join(map(protocol.number, values))


def said(*pieces: object) -> dict[str, object]:
    """A paragraph of plain words and, as pairs, words with a mark."""
    content = [
        {"type": "text", "text": piece}
        if isinstance(piece, str)
        else {"type": "text", "text": piece[0], "marks": [{"type": piece[1]}]}  # type: ignore[index]
        for piece in pieces
    ]
    return {"type": "doc", "content": [{"type": "paragraph", "content": content}]}


# The clock of the first letter: the paragraph and its text are two changes before it.
FIRST = 2


def passage_of(sentence: str, words: str) -> tuple[bytes, bytes]:
    """Counted as browsers do, in UTF-16 units."""
    before, _, _ = sentence.partition(words)
    first = FIRST + width(before)
    return ends(first + width(words[0]) - 1, first + width(words) - 1)


def width(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ici pousse le figuier.", "le figuier"),
        ("Ici pousse le figuier.", "Ici"),
        ("Été comme hiver, l’été 👩‍👩‍👧 à côté.", "hiver"),
        ("Été comme hiver, l’été 👩‍👩‍👧 à côté.", "👩‍👩‍👧 à côté"),
        ("🌳", "🌳"),
    ],
)
def test_a_passage_is_found_whatever_stands_before_it(sentence: str, words: str) -> None:
    found = find_passage(seed_of(said(sentence)), *passage_of(sentence, words))

    assert found is not None
    assert found.words == words
    assert sentence.encode()[found.start : found.stop].decode() == words


def changed(state: bytes, at: int, *, gone: int = 0, put: str = "") -> bytes:
    """What somebody else makes of the first paragraph; counted in bytes."""
    doc = document([state])
    with transaction(doc) as txn:
        paragraph: Any = root(doc, txn).children(txn)[0]
        text = paragraph.children(txn)[0]
        if gone:
            text.remove_range(txn, at, gone)
        if put:
            text.insert(txn, at, put, iter([]))
    return encoded(doc)


def test_a_passage_follows_its_words_and_takes_in_what_is_typed_within() -> None:
    state = seed_of(said("Ici pousse le figuier."))
    passage = passage_of("Ici pousse le figuier.", "pousse le figuier")

    state = changed(state, 0, put="Oui. ")
    state = changed(state, 5 + 11, put="et fleurit ")
    found = find_passage(state, *passage)

    assert found is not None
    assert found.words == "pousse et fleurit le figuier"


def test_what_is_typed_beside_a_passage_is_not_of_it() -> None:
    state = seed_of(said("un deux trois"))
    passage = passage_of("un deux trois", "deux")

    state = changed(state, 3, put="tout de suite ")
    state = changed(state, len("un tout de suite deux"), put=" ou même")
    found = find_passage(state, *passage)

    assert found is not None
    assert found.words == "deux"


@pytest.mark.parametrize(
    ("at", "gone", "left"),
    [(3, 2, "ux"), (3, 3, "x"), (5, 2, "de"), (4, 2, "dx"), (3, 4, None), (0, 13, None)],
)
def test_of_a_passage_that_was_cut_stays_the_rest(at: int, gone: int, left: str | None) -> None:
    state = changed(seed_of(said("un deux trois")), at, gone=gone)
    found = find_passage(state, *passage_of("un deux trois", "deux"))

    assert (found.words if found else None) == left


def test_a_passage_goes_with_its_paragraph() -> None:
    state = seed_of(said("un deux trois"))
    doc = document([state])
    with transaction(doc) as txn:
        root(doc, txn).remove_range(txn, 0, 1)
        insert_nodes(root(doc, txn), txn, 0, said("un deux trois")["content"])  # type: ignore[arg-type]

    assert find_passage(encoded(doc), *passage_of("un deux trois", "deux")) is None


def test_a_passage_that_never_was_is_not_found() -> None:
    state = seed_of(said("un"))
    for first, last, client in ((90, 91, CLIENT), (0, 1, 77), (0, 0, CLIENT), (3, 2, CLIENT)):
        assert find_passage(state, *ends(first, last, client)) is None


@pytest.mark.parametrize(
    "end", [b"", b"\x00", b"\x01\x07default\x00", b"\x02\x01\x00\x00", b"\x00\x01\xff", b"\0" * 99]
)
def test_an_end_of_another_kind_is_refused(end: bytes) -> None:
    for is_first in (True, False):
        with pytest.raises(BadEndError):
            read_end(end, is_first=is_first)


def replaced(state: bytes, ends_of_it: tuple[bytes, bytes], words: str) -> bytes:
    found = find_passage(state, *ends_of_it)
    assert found is not None
    return encoded(document([state, replacing(state, found, words, client_id=4711)]))


def test_other_words_take_the_marks_of_those_they_replace() -> None:
    tree = said("Il y a ", ("trois", "bold"), " pommiers et ", ("un mûrier", "italic"), " ici.")
    state = seed_of(tree)
    whole = "Il y a trois pommiers et un mûrier ici."
    # A mark is two changes more, one at each of its ends, for the letters behind it.
    passage = ends(FIRST, FIRST + len(whole) + 3 - len(" ici."))

    found = find_passage(state, *passage)
    assert found is not None
    merged = replaced(state, passage, found.words.replace("trois", "quatre").replace("mû", "noisé"))

    expected = said(
        "Il y a ", ("quatre", "bold"), " pommiers et ", ("un noisérier", "italic"), " ici."
    )
    assert tree_of(merged) == expected


def test_what_others_type_meanwhile_beside_it_stays() -> None:
    state = seed_of(said("🌳 Été, un figuier."))
    passage = passage_of("🌳 Été, un figuier.", "un figuier")
    found = find_passage(state, *passage)
    assert found is not None
    update = replacing(state, found, "deux figuiers 🍐", client_id=4711)

    beside = changed(state, len("🌳 Été,".encode()), put=" vraiment,")
    doc = document([beside, update])

    assert tree_of(encoded(doc)) == said("🌳 Été, vraiment, deux figuiers 🍐.")


def test_the_same_words_made_twice_are_merged_once() -> None:
    state = seed_of(said("un figuier"))
    found = find_passage(state, *passage_of("un figuier", "figuier"))
    assert found is not None
    made = [replacing(state, found, "noyer", client_id=4711) for _ in range(2)]

    assert made[0] == made[1]
    assert not has_written(state, 4711)
    merged = encoded(document([state, *made]))
    assert tree_of(merged) == said("un noyer")
    assert has_written(merged, 4711)


def test_a_passage_can_be_taken_out() -> None:
    state = seed_of(said("un très grand figuier"))

    assert tree_of(replaced(state, passage_of("un très grand figuier", "très "), "")) == said(
        "un grand figuier"
    )

"""A text as a tree: what goes into the shared document comes out of it."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from openweek.writing.crdt import (
    check_v1,
    document,
    encoded,
    is_same,
    missing,
    root,
    state,
    transaction,
)
from openweek.writing.tree import appending, insert_nodes, seed_of, tree_of
from tests.writing.conftest import document as tree_with

words = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12
) | st.sampled_from(["é", "🌻👩‍👩‍👧", "שלום", "\u202e", "<b>&amp;"])
plain_values = st.none() | st.booleans() | st.integers(-(2**31), 2**31) | words
values = plain_values | st.lists(plain_values, max_size=3)
marks = st.lists(
    st.sampled_from(
        [
            {"type": "bold"},
            {"type": "italic"},
            {"type": "link", "attrs": {"href": "https://example.org/é?a=1&b=2", "rel": None}},
        ]
    ),
    max_size=3,
    unique_by=lambda mark: str(mark["type"]),
)
texts = st.builds(
    lambda said, marked: {"type": "text", "text": said, **({"marks": marked} if marked else {})},
    words,
    marks,
)
breaks = st.just({"type": "hardBreak"})
leaves = st.lists(texts | breaks, max_size=4)


def block(kind: str, content: list[dict[str, Any]], attrs: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind}
    if attrs:
        made["attrs"] = attrs
    if content:
        made["content"] = content
    return made


kinds = st.sampled_from(["paragraph", "heading", "blockquote", "bulletList", "listItem", "image"])
names = st.sampled_from(["level", "src", "alt", "colwidth", "checked"])
attributes = st.dictionaries(names, values, max_size=3)
blocks = st.recursive(
    st.builds(block, kinds, leaves, attributes),
    lambda inner: st.builds(block, kinds, st.lists(inner, max_size=3), attributes),
    max_leaves=8,
)
trees = st.builds(lambda content: {"type": "doc", "content": content}, st.lists(blocks, max_size=5))


# What the editor itself makes: each node where it may stand.
words_said = st.sampled_from(
    [
        "un",
        "été",
        "- a",
        "# b",
        "> c",
        "1. d",
        "[x] e",
        "\\ f",
        "g [h]",
        "🌻",
        "i\u00a0!",
        "*k* _l_",
    ]
)
said = st.builds(lambda text, marks: {**text, "marks": marks} if marks else text,
    st.builds(lambda words: {"type": "text", "text": words}, words_said), marks)  # fmt: skip
notes = st.builds(lambda words: {"type": "footnote", "attrs": {"text": words}}, words_said)
lines = st.lists(said | said | breaks | notes, max_size=4)
paragraphs = st.builds(lambda content: block("paragraph", content, {}), lines)
headings = st.builds(
    lambda content, level: block("heading", content, {"level": level}),
    st.lists(said | notes, max_size=3),
    st.integers(2, 4),
)
figures = st.builds(
    lambda kind, words: {"type": kind, "attrs": {"media": "m-1", "alt": words, "caption": words}},
    st.sampled_from(["image", "sound", "film"]),
    words_said,
)


def _holding(inner: Any) -> Any:
    first = st.tuples(paragraphs, st.lists(inner, max_size=2)).map(lambda two: [two[0], *two[1]])
    some = st.lists(inner, min_size=1, max_size=3)
    items = st.lists(first.map(lambda c: block("listItem", c, {})), min_size=1, max_size=3)
    tasks = st.lists(
        st.builds(lambda c, done: block("taskItem", c, {"checked": done}), first, st.booleans()),
        min_size=1, max_size=3,
    )  # fmt: skip
    cell = st.builds(
        lambda kind, c: block(kind, c, {}), st.sampled_from(["tableCell", "tableHeader"]), some
    )
    row = st.lists(cell, min_size=2, max_size=2).map(lambda cells: block("tableRow", cells, {}))
    return st.one_of(
        some.map(lambda c: block("blockquote", c, {})),
        some.map(lambda c: block("callout", c, {"kind": "tip"})),
        st.builds(
            lambda k, c: block(k, c, {}), st.sampled_from(["bulletList", "orderedList"]), items
        ),
        tasks.map(lambda c: block("taskList", c, {})),
        st.lists(row, min_size=1, max_size=3).map(lambda rows: block("table", rows, {})),
    )


written_blocks = st.recursive(
    paragraphs | headings | figures | st.just({"type": "horizontalRule"}), _holding, max_leaves=8
)
written = st.builds(
    lambda content: {"type": "doc", "content": content}, st.lists(written_blocks, max_size=5)
)


def normal(node: Any) -> Any:
    """As cowriting compares trees: without null attributes, neighbouring equal texts joined."""
    if not isinstance(node, dict):
        return node
    made = dict(node)
    if "attrs" in made:
        made["attrs"] = {name: value for name, value in made["attrs"].items() if value is not None}
        if not made["attrs"]:
            del made["attrs"]
    if "marks" in made:
        made["marks"] = sorted(made["marks"], key=lambda mark: json.dumps(mark, sort_keys=True))
    if "content" in made:
        made["content"] = joined([normal(child) for child in made["content"]])
    return made


def joined(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for node in nodes:
        last = made[-1] if made else {}
        if node["type"] == "text" == last.get("type") and node.get("marks") == last.get("marks"):
            last["text"] += node["text"]
        else:
            made.append(dict(node))
    return made


@given(trees)
def test_a_tree_comes_back_as_it_went_in(tree: dict[str, Any]) -> None:
    assert normal(tree_of(seed_of(tree))) == normal(tree)


@given(trees)
def test_a_seed_made_twice_counts_once(tree: dict[str, Any]) -> None:
    seed = seed_of(tree)
    assert tree_of(encoded(document([seed, seed_of(tree)]))) == tree_of(seed)


@given(trees)
def test_a_document_is_the_same_as_what_it_encodes(tree: dict[str, Any]) -> None:
    doc = document([seed_of(tree)])
    assert is_same(doc, document([encoded(doc)]))


def test_who_wrote_first_makes_no_difference() -> None:
    seed = seed_of(tree_with("Début."))
    for _ in range(50):  # the order of three writers in a state vector is left to chance
        updates = [appending(seed, tree_with(said)) for said in ("Un.", "Deux.", "Trois.")]
        doc = document([seed, *updates])
        assert is_same(doc, document([encoded(doc)]))


@given(trees, trees)
def test_what_says_something_else_is_not_the_same(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    seed = seed_of(one)
    more = appending(seed, other)
    changed = document([seed, more])
    assert is_same(document([seed]), changed) == (state(changed) == state(document([seed])))


@given(trees, trees)
def test_appended_blocks_follow_those_that_are_there(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    there = seed_of(first)
    together = tree_of(encoded(document([there, appending(there, second)])))
    assert together["content"] == [*tree_of(there)["content"], *tree_of(seed_of(second))["content"]]


@given(st.lists(st.tuples(st.integers(0, 3), words), min_size=1, max_size=12), st.randoms())
def test_edits_made_apart_give_one_text_in_whatever_order_they_arrive(
    edits: list[tuple[int, str]], chance: Any
) -> None:
    seed = seed_of(tree_with("Début."))
    docs = [document([seed]) for _ in range(4)]
    updates: list[list[bytes]] = [[], [], [], []]
    for writer, said in edits:
        doc = docs[writer]
        with transaction(doc) as txn:
            before = doc.get_state(txn)
            fragment = root(doc, txn)
            place = chance.randint(0, fragment.len(txn))
            insert_nodes(fragment, txn, place, tree_with(said)["content"])
            updates[writer].append(doc.get_update(txn, before))
    orders = [_interleaved(updates, chance) for _ in range(3)]
    results = [tree_of(encoded(document([seed, *order]))) for order in orders]
    assert results[0] == results[1] == results[2]
    assert len(results[0]["content"]) == len(edits) + 1


def _interleaved(updates: list[list[bytes]], chance: Any) -> list[bytes]:
    """Each writer's in order, as a line brings them; the writers' in any."""
    left = [list(each) for each in updates if each]
    mixed = []
    while left:
        each = chance.choice(left)
        mixed.append(each.pop(0))
        left = [some for some in left if some]
    return mixed


def test_a_text_in_no_block_is_not_lost() -> None:
    doc = document()
    with transaction(doc) as txn:
        root(doc, txn).insert_str(txn, 0, "perdu")
    assert tree_of(encoded(doc)) == tree_with("perdu")


def test_a_document_nested_to_exhaust_us_is_read_all_the_same() -> None:
    doc = document()
    with transaction(doc) as txn:
        inner = root(doc, txn)
        for _ in range(5000):
            inner = inner.insert_element_prelim(txn, 0, "blockquote")
    assert tree_of(encoded(doc))["content"][0]["type"] == "blockquote"


def test_an_update_without_what_it_builds_on_is_found_missing() -> None:
    doc = document([seed_of(tree_with("Un."))])
    before = state(doc)
    with transaction(doc) as txn:
        insert_nodes(root(doc, txn), txn, 1, tree_with("Deux.")["content"])
    late = encoded(doc, before)
    assert missing(late, state(document()))
    assert not missing(late, state(doc))
    with transaction(doc) as txn:
        root(doc, txn).remove_range(txn, 0, 1)
    deletion = encoded(doc, state(doc))
    check_v1(deletion)
    assert missing(deletion, state(document()))


def test_an_empty_tree_makes_an_empty_text() -> None:
    nothing = {"type": "doc", "content": []}
    assert tree_of(seed_of(nothing)) == nothing == tree_of(b"")

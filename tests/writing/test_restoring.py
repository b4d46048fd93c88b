"""What was said is said again, by those who said it; what nobody touched is not touched."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openweek.writing import crdt, restoring
from openweek.writing.authorship import Claims
from openweek.writing.differences import GONE, NEW, compared, key, sections, words_in
from openweek.writing.tree import Node, appending, insert_nodes, seed_of, tree_of
from tests.writing.conftest import document, paragraph
from tests.writing.test_authorship import AUTHORS, DEEDS, Workshop, runs

RESTORER = "p:9"


def put_back(workshop: Workshop, rows: int, part: int | None = None) -> list[tuple[str, bytes]]:
    """As the action does, but for the server."""
    now, then = workshop.state(), workshop.state(rows)
    numbers = iter(range(100_000, 200_000))
    changes = restoring.changes(
        workshop.claims, now=now, then=then, part=part, client_for=lambda _: next(numbers)
    )
    workshop.log += [(update, author or RESTORER) for author, update in changes]
    return changes


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(DEEDS),
            st.integers(0, 2),
            st.floats(0, 1, exclude_max=True),
            st.integers(1, 5),
        ),
        max_size=30,
    ),
    st.floats(0, 1),
)
def test_the_text_says_what_it_said_and_each_letter_is_still_its_authors(
    deeds: list[tuple[Any, int, float, int]], moment: float
) -> None:
    workshop = Workshop()
    for deed, who, where, how_many in deeds:
        deed(workshop, who, where, how_many)
    then = int(moment * len(workshop.log))
    wanted = workshop.claims.tree(workshop.state(then))
    put_back(workshop, then)
    claims = workshop.claims
    restored = claims.tree(workshop.state())
    assert tree_of(workshop.state()) == tree_of(workshop.state(then))
    said = [(letter, claims.keys[by]) for words, by in runs(restored) for letter in words]
    before = [(letter, claims.keys[by]) for words, by in runs(wanted) for letter in words]
    assert said == before
    assert put_back(workshop, then) == []


def blocks(*said: str) -> Node:
    """``# `` begins a title."""
    return {"type": "doc", "content": [_block(each) for each in said]}


def _block(said: str) -> Node:
    if not said.startswith("#"):
        return paragraph(said)
    marks, _, words = said.partition(" ")
    return {**paragraph(words), "type": "heading", "attrs": {"level": len(marks)}}


class Book:
    """A text whose log is made of whole states, each by another author."""

    def __init__(self, *said: str) -> None:
        self.seed = seed_of(blocks(*said))
        self.log: list[tuple[bytes, str]] = []

    def say(self, author: str, *said: str) -> "Book":
        """Put back what another text says, which is a way to write too."""
        other = Claims(seed_of(blocks(*said)))
        changes = restoring.changes(
            other, now=self.state(), then=seed_of(blocks(*said)), part=None,
            client_for=lambda _: len(self.log) * 100 + len(_) + 50,
        )  # fmt: skip
        for _, update in changes:
            self.log.append((update, author))
        return self

    def state(self, rows: int | None = None) -> bytes:
        updates = [update for update, _ in self.log[:rows]]
        return crdt.encoded(crdt.document([self.seed, *updates]))

    @property
    def claims(self) -> Claims:
        claims = Claims(self.seed)
        for update, author in self.log:
            claims.add(update, author)
        return claims

    def put_back(self, rows: int, part: int | None = None) -> list[str]:
        changes = restoring.changes(
            self.claims, now=self.state(), then=self.state(rows), part=part,
            client_for=lambda who: 7_000_000 + len(self.log) * 100 + len(who),
        )  # fmt: skip
        self.log += [(update, author or RESTORER) for author, update in changes]
        return self.said

    @property
    def said(self) -> list[str]:
        return [words_in(block) for block in tree_of(self.state())["content"]]


def test_one_section_alone_is_put_back() -> None:
    book = Book("Avant.", "## Un", "Le figuier.", "## Deux", "La menthe.", "### Plus", "Le thym.")
    assert [each.title for each in sections(tree_of(book.seed)["content"])] == [
        "", "Un", "Deux", "Plus",
    ]  # fmt: skip
    book.say("p:1", "Avant !", "## Un", "Rien.", "En plus.", "## Deux", "Rien du tout.")
    assert book.put_back(0, part=1) == [
        "Avant !", "Un", "Le figuier.", "Deux", "Rien du tout.",
    ]  # fmt: skip
    assert book.put_back(0, part=2)[3:] == ["Deux", "La menthe.", "Plus", "Le thym."]
    assert book.put_back(0, part=0)[0] == "Avant."
    with pytest.raises(restoring.NoSuchPartError):
        book.put_back(0, part=9)


def test_a_section_whose_title_is_gone_comes_back_where_it_was() -> None:
    book = Book("## Un", "Le figuier.", "## Deux", "La menthe.", "## Trois", "Le thym.")
    book.say("p:1", "## Un", "Le figuier.", "## Trois", "Le thym et le laurier.")
    assert book.put_back(0, part=2) == [
        "Un", "Le figuier.", "Deux", "La menthe.", "Trois", "Le thym et le laurier.",
    ]  # fmt: skip


def test_what_somebody_writes_meanwhile_stays() -> None:
    book = Book("Le figuier pousse.", "La menthe aussi.", "Le thym.")
    book.say("p:1", "Le figuier meurt.", "Le thym.")
    meanwhile = crdt.document([book.state()], client_id=77)
    with crdt.transaction(meanwhile) as txn:
        before = meanwhile.get_state(txn)
        last = crdt.root(meanwhile, txn).children(txn)[1].children(txn)[0]
        last.insert(txn, len("Le thym"), " citron", iter([]))
        first = crdt.root(meanwhile, txn).children(txn)[0].children(txn)[0]
        first.insert(txn, 0, "Oui. ", iter([]))
        typed = meanwhile.get_update(txn, before)
    book.put_back(0)
    book.log.append((typed, "a:2"))
    assert book.said == ["Oui. Le figuier pousse.", "La menthe aussi.", "Le thym citron."]


def test_marks_and_attributes_come_back() -> None:
    bold = {"type": "text", "text": "figuier", "marks": [{"type": "bold"}]}
    link = {"type": "link", "attrs": {"href": "https://example.org/"}}
    line = [
        {"type": "text", "text": "Le "},
        bold,
        {"type": "text", "text": " ici", "marks": [link]},
    ]
    picture = {"type": "image", "attrs": {"alt": "Un figuier", "media": "x"}}
    items = [{"type": "listItem", "content": [paragraph(each)]} for each in ("un", "deux 🌻")]
    tree = {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": line},
            picture,
            {"type": "bulletList", "content": items},
        ],
    }
    book = Book()
    book.seed = seed_of(tree)
    doc = crdt.document([book.seed], client_id=5)
    with crdt.transaction(doc) as txn:
        before = doc.get_state(txn)
        first, image, list_ = crdt.root(doc, txn).children(txn)
        words = first.children(txn)[0]
        words.format(txn, 0, 5, iter([("italic", {})]))
        words.format(txn, 3, 7, iter([("bold", None)]))
        image.insert_attribute(txn, "alt", "Autre chose")
        list_.remove_range(txn, 0, 1)
        insert_nodes(list_, txn, 1, [{"type": "listItem", "content": [paragraph("trois")]}])
        book.log.append((doc.get_update(txn, before), "p:1"))
    assert tree_of(book.state()) != tree
    book.put_back(0)
    assert tree_of(book.state()) == tree


def changed(node: Node) -> list[tuple[str, str]]:
    """What happened to which words."""
    if "text" in node:
        return [(node["change"], node["text"])] if "change" in node else []
    return [each for child in node.get("content", []) for each in changed(child)]


def test_a_comparison_tells_words_and_moves_apart_and_who_it_was() -> None:
    book = Book(
        "Le figuier pousse ici.", "La menthe est au bord du mur.", "Le thym.", "Le laurier."
    )
    book.say("p:1", "Le grand figuier pousse là.", "Le thym.", "Le laurier.", "La menthe est au bord du mur.")  # fmt: skip  # noqa: E501
    claims = book.claims
    first, *others = compared(claims.tree(book.state(0), deleted=True), claims.tree(book.state()))
    assert changed(first) == [(NEW, "grand "), (GONE, "ici"), (NEW, "là")]
    assert {claims.keys[n["by"]] for n in first["content"] if "change" in n} == {"p:1"}
    assert [node.get("change") for node in others] == ["left", None, None, "came"]


def test_a_text_compared_with_itself_has_not_changed() -> None:
    book = Book("## Un", "Le figuier.", "Le figuier.", "")
    tree = book.claims.tree(book.state())
    found = compared(tree, tree)
    assert [key(node) for node in found] == [key(node) for node in tree["content"]]
    assert not any("change" in node for node in found)


def test_add_blocks_compare_as_new() -> None:
    seed = seed_of(document("Un."))
    claims = Claims(seed)
    update = appending(seed, document("Deux."))
    claims.add(update, AUTHORS[0])
    state = crdt.encoded(crdt.document([seed, update]))
    same, new = compared(claims.tree(seed, deleted=True), claims.tree(state))
    assert (same.get("change"), new["change"], changed(new)) == (None, NEW, [(NEW, "Deux.")])

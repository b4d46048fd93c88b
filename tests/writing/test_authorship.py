"""Who wrote each letter, against a model in which every letter is another one."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openweek.writing import authorship, crdt
from openweek.writing.authorship import NOBODY, SEED, Claims, Ranges
from openweek.writing.tree import Node, appending, insert_nodes, seed_of
from tests.writing.conftest import document, paragraph

AUTHORS = ["p:1", "c:2:x", "a:3"]


def letters() -> Iterator[str]:
    """Each once: some of one byte, some of three, some that are two to a browser."""
    for number in count():
        yield chr((0x4E00, 0x1F300, 0x1D400)[number % 3] + number // 3)


def runs(node: Node) -> Iterator[tuple[str, int]]:
    """Letters alone: a run may be of spaces only, of which nobody asks whose they are."""
    said = "".join(node.get("text", "").split())
    if said:
        yield said, node["by"]
    for child in node.get("content", []):
        yield from runs(child)


class Workshop:
    """Some writers, each with a document of their own, and the log as the server keeps it."""

    def __init__(self) -> None:
        self.seed = seed_of(document("modèl🌻"))
        self.docs = [crdt.document([self.seed], client_id=n + 10) for n in range(len(AUTHORS))]
        self.log: list[tuple[bytes, str]] = []
        self.heard = [0] * len(AUTHORS)
        self.wrote: dict[str, str] = {}
        self.deleted: dict[str, set[str]] = {}
        self._letters = letters()

    def write(self, who: int, where: float, how_many: int) -> None:
        def change(text: Any, txn: Any, said: str) -> None:
            new = "".join(next(self._letters) for _ in range(how_many))
            self.wrote |= dict.fromkeys(new, AUTHORS[who])
            at = int(where * (len(said) + 1)) if said else 0
            # Spaces have no letters of their own: nobody asks whose they are.
            new = new if how_many % 2 else " ".join(new)
            text.insert(txn, len(said[:at].encode()), new, iter([]))

        self._change(who, where, change)

    def delete(self, who: int, where: float, how_many: int) -> None:
        def change(text: Any, txn: Any, said: str) -> None:
            at = int(where * len(said)) if said else 0
            gone = said[at : at + how_many]
            for letter in gone:
                self.deleted.setdefault(letter, set()).add(AUTHORS[who])
            if gone:
                text.remove_range(txn, len(said[:at].encode()), len(gone.encode()))

        self._change(who, where, change)

    def embolden(self, who: int, where: float, how_many: int) -> None:
        def change(text: Any, txn: Any, said: str) -> None:
            at = int(where * len(said)) if said else 0
            chosen = said[at : at + how_many]
            if chosen:
                start = len(said[:at].encode())
                text.format(txn, start, len(chosen.encode()), iter([("bold", {})]))

        self._change(who, where, change)

    def break_line(self, who: int, where: float, how_many: int) -> None:
        doc = self.docs[who]
        new = "".join(next(self._letters) for _ in range(how_many))
        self.wrote |= dict.fromkeys(new, AUTHORS[who])
        with crdt.transaction(doc) as txn:
            before = doc.get_state(txn)
            fragment = crdt.root(doc, txn)
            place = int(where * (fragment.len(txn) + 1))
            insert_nodes(fragment, txn, min(place, fragment.len(txn)), [paragraph(new)])
            self.log.append((doc.get_update(txn, before), AUTHORS[who]))

    def hear(self, who: int, where: float, how_many: int) -> None:
        """Only now and then, so that they write at the same time."""
        for update, _ in self.log[self.heard[who] :]:
            with crdt.transaction(self.docs[who]) as txn:
                self.docs[who].apply_update(txn, update)
        self.heard[who] = len(self.log)

    def _change(self, who: int, where: float, change: Any) -> None:
        doc = self.docs[who]
        got: list[bytes] = []
        watching = doc.observe(lambda event: got.append(event.update))
        with crdt.transaction(doc) as txn:
            blocks = crdt.root(doc, txn).children(txn)
            text = blocks[int(where * len(blocks))].children(txn)[0]
            change(text, txn, "".join(said for said, _ in text.diff(txn)))
        watching.drop()
        self.log += [(update, AUTHORS[who]) for update in got]

    def state(self, rows: int | None = None) -> bytes:
        updates = [update for update, _ in self.log[:rows]]
        return crdt.encoded(crdt.document([self.seed, *updates]))

    @property
    def claims(self) -> Claims:
        claims = Claims(self.seed)
        for update, author in self.log:
            claims.add(update, author)
        return claims


DEEDS = [Workshop.write, Workshop.delete, Workshop.embolden, Workshop.break_line, Workshop.hear]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(DEEDS),
            st.integers(0, 2),
            st.floats(0, 1, exclude_max=True),
            st.integers(1, 5),
        ),
        max_size=40,
    ),
    st.floats(0, 1),
)
def test_each_letter_has_its_author_and_each_that_is_gone_who_deleted_it(
    deeds: list[tuple[Any, int, float, int]], moment: float
) -> None:
    workshop = Workshop()
    for deed, who, where, how_many in deeds:
        deed(workshop, who, where, how_many)
    then = int(moment * len(workshop.log))
    claims = workshop.claims
    last = {letter for said, _ in runs(claims.tree(workshop.state())) for letter in said}
    for state in (workshop.state(then), workshop.state()):
        for said, by in runs(claims.tree(state)):
            assert {workshop.wrote.get(letter, SEED) for letter in said} == {claims.keys[by]}
        for said, by in runs(claims.tree(state, deleted=True)):
            for letter in said:
                assert (letter in last) == (by == NOBODY)
                if by != NOBODY:
                    assert claims.keys[by] in workshop.deleted[letter]


def test_elements_have_an_author_too() -> None:
    seed = seed_of(document("Un."))
    claims = Claims(seed)
    picture = {"type": "doc", "content": [{"type": "image", "attrs": {"alt": "Un figuier"}}]}
    update = appending(seed, picture)
    claims.add(update, "p:1")
    first, image = claims.tree(crdt.encoded(crdt.document([seed, update])))["content"]
    assert (claims.keys[first["by"]], claims.keys[image["by"]]) == (SEED, "p:1")
    assert image["attrs"] == {"alt": "Un figuier"}


@pytest.mark.parametrize("repeats", [1, 2])
def test_who_comes_first_keeps_it(repeats: int) -> None:
    ranges = Ranges()
    for _ in range(repeats):
        for start, end, whose in [(4, 6, 1), (0, 10, 2), (9, 12, 3), (2, 5, 4), (12, 13, 3)]:
            ranges.add(start, end, whose)
    assert list(ranges.within(0, 15)) == [(4, 2), (2, 1), (4, 2), (3, 3), (2, NOBODY)]
    assert list(ranges.within(5, 7)) == [(1, 1), (1, 2)]
    assert authorship.NOBODY == -1

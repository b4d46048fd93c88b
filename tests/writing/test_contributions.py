"""How much is whose: what is read from the log's beginnings is what letter by letter gives."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openweek.ground.authors import Author
from openweek.writing import crdt, queries
from openweek.writing.actions import create_text, restore_text, write_plain
from openweek.writing.actions.words import submit
from openweek.writing.models import Text
from openweek.writing.queries import contributions
from openweek.writing.tree import insert_nodes
from tests.factories.places import make_place
from tests.writing.conftest import document

pytestmark = pytest.mark.django_db

AUTHORS = [Author(name=name, passer_by=name) for name in ("Nadia", "Paul", "Zoé")]
STEPS = st.lists(
    st.tuples(st.sampled_from(AUTHORS), st.text("aé😀 \n-", min_size=1, max_size=30)),
    min_size=1,
    max_size=5,
)


def make_text() -> Text:
    return create_text(place=make_place(), title="T", language="fr", by=AUTHORS[0])


def both(text: Text) -> tuple[Any, Any]:
    saved = queries.saved_of(text)
    exact = contributions._letter_by_letter(saved)
    return queries.put_in([saved], queries.hands_in([text]))[0], dict(exact)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_both_ways_count_the_same(steps: list[tuple[Author, str]]) -> None:
    text = make_text()
    for author, body in steps:
        write_plain(text=text, by=author, body=body)
    quick, exact = both(text)

    assert quick == exact
    assert sum(part.letters for part in quick.values()) == sum(
        len(node.get("text", "")) for node in _nodes(queries.tree_of(text))
    )


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(each for child in node.get("content", []) for each in _nodes(child))]


def test_a_client_that_wrote_for_two_is_read_letter_by_letter() -> None:
    text = make_text()
    nadia, paul, _zoe = AUTHORS
    doc = crdt.document(client_id=7)
    first = _typed(doc, "de Nadia")
    second = _typed(doc, "et de Paul")
    submit(text, nadia, first)
    submit(text, paul, second)
    counted = queries.put_in([queries.saved_of(text)], queries.hands_in([text]))[0]

    assert {key: part.letters for key, part in counted.items()} == {nadia.key: 8, paul.key: 10}


def _typed(doc: Any, words: str) -> bytes:
    """One update of that very client."""
    with crdt.transaction(doc) as txn:
        before = doc.get_state(txn)
        fragment = crdt.root(doc, txn)
        insert_nodes(fragment, txn, fragment.len(txn), document(words)["content"])
        return bytes(doc.get_update(txn, before))


def test_words_that_are_put_back_are_of_who_wrote_them() -> None:
    text = make_text()
    nadia, paul, _zoe = AUTHORS
    write_plain(text=text, by=nadia, body="Les mots de Nadia.")
    mark = queries.plain_of(text).base
    write_plain(text=text, by=paul, body="Rien.")
    restore_text(text=text, mark=int(mark), base=int(queries.plain_of(text).base), by=paul)
    quick, exact = both(text)

    assert quick == exact
    assert quick[nadia.key].letters == len("Les mots de Nadia.")

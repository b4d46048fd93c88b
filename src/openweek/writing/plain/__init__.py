"""The plain-text way in: a text as lines that a form shows, and takes back.

What is not touched stays, with everything that plain text does not say.
"""

from openweek.writing.crdt import document, root, transaction
from openweek.writing.plain.merging import Merging
from openweek.writing.plain.shown import read, shown
from openweek.writing.plain.typed import tree_of_plain
from openweek.writing.tree import Node, tree_of_document

__all__ = ["plain_of", "tree_of_plain", "update_for"]


def plain_of(tree: Node) -> str:
    return "\n\n".join(text for node in tree["content"] if (text := shown(node).text))


def update_for(state: bytes, body: str, *, client_id: int | None = None) -> bytes:
    """The update by which somebody who saw that state makes it say ``body``; empty for no change.

    With the same ``client_id``, the same call gives the same bytes, which merge only once.

    It touches only what differs, word by word inside a paragraph, so that it merges with what
    others write meanwhile, and bold words or links beside a correction stay.
    """
    doc = document([state], client_id=client_id)
    old = [shown(node) for node in tree_of_document(doc)["content"]]
    new = [read(node) for node in tree_of_plain(body)["content"]]
    with transaction(doc) as txn:
        before = doc.get_state(txn)
        deleted_before = doc.get_update(txn, before)
        Merging(txn, old).merge(root(doc, txn), old, new)
        update = doc.get_update(txn, before)
    return b"" if update == deleted_before else update

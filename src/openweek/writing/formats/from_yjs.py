"""A Yjs update, of its first version, as it is."""

from openweek.writing.crdt import (
    FIELD,
    BadUpdateError,
    BrokenDocumentError,
    check_v1,
    document,
    encoded,
    missing,
    state,
)
from openweek.writing.formats.from_json import UnreadableError
from openweek.writing.tree import tree_of_document


def checked_update(content: bytes, present: bytes = b"") -> bytes:
    """The update, once it has been read: whole, and with something in it.

    ``present`` is the text that it is to be merged into, as an update, if there is one.
    """
    if not content:
        raise UnreadableError("This is no Yjs update: it is empty.")
    try:
        check_v1(content)
        doc = document([present, content])
        told = encoded(document([content]))
    except (BadUpdateError, BrokenDocumentError) as broken:
        raise UnreadableError(f"This is no Yjs update of version 1: {broken}") from broken
    if missing(content, state(doc)):
        raise UnreadableError("This update builds on changes that are neither in it nor here.")
    if not tree_of_document(doc)["content"] and told:
        raise UnreadableError(
            f"There is nothing in the field “{FIELD}”, under which Tiptap keeps a text."
        )
    return content

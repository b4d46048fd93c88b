"""Words that come in without an editor: by a form, a command, a restore."""

import hashlib
from typing import Any

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.writing import plain
from openweek.writing import tree as trees
from openweek.writing.log import gateway, reading
from openweek.writing.models import Text


class TextIsFrozenError(Exception):
    """Nothing can be written there any more."""


class TextIsFullError(TextIsFrozenError):
    """It holds as much as a text may."""


def write_plain(*, text: Text, by: Author, body: str, base: str = "") -> None:
    """Write without the editor: what changed in ``body`` is merged like any writer's edit.

    ``base`` is the mark that :func:`openweek.writing.queries.plain_of` gave with the body that
    the form showed; without one, the present text counts as what was shown. Paragraphs that
    others changed meanwhile and this writer did not touch stay as the others made them. The same
    form sent twice is merged once.
    """
    state = reading.state_of(text, mark=base)
    told = "\0".join((str(text.pk), by.key, base, body)).encode()
    client_id = int.from_bytes(hashlib.sha256(told).digest()[:4]) >> 1 or None
    submit(text, by, plain.update_for(state, body, client_id=client_id))


def add_blocks(*, text: Text, by: Author, tree: dict[str, Any]) -> None:
    """Put the blocks of a Tiptap document after what is already written.

    As with all words: the text itself must have been committed, since the live process looks
    for it in the database.
    """
    submit(text, by, trees.appending(reading.state_of(text), tree))


def submit(text: Text, by: Author, update: bytes) -> None:
    """The words are durable before the event says so; a failed event takes no words back."""
    if not update:
        return
    send(text, by, update)
    with transaction.atomic():
        events.record("writing.text_written", by=by, subject=text, place_id=text.place_id)


def send(text: Text, by: Author, update: bytes) -> None:
    """The words alone, as part of a greater deed that records its own event afterwards."""
    try:
        gateway.submit(text, update, by)
    except gateway.FullError as full:
        raise TextIsFullError(text.title) from full
    except gateway.FrozenError as frozen:
        raise TextIsFrozenError(text.title) from frozen

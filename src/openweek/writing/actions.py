"""Every change to a text, its rights and its words."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Capability, Person, Place
from openweek.writing import plain
from openweek.writing import tree as trees
from openweek.writing.log import gateway, reading
from openweek.writing.models import Grant, Level, Text


class TextIsFrozenError(Exception):
    """Nothing can be written there any more."""


@transaction.atomic
def create_text(
    *,
    place: Place,
    title: str,
    language: str,
    by: Author,
    tree: dict[str, Any] | None = None,
    closes_at: datetime | None = None,
    prompts: Iterable[str] = (),
    home: str = "",
    home_title: str = "",
) -> Text:
    """``tree`` is what everybody finds there at first, as a Tiptap document.

    ``prompts`` are shown beside it, and ``home`` is the address of the page that it belongs to.
    """
    text = Text.objects.create(
        place=place,
        title=title,
        language=language,
        seed=trees.seed_of(tree) if tree else b"",
        created_at=clock.now(),
        closes_at=closes_at,
        prompts=list(prompts),
        home=home,
        home_title=home_title,
    )
    events.record("writing.text_created", by=by, subject=text, place_id=place.pk)
    return text


@transaction.atomic
def grant(
    *,
    text: Text,
    level: str,
    by: Author,
    person: Person | None = None,
    capability: Capability | None = None,
    role: str = "",
) -> Grant:
    """Give a right to one of person, capability, role; giving it again changes its level."""
    given, _ = Grant.objects.update_or_create(
        text=text,
        person=person,
        capability=capability,
        role=role,
        defaults={"level": Level(level)},
    )
    events.record(
        "writing.right_granted",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"level": level, "role": role, "grant": given.pk},
    )
    return given


@transaction.atomic
def revoke_grant(*, grant: Grant, by: Author) -> None:
    """Take a right back, also from those who hold a pen this very moment."""
    text = grant.text
    events.record(
        "writing.right_revoked",
        by=by,
        subject=text,
        place_id=text.place_id,
        data={"level": grant.level, "role": grant.role, "grant": grant.pk},
    )
    grant.delete()
    transaction.on_commit(partial(gateway.revoke, str(text.pk)), robust=True)


@transaction.atomic
def set_closing(*, text: Text, closes_at: datetime | None, by: Author) -> None:
    """Say until when it can be written; the live server keeps to it by itself."""
    text.closes_at = closes_at
    text.save(update_fields=["closes_at"])
    events.record("writing.closing_set", by=by, subject=text, place_id=text.place_id)
    transaction.on_commit(partial(gateway.refresh, [str(text.pk)]), robust=True)


@transaction.atomic
def freeze_texts(*, texts: Iterable[Text], by: Author) -> None:
    """Nobody writes there any more, from now on.

    When it returns, all that anybody was told is saved, and all that the live server had
    accepted, can be read with :func:`openweek.writing.queries.tree_of`, also within the same
    transaction; nothing is accepted after that. Texts frozen already stay as they are.
    """
    texts = list(texts)
    chosen = sorted({str(text.pk) for text in texts})
    gateway.hold(chosen)
    now = clock.now()
    for text in Text.objects.select_for_update().filter(pk__in=chosen, frozen_at=None):
        text.frozen_at = now
        text.save(update_fields=["frozen_at"])
        events.record("writing.text_frozen", by=by, subject=text, place_id=text.place_id)
    for text in texts:
        text.refresh_from_db(fields=["frozen_at"])
    transaction.on_commit(partial(gateway.refresh, chosen), robust=True)


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
    _submit(text, by, plain.update_for(state, body, client_id=client_id))


def add_blocks(*, text: Text, by: Author, tree: dict[str, Any]) -> None:
    """Put the blocks of a Tiptap document after what is already written.

    As with all words: the text itself must have been committed, since the live process looks
    for it in the database.
    """
    _submit(text, by, trees.appending(reading.state_of(text), tree))


def _submit(text: Text, by: Author, update: bytes) -> None:
    """The words are durable before the event says so; a failed event takes no words back."""
    if not update:
        return
    try:
        gateway.submit(text, update, by)
    except gateway.FrozenError as frozen:
        raise TextIsFrozenError(text.title) from frozen
    with transaction.atomic():
        events.record("writing.text_written", by=by, subject=text, place_id=text.place_id)

"""Texts begin, close and are frozen."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.place.models import Place
from openweek.writing import tree as trees
from openweek.writing.log import gateway
from openweek.writing.models import Text
from openweek.writing.rules import may_be_reopened


class ClosedForGoodError(Exception):
    """Its moment has come: what was written is in a book, or will be in an instant."""


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
    rows = Text.objects.select_for_update().filter(pk__in=chosen, frozen_at=None)
    fresh = list(rows.only("pk", "place_id"))
    Text.objects.filter(pk__in=[text.pk for text in fresh]).update(frozen_at=now)
    for place_id in {text.place_id for text in fresh}:
        there = [text for text in fresh if text.place_id == place_id]
        events.record_each("writing.text_frozen", by=by, subjects=there, place_id=place_id)
    frozen = dict(Text.objects.filter(pk__in=chosen).values_list("pk", "frozen_at"))
    for text in texts:
        text.frozen_at = frozen[text.pk]
    transaction.on_commit(partial(gateway.refresh, chosen), robust=True)


@transaction.atomic
def reopen_text(*, text: Text, by: Author) -> None:
    """Pens again, after somebody had put them down too early. Raises ClosedForGoodError."""
    text = Text.objects.select_for_update().get(pk=text.pk)
    if not may_be_reopened(text):
        raise ClosedForGoodError(text.title)
    if text.frozen_at is None:
        return
    text.frozen_at = None
    text.save(update_fields=["frozen_at"])
    events.record("writing.text_reopened", by=by, subject=text, place_id=text.place_id)
    transaction.on_commit(partial(gateway.refresh, [str(text.pk)]), robust=True)


@transaction.atomic
def move_closing(*, texts: Iterable[Text], closes_at: datetime, by: Author) -> None:
    """The same moment for many: pens go on until then, in pages that are open too.

    What somebody froze by hand stays frozen.
    """
    chosen = [str(text.pk) for text in texts]
    rows = Text.objects.select_for_update().filter(pk__in=chosen).exclude(closes_at=closes_at)
    moved = list(rows.only("pk", "place_id"))
    Text.objects.filter(pk__in=[text.pk for text in moved]).update(closes_at=closes_at)
    for place_id in {text.place_id for text in moved}:
        there = [text for text in moved if text.place_id == place_id]
        events.record_each("writing.closing_set", by=by, subjects=there, place_id=place_id)
    transaction.on_commit(partial(gateway.refresh, chosen), robust=True)


@transaction.atomic
def reopen_texts(*, texts: Iterable[Text], by: Author) -> None:
    """Pens again, without an end, in what was closed for good and is kept elsewhere as it was.

    For who carries a book on once it is published; what was published does not change.
    """
    chosen = [str(text.pk) for text in texts]
    for text in Text.objects.select_for_update().filter(pk__in=chosen):
        if text.frozen_at is None and text.closes_at is None:
            continue
        text.frozen_at = text.closes_at = None
        text.save(update_fields=["frozen_at", "closes_at"])
        events.record("writing.text_reopened", by=by, subject=text, place_id=text.place_id)
    transaction.on_commit(partial(gateway.refresh, chosen), robust=True)

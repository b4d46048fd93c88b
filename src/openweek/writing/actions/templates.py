"""A text follows the template that it was begun from; nobody touches what is written in it."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.writing.actions.rights import grant
from openweek.writing.log import gateway, reading
from openweek.writing.models import Grant, Level, Text
from openweek.writing.queries.rights import SHARED_LINK
from openweek.writing.rules import ORDER


class TextIsWrittenError(Exception):
    """Somebody wrote, drew or said something there."""


@transaction.atomic
def prompt_text(*, text: Text, title: str, prompts: Iterable[str], by: Author) -> None:
    """Another title and other questions beside the same words."""
    asked = list(prompts)
    if (text.title, text.prompts) == (title, asked):
        return
    text.title, text.prompts = title, asked
    text.save(update_fields=["title", "prompts"])
    events.record("writing.text_prompted", by=by, subject=text, place_id=text.place_id)


@transaction.atomic
def grant_alike(*, text: Text, siblings: Sequence[Text], by: Author) -> None:
    """Whoever has a right on all of those has it on this one too: the least that they have there.

    The links that were made to share one text open that one only.
    """
    given = [_rights_on(sibling) for sibling in siblings]
    for holder in set.intersection(*map(set, given)) if given else ():
        held = [rights[holder] for rights in given]
        least = min(held, key=lambda each: ORDER.index(Level(each.level)))
        grant(
            text=text,
            level=least.level,
            by=by,
            person=least.person,
            capability=least.capability,
            role=least.role,
        )


def _rights_on(text: Text) -> dict[tuple[int | None, int | None, str], Grant]:
    rows = text.grants.select_related("person", "capability").order_by("pk")
    return {
        (row.person_id, row.capability_id, row.role): row
        for row in rows
        if row.capability is None or row.capability.kind != SHARED_LINK
    }


@transaction.atomic
def drop_text(*, text: Text, by: Author) -> None:
    """Do away with a text in which nothing was ever written; who has it open is sent away.

    Raises :class:`TextIsWrittenError` for any other, be all its words deleted since: its past can
    still be read. Pens are held while it is looked at, so that no word comes in between.
    """
    _refuse_written(text)
    gateway.hold([str(text.pk)])
    try:
        _refuse_written(text)
    except TextIsWrittenError:
        gateway.refresh([str(text.pk)])
        raise
    events.record("writing.text_dropped", by=by, subject=text, place_id=text.place_id)
    transaction.on_commit(partial(gateway.revoke, str(text.pk)), robust=True)
    text.delete()


def _refuse_written(text: Text) -> None:
    is_written = (
        bool(text.seed)
        or reading.parts_of(text)
        or text.media.exists()
        or text.threads.exists()
        or text.branches.exists()
    )
    if is_written:
        raise TextIsWrittenError(text.title)

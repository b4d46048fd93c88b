"""What is said of a picture, sound or film: whose it is, and who agreed to be in it."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from openweek.ground import events
from openweek.ground.authors import Author
from openweek.writing import tree as trees
from openweek.writing.actions.words import TextIsFrozenError, send
from openweek.writing.log import reading
from openweek.writing.models import Consent, Media
from openweek.writing.rules import is_frozen

_ALT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class About:
    """``credit`` and ``licence`` are empty for who put it in and for the licence of the book."""

    is_decorative: bool = False
    credit: str = ""
    licence: str = ""
    consent: str = Consent.NOBODY
    consent_said: str = ""


def note(media: Media, about: About) -> None:
    """On the row, not saved yet."""
    for each in fields(About):
        setattr(media, each.name, getattr(about, each.name))


def change_media(
    *,
    media: Media,
    about: About,
    by: Author,
    alt: str | None = None,
    said: dict[str, Any] | None = None,
) -> None:
    """Say otherwise whose it is, and who agreed; ``alt`` too, of which the row keeps the beginning.

    ``said`` are attributes of its node, ``alt`` or ``words``, ``caption``, ``decorative``: they
    change wherever it stands in the text, as any writer's edit. The words are durable before the
    row and the event are: were those to fail, the form sent again changes what is left. Raises
    TextIsFrozenError.
    """
    text = media.text
    if is_frozen(text):
        raise TextIsFrozenError(text.title)
    update = b""
    if said:
        update = trees.renaming(reading.state_of(text), ("media", str(media.pk)), said)
    if update:
        send(text, by, update)
    _note(media, about, alt, by=by, is_written=bool(update))


@transaction.atomic
def _note(media: Media, about: About, alt: str | None, *, by: Author, is_written: bool) -> None:
    text = media.text
    note(media, about)
    if alt is not None:
        media.alt = alt[:_ALT_LENGTH]
    media.save(update_fields=["alt", *(each.name for each in fields(About))])
    data = {"media": str(media.pk), "text": is_written}
    events.record("writing.media_changed", by=by, subject=text, place_id=text.place_id, data=data)

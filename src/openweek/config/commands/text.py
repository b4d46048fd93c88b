"""Texts out to a file and in from one, in the formats of others."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.urls import reverse

from openweek.ground.authors import SOFTWARE
from openweek.ground.text import clean_line
from openweek.place.models import Place
from openweek.writing import actions, formats
from openweek.writing.actions.words import submit
from openweek.writing.crdt import BrokenDocumentError
from openweek.writing.formats import UnreadableError
from openweek.writing.html import Recording
from openweek.writing.log.gateway import LiveTroubleError
from openweek.writing.log.reading import state_of
from openweek.writing.models import Grant, Level, Text
from openweek.writing.tree import tree_of

FORMATS = ["json", "html", "md", "yjs"]
_BY_ENDING = {".json": "json", ".html": "html", ".htm": "html", ".md": "md", ".yjs": "yjs"}
_MEDIA = re.compile(r"/media/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$")
_TITLE_LENGTH = 200


def format_of(named: str | None, file: str) -> str:
    """As said, or as the file's name ends."""
    found = named or _BY_ENDING.get(Path(file).suffix.lower())
    if found is None:
        raise click.UsageError(f"Say which format it is: --format {'|'.join(FORMATS)}.")
    return found


# --- out ----------------------------------------------------------------------------------


def export_text(*, text_id: str, file_format: str, at: str | None) -> bytes:
    text = _text(text_id)
    moment = _moment(text, at) if at else None
    try:
        state = state_of(text, at=moment)
        return _WRITERS[file_format](text, state)
    except BrokenDocumentError as broken:
        raise click.ClickException(f"This text cannot be read: {broken}") from broken


def _text(text_id: str) -> Text:
    try:
        found = Text.objects.select_related("place").filter(pk=uuid.UUID(text_id)).first()
    except ValueError as wrong:
        raise click.ClickException(
            f"{text_id!r} is no number of a text; it stands in its address, after /texts/."
        ) from wrong
    if found is None:
        raise click.ClickException(f"There is no text {text_id} here.")
    return found


def _moment(text: Text, said: str) -> datetime:
    """Where nothing else is said it is the time of the place; a day means its end."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        try:
            moment = datetime.fromisoformat(said)
        except ValueError as wrong:
            raise click.BadParameter(
                f"{said!r} is no moment. Say 2012-03-21, or 2012-03-21T16:30.", param_hint="--at"
            ) from wrong
    else:
        moment = datetime.combine(day, time.max)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=text.place.zone)
    if moment < text.created_at:
        begun = text.created_at.astimezone(text.place.zone).isoformat(" ", "minutes")
        raise click.BadParameter(f"This text began only on {begun}.", param_hint="--at")
    return moment.astimezone(UTC)


def _json(text: Text, state: bytes) -> bytes:
    return (json.dumps(tree_of(state), ensure_ascii=False, indent=1) + "\n").encode()


def _html(text: Text, state: bytes) -> bytes:
    kinds = {str(media.pk): media.content_type for media in text.media.all()}

    def recording_of(media: str) -> Recording | None:
        known = kinds.get(media, "")
        return Recording(_address_of(text)(media), known) if known else None

    return formats.page_of(
        tree_of(state),
        title=text.title,
        language=text.language,
        image_url=_address_of(text),
        recording_of=recording_of,
    ).encode()


def _markdown(text: Text, state: bytes) -> bytes:
    words = formats.markdown_of(
        tree_of(state), address_of=_address_of(text), language=text.language
    )
    return words.encode()


def _yjs(text: Text, state: bytes) -> bytes:
    return state


_WRITERS = {"json": _json, "html": _html, "md": _markdown, "yjs": _yjs}


def _address_of(text: Text) -> Callable[[str], str]:
    known = {str(pk) for pk in text.media.values_list("pk", flat=True)}

    def address_of(media: str) -> str:
        if media not in known:
            return ""
        return str(settings.OPENWEEK_URL) + reverse("media", args=[text.pk, media])

    return address_of


# --- in -----------------------------------------------------------------------------------


def import_text(
    *, content: bytes, file_format: str, place_slug: str, title: str, language: str, into: str
) -> Text:
    """A new text that the concierges of the place manage, or more words in one that is there."""
    place = Place.objects.filter(slug=place_slug).first()
    if place is None:
        known = ", ".join(Place.objects.values_list("slug", flat=True)) or "—"
        raise click.ClickException(f"No place {place_slug!r} here. There are: {known}")
    text = _text(into) if into else None
    if text is not None and text.place_id != place.pk:
        raise click.ClickException(f"The text {into} is not one of {place.name}.")
    try:
        update, tree = _read(content, file_format, text)
        text = text or _begun(place, title, language)
        if tree is None:
            submit(text, SOFTWARE, update)
        else:
            actions.add_blocks(text=text, by=SOFTWARE, tree=tree)
    except UnreadableError as unreadable:
        raise click.ClickException(str(unreadable)) from unreadable
    except actions.TextIsFrozenError as frozen:
        raise click.ClickException("This text is closed: nothing can be added to it.") from frozen
    except (LiveTroubleError, BrokenDocumentError) as trouble:
        raise click.ClickException(f"It could not be written: {trouble}") from trouble
    return text


def _read(
    content: bytes, file_format: str, text: Text | None
) -> tuple[bytes, dict[str, Any] | None]:
    """Before anything is written: an update, or a tree."""
    if file_format == "yjs":
        return formats.checked_update(content, state_of(text) if text else b""), None
    if file_format == "json":
        return b"", formats.tree_of_json(content)
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableError("It is not in UTF-8.") from wrong
    own = {str(pk) for pk in text.media.values_list("pk", flat=True)} if text else set()

    def media_of(address: str) -> str:
        found = _MEDIA.search(address)
        return found[1] if found and found[1] in own else ""

    reader = formats.tree_of_html if file_format == "html" else formats.tree_of_markdown
    return b"", reader(words, media_of=media_of)


def _begun(place: Place, title: str, language: str) -> Text:
    text = actions.create_text(
        place=place,
        title=clean_line(title)[:_TITLE_LENGTH] or "—",
        language=language or place.language,
        by=SOFTWARE,
    )
    actions.grant(text=text, level=Level.MANAGE, by=SOFTWARE, role=Grant.Role.CONCIERGE)
    return text

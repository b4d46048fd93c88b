"""Pictures, sound and film: known by their content, never by their name, and kept.

What is kept of a picture is never what was sent, but a WebP of our own: no EXIF, no second
meaning. Sound and film stay as they are (see ``recordings.py``).
"""

import errno
import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.files import write_whole
from openweek.ground.text import clean_line, clean_prose
from openweek.writing import recordings
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.models import Media, Text
from openweek.writing.rules import is_frozen

MOST_BYTES = 12 * 1024 * 1024
MOST_PER_TEXT = 300
MOST_RECORDINGS_PER_TEXT = 20
LARGEST_SIDE = 1600
# A JPEG is made smaller while it is decoded; the others take all of their pixels' memory.
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 30_000_000, "WEBP": 30_000_000, "AVIF": 30_000_000}
CONTENT_TYPE = "image/webp"
_QUALITY = 82
_ALT_LENGTH = 500
_FULL = {errno.ENOSPC, errno.EDQUOT}

# One at a time: four large pictures at once would take a small machine's memory.
_decoding = threading.BoundedSemaphore(1)


class MediaRefusedError(Exception):
    """Not taken; the message says to the person what to do."""


@dataclass(frozen=True, slots=True)
class _Picture:
    content: bytes
    width: int
    height: int


def add_media(*, text: Text, by: Author, file: "File[bytes]", alt: str) -> Media:
    """The same file put twice into one text is kept once.

    ``alt`` says what is seen or heard; the row keeps its beginning, the text all of it.
    """
    if is_frozen(text):
        raise TextIsFrozenError(text.title)
    found = _recording_in(file)
    if not clean_line(alt):
        raise MediaRefusedError(
            _("Say in a few words what is seen or heard.")
            if found
            else _("Say in a few words what the picture shows.")
        )
    made = _kept(text, file, found)
    made.alt = clean_line(alt)[:_ALT_LENGTH]
    made.author_name = by.name[:200]
    made.author_key = by.key
    made.uploaded_at = clock.now()
    return _noted(made, by)


def words_for(media: Media, alt: str) -> str:
    """As they go into the text: one line for a picture, as many as it takes for the others."""
    return clean_line(alt) if media.kind == "image" else clean_prose(alt)


def _recording_in(file: "File[bytes]") -> recordings.Found | None:
    try:
        return recordings.recognised(file, file.size or 0)
    except recordings.UnfinishedError as unfinished:
        raise MediaRefusedError(
            _("This recording is not whole: its end is missing. Send it again from the device.")
        ) from unfinished


def _kept(text: Text, file: "File[bytes]", found: recordings.Found | None) -> Media:
    """Its file is on the disk, its row not yet."""
    try:
        return _recording(text, file, found) if found else _picture(text, file)
    except OSError as trouble:
        if trouble.errno not in _FULL:
            raise
        raise MediaRefusedError(
            _(
                "The disk of this server is full: nothing more can be kept for the moment. Your "
                "file is still on your device; tell whoever looks after this place."
            )
        ) from trouble


def _picture(text: Text, file: "File[bytes]") -> Media:
    picture = _remade(file)
    digest = hashlib.sha256(picture.content).hexdigest()
    name = f"texts/{text.pk}/{digest}.webp"
    write_whole(Path(settings.MEDIA_ROOT) / name, picture.content)
    return Media(
        text=text, digest=digest, content_type=CONTENT_TYPE, file=name,
        width=picture.width, height=picture.height,
    )  # fmt: skip


def _recording(text: Text, file: "File[bytes]", found: recordings.Found) -> Media:
    most = settings.OPENWEEK_FILM_MB if found.is_film else settings.OPENWEEK_SOUND_MB
    if (file.size or 0) > most * 1024 * 1024:
        told = {"size": (file.size or 0) / 1024 / 1024, "most": most}
        raise MediaRefusedError(
            _("This film weighs %(size).0f MB; at most %(most)d MB fit here. Send a shorter one.")
            % told
            if found.is_film
            else _(
                "This sound weighs %(size).0f MB; at most %(most)d MB fit here. Send a shorter one."
            )
            % told
        )
    if text.media.filter(width=0).count() >= MOST_RECORDINGS_PER_TEXT:
        raise MediaRefusedError(
            _("This text holds %(count)d sounds and films already, as many as it can.")
            % {"count": MOST_RECORDINGS_PER_TEXT}
        )
    root = Path(settings.MEDIA_ROOT)
    kept = recordings.keep(file, found, root / f"texts/{text.pk}", root)
    return Media(
        text=text, digest=kept.digest, content_type=found.content_type, file=kept.file,
        width=0, height=0,
    )  # fmt: skip


@transaction.atomic
def _noted(made: Media, by: Author) -> Media:
    """The file is there already: a row never names one that is not."""
    text = made.text
    known = Media.objects.filter(text=text, digest=made.digest).first()
    if known is None and Media.objects.filter(text=text).count() >= MOST_PER_TEXT:
        raise MediaRefusedError(
            _("This text holds %(count)d pictures and recordings already, as many as it can.")
            % {"count": MOST_PER_TEXT}
        )
    if known is None:
        made.save(force_insert=True)
    media = known or made
    data = {"media": str(media.pk)}
    events.record("writing.media_added", by=by, subject=text, place_id=text.place_id, data=data)
    return media


def _remade(file: "File[bytes]") -> _Picture:
    if (file.size or 0) > MOST_BYTES:
        raise MediaRefusedError(
            _(
                "This picture weighs %(size).0f MB; at most %(most)d MB fit here. "
                "Send a smaller one."
            )
            % {"size": (file.size or 0) / 1024 / 1024, "most": MOST_BYTES // 1024 // 1024}
        )
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    with _decoding:
        try:
            return _decoded(content)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise MediaRefusedError(_too_many_pixels()) from bomb
        except (OSError, SyntaxError, ValueError, EOFError) as broken:
            raise MediaRefusedError(
                _(
                    "We could not read this as a picture, sound or film. Photographs and drawings "
                    "in JPEG, PNG, WebP or AVIF are taken; not SVG, GIF or HEIC. Sound may be "
                    "MP3, M4A, Ogg, WAV or FLAC, film MP4 or WebM."
                )
            ) from broken


def _decoded(content: bytes) -> _Picture:
    """Opening reads only the head: the pixels are counted before any of them is made."""
    with Image.open(BytesIO(content), formats=list(MOST_PIXELS)) as opened:
        if opened.width * opened.height > MOST_PIXELS[str(opened.format)]:
            raise MediaRefusedError(_too_many_pixels())
        opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        profile = opened.info.get("icc_profile")  # without it wide colours would turn pale
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        plain.info.clear()
        made = BytesIO()
        plain.save(made, "WEBP", quality=_QUALITY, icc_profile=profile or b"")
        return _Picture(made.getvalue(), plain.width, plain.height)


def _too_many_pixels() -> str:
    return _("This picture has too many pixels for us. Make it smaller, then send it again.")

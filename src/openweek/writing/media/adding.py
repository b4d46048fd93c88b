"""A file becomes a picture, sound or film of a text: known by its content, kept, then noted."""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import Author
from openweek.ground.text import clean_line, clean_prose
from openweek.place.models import Place
from openweek.writing import recordings
from openweek.writing.actions import uploads
from openweek.writing.actions.media import About, note
from openweek.writing.actions.words import TextIsFrozenError
from openweek.writing.media import parts, pictures
from openweek.writing.media.limits import (
    MOST_BYTES,
    MOST_PER_TEXT,
    MOST_RECORDINGS_PER_TEXT,
    check_room,
    refuse_weight,
)
from openweek.writing.media.refusals import MediaRefusedError, NotOursError
from openweek.writing.models import Media, Text, Upload
from openweek.writing.rules import is_frozen

_ALT_LENGTH = 500
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class _Said:
    """Whereto, by whom, and what was said of it."""

    text: Text
    by: Author
    alt: str
    about: About | None


def add_media(
    *,
    text: Text,
    by: Author,
    file: "File[bytes] | None" = None,
    upload: Upload | None = None,
    alt: str = "",
    about: About | None = None,
) -> Media:
    """The same file put twice into one text is kept once, and the same upload taken once.

    ``alt`` says what is seen or heard; the row keeps its beginning, the text all of it. Without
    ``about`` it is of who puts it in, under the licence of the book, with nobody to be recognised.
    Raises MediaRefusedError, in words, and TextIsFrozenError.
    """
    said = _Said(text, by, alt, about)
    if upload is not None:
        return _add_upload(said, upload)
    if file is None:
        raise NotOursError(_("Choose a file."))
    return _add(said, file)


def words_for(media: Media, alt: str) -> str:
    """As they go into the text: one line for a picture, as many as it takes for the others."""
    return clean_line(alt) if media.kind == "image" else clean_prose(alt)


def full_disk() -> str:
    return _(
        "The disk of this server is full: nothing more can be kept for the moment. Your "
        "file is still on your device; tell whoever looks after this place."
    )


def is_full(trouble: OSError) -> bool:
    return trouble.errno in _FULL


def _add_upload(said: _Said, upload: Upload) -> Media:
    """What will never fit is dropped at once; what lacks words or room may be tried again."""
    with parts.held(upload.pk) as whole:
        row = Upload.objects.filter(pk=upload.pk, text=said.text).first()
        if row is None:
            parts.forget(upload.pk)
            raise uploads.GoneError
        if row.size == uploads.TAKEN:
            parts.forget(upload.pk)
            return Media.objects.get(pk=row.told["media"])
        if parts.here(row.pk, row.offset) < row.size:
            raise MediaRefusedError(_("This file is not all here yet. Choose it again to go on."))
        whole.truncate(row.size)
        try:
            made = _add(said, _Whole(whole, row.size), row)
        except NotOursError:
            uploads.give_up_upload(upload=row, by=said.by)
            raise
        parts.forget(upload.pk)
        return made


class _Whole(File):  # type: ignore[type-arg]  # none at run time
    """A file of which no more counts than was announced."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__(file, "")
        self.size = size


def _add(said: _Said, file: "File[bytes]", upload: Upload | None = None) -> Media:
    text, by = said.text, said.by
    if is_frozen(text):
        raise TextIsFrozenError(text.title)
    found = _recording_in(file)
    _ask_for_words(found, said.alt, said.about)
    made = _kept(text, file, found)
    made.alt = clean_line(said.alt)[:_ALT_LENGTH]
    made.author_name = by.name[:200]
    made.author_key = by.key
    made.uploaded_at = clock.now()
    try:
        return _noted(made, by, said.about, upload)
    except MediaRefusedError:
        if not Media.objects.filter(text=text, digest=made.digest).exists():
            for path in pictures.files_of(made.file, made.sizes):
                path.unlink(missing_ok=True)
        raise


def _ask_for_words(found: recordings.Found | None, alt: str, about: About | None) -> None:
    if clean_line(alt):
        return
    if found:
        raise MediaRefusedError(_("Say in a few words what is seen or heard."))
    if about is None or not about.is_decorative:
        raise MediaRefusedError(_("Say in a few words what the picture shows."))


def _recording_in(file: "File[bytes]") -> recordings.Found | None:
    try:
        return recordings.recognised(file, file.size or 0)
    except recordings.UnfinishedError as unfinished:
        raise NotOursError(
            _("This recording is not whole: its end is missing. Send it again from the device.")
        ) from unfinished


def _kept(text: Text, file: "File[bytes]", found: recordings.Found | None) -> Media:
    """Its files are on the disk, its row not yet."""
    try:
        return _recording(text, file, found) if found else _picture(text, file)
    except OSError as trouble:
        if not is_full(trouble):
            raise
        raise MediaRefusedError(full_disk()) from trouble


def _picture(text: Text, file: "File[bytes]") -> Media:
    refuse_weight(file.size or 0, "image")
    file.seek(0)
    kept = pictures.keep(file.read(MOST_BYTES + 1), f"texts/{text.pk}")
    return Media(
        text=text, digest=kept.digest, content_type=pictures.CONTENT_TYPE, file=kept.file,
        width=kept.width, height=kept.height, sizes=kept.sizes, size=kept.size,
    )  # fmt: skip


def _recording(text: Text, file: "File[bytes]", found: recordings.Found) -> Media:
    refuse_weight(file.size or 0, "film" if found.is_film else "sound")
    if text.media.filter(width=0).count() >= MOST_RECORDINGS_PER_TEXT:
        raise MediaRefusedError(
            _("This text holds %(count)d sounds and films already, as many as it can.")
            % {"count": MOST_RECORDINGS_PER_TEXT}
        )
    root = Path(settings.MEDIA_ROOT)
    kept = recordings.keep(file, found, root / f"texts/{text.pk}", root)
    return Media(
        text=text, digest=kept.digest, content_type=found.content_type, file=kept.file,
        width=0, height=0, size=file.size or 0,
    )  # fmt: skip


@transaction.atomic
def _noted(made: Media, by: Author, about: About | None, upload: Upload | None) -> Media:
    """The files are there already: a row never names one that is not."""
    text = made.text
    Place.objects.select_for_update().get(pk=text.place_id)
    media = Media.objects.filter(text=text, digest=made.digest).first()
    if media is None:
        if Media.objects.filter(text=text).count() >= MOST_PER_TEXT:
            raise MediaRefusedError(
                _("This text holds %(count)d pictures and recordings already, as many as it can.")
                % {"count": MOST_PER_TEXT}
            )
        # Room was kept for an upload since it began.
        check_room(text.place_id, max(made.size - (upload.size if upload else 0), 0))
        media = made
    if about is not None:
        note(media, about)
    media.save()
    if upload is not None:
        uploads.take(upload=upload, media=media)
    data = {"media": str(media.pk)}
    events.record("writing.media_added", by=by, subject=text, place_id=text.place_id, data=data)
    return media

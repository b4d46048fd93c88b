"""Files that come in parts, as a telephone on a shaky line sends them.

Words that are typed leave no event each, and neither do parts: that a file begins to come does,
and so does what becomes of it.
"""

from datetime import datetime, timedelta
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place
from openweek.writing.actions.words import TextIsFrozenError
from openweek.writing.media import parts
from openweek.writing.media.limits import check_room, refuse_beginning, refuse_weight
from openweek.writing.media.refusals import MediaRefusedError, NotOursError
from openweek.writing.models import Media, Text, Upload
from openweek.writing.queries.media import room_of
from openweek.writing.rules import is_frozen

LASTS = timedelta(days=1)
# The size of an upload that has become a picture, sound or film: it weighs nothing any more.
TAKEN = 0
MOST_AT_ONCE = 4
# One of which nothing was heard for so long makes room for another.
FORSAKEN = timedelta(minutes=10)


class WrongOffsetError(Exception):
    """It goes on elsewhere: at ``offset``."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class GoneError(Exception):
    """It was given up meanwhile, or a day passed."""


def expires(upload: Upload) -> datetime:
    return upload.heard_at + LASTS


@transaction.atomic
def begin_upload(*, text: Text, by: Author, size: int, name: str = "") -> Upload:
    """A file of so many bytes is going to come. Raises MediaRefusedError, TextIsFrozenError."""
    if is_frozen(text):
        raise TextIsFrozenError(text.title)
    if size <= 0:
        raise NotOursError(_("This file is empty. Choose another one."))
    refuse_weight(size)
    Place.objects.select_for_update().get(pk=text.place_id)
    _make_room(text, by)
    if room_of(text.place_id).left < size:
        _drop_empty(text)
    check_room(text.place_id, size)
    now = clock.now()
    made = Upload.objects.create(
        text=text, author_key=by.key, name=name[:200], size=size, begun_at=now, heard_at=now
    )
    parts.begin(made.pk)
    data = {"upload": str(made.pk), "size": size}
    events.record("writing.upload_begun", by=by, subject=text, place_id=text.place_id, data=data)
    return made


def _make_room(text: Text, by: Author) -> None:
    """A few at once are enough; who was cut off and came back otherwise is not locked out."""
    mine = Upload.objects.filter(author_key=by.key, text__place=text.place_id)
    coming = list(mine.exclude(size=TAKEN))
    if len(coming) < MOST_AT_ONCE:
        return
    oldest = min(coming, key=lambda each: each.heard_at)
    if clock.now() - oldest.heard_at < FORSAKEN:
        raise MediaRefusedError(
            _("%(count)d files of yours are on their way already. Wait for one of them to arrive.")
            % {"count": len(coming)}
        )
    _drop(oldest)


def _drop_empty(text: Text) -> None:
    """Those of which not one byte came keep no room from who is here: else a few hundred words of
    a robot would shut a place for a day.
    """
    promised = Upload.objects.filter(text__place=text.place_id, offset=0).exclude(size=TAKEN)
    for upload in promised.filter(heard_at__lt=clock.now() - FORSAKEN):
        _drop(upload)


def keep_part(*, upload: Upload, offset: int, body: parts.Readable) -> int:
    """Append it, and return how many bytes are on the disk then, for good.

    Raises WrongOffsetError where it does not join on, parts.BusyError while another part is being
    written, parts.TooMuchError when it goes beyond what was announced, NotOursError as soon as the
    beginning says that this will never be a picture, sound or film; GoneError; OSError when the
    disk does not take it; TextIsFrozenError.
    """
    if is_frozen(upload.text):
        raise TextIsFrozenError(upload.text.title)
    with parts.held(upload.pk) as file:
        row = Upload.objects.filter(pk=upload.pk).first()
        if row is None or row.size == TAKEN:
            parts.forget(upload.pk)
            raise GoneError
        here = parts.here(row.pk, row.offset)
        if offset != here:
            raise WrongOffsetError(here)
        if here < row.offset:
            # The file is an older copy than the row. Before more is written, or what a process
            # that dies leaves behind would count as told.
            Upload.objects.filter(pk=row.pk).update(offset=here)
        end = parts.append(file, at=here, body=body, most=row.size)
        if here == 0 and end:
            _look_at_beginning(row, file)
        rows = Upload.objects.filter(pk=row.pk)
        if not rows.update(offset=end, heard_at=max(clock.now(), row.heard_at)):
            parts.forget(upload.pk)
            raise GoneError
    upload.refresh_from_db(fields=["offset", "heard_at"])
    return end


def _look_at_beginning(upload: Upload, file: IO[bytes]) -> None:
    """What is refused in the end is better refused before two hundred megabytes were sent."""
    file.seek(0)
    try:
        refuse_beginning(file.read(64 * 1024), upload.size)
    except NotOursError:
        _drop(upload)
        raise


@transaction.atomic
def give_up_upload(*, upload: Upload, by: Author) -> None:
    """Whoever sent it wants it no more; what came of it is gone at once."""
    text = upload.text
    data = {"upload": str(upload.pk)}
    _drop(upload)
    events.record("writing.upload_given_up", by=by, subject=text, place_id=text.place_id, data=data)


def forget_uploads() -> int:
    """Those of which nothing was heard for a day, and files that nobody knows; how many went."""
    old = list(Upload.objects.select_related("text").filter(heard_at__lt=clock.now() - LASTS))
    for upload in old:
        give_up_upload(upload=upload, by=SOFTWARE)
    known = set(Upload.objects.values_list("pk", flat=True))
    too_old = (clock.now() - LASTS).timestamp()
    for path, written_at in parts.lying_about(known):
        if written_at < too_old:
            path.unlink(missing_ok=True)
    return len(old)


def _drop(upload: Upload) -> None:
    """Were it not to be after all, it would begin anew."""
    Upload.objects.filter(pk=upload.pk).delete()
    parts.forget(upload.pk)


def take(*, upload: Upload, media: Media) -> None:
    """It has become that. The row stays for a day, for who asks again since no answer came."""
    told = {"media": str(media.pk)}
    Upload.objects.filter(pk=upload.pk).update(size=TAKEN, offset=0, told=told)

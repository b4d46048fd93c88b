"""What is done for pictures and uploads without anybody asking, a little at a time."""

import logging
from datetime import datetime, timedelta

from openweek.ground import clock
from openweek.writing.actions import forget_uploads
from openweek.writing.media import NotOursError
from openweek.writing.media.sizes import measure
from openweek.writing.models import Media

logger = logging.getLogger(__name__)

REST = timedelta(minutes=10)
_rests_until: list[datetime] = []


def look_after_media() -> None:
    """Uploads that nobody goes on with are forgotten; pictures of before get their other sizes."""
    if _rests_until and clock.now() < _rests_until[0]:
        return
    forget_uploads()
    if not measure_one():
        _rests_until[:] = [clock.now() + REST]


def measure_one() -> bool:
    """One at a time: others wait for this thread too. False when none is left."""
    row = Media.objects.filter(size=0).first()
    if row is None:
        return False
    try:
        measure(row)
    except (OSError, NotOursError) as lost:
        logger.warning("The file of the media %s cannot be read: %s", row.pk, lost)
        Media.objects.filter(pk=row.pk).update(size=1)  # it is not asked for again
    return True

"""What the programme does when its deadlines are due; the sweep calls these."""

import threading

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation

from openweek.ground.authors import SOFTWARE
from openweek.programme import actions
from openweek.programme.models import Arrangement, Change, Signup, Upload
from openweek.week.models import Week

KEPT_SECONDS = 600


def tell_moved_when_due(change_id: int) -> None:
    change = Change.objects.select_related("session__week__place").filter(pk=change_id).first()
    if change is not None:
        actions.tell_moved(change=change)


def tell_moved_up_when_due(signup_id: int) -> None:
    rows = Signup.objects.select_related("slot__session__week__place", "participant__person")
    signup = rows.filter(pk=signup_id).first()
    if signup is not None:
        actions.tell_moved_up(signup=signup)


def tell_met_when_due(change_id: int) -> None:
    change = Change.objects.select_related("session__week__place").filter(pk=change_id).first()
    if change is not None:
        actions.tell_met(change=change)


def forget_when_due(week_id: int) -> None:
    week = Week.objects.select_related("place").filter(pk=week_id).first()
    if week is not None:
        actions.forget_participants(week=week, by=SOFTWARE)


def import_upload_when_due(upload_id: int) -> None:
    """In the sweep's own transaction: killed in the middle, nothing is done, and it begins anew."""
    upload = _upload(upload_id)
    if upload is None or upload.done_at is not None:
        return
    key = actions.progress_key(upload_id)
    with translation.override(upload.language):
        actions.finish_import(
            upload=upload, progress=lambda done, total: cache.set(key, (done, total), KEPT_SECONDS)
        )


def forget_upload_when_due(upload_id: int) -> None:
    upload = _upload(upload_id)
    if upload is not None:
        actions.forget_upload(upload=upload, by=SOFTWARE)


def arrange_when_due(arrangement_id: int) -> None:
    """It takes seconds, for which no transaction may wait, nor any other deadline."""
    seeker = threading.Thread(target=arrange_now, args=[arrangement_id], daemon=True)
    transaction.on_commit(seeker.start)


def arrange_now(arrangement_id: int) -> None:
    try:
        rows = Arrangement.objects.select_related("week__place")
        arrangement = rows.filter(pk=arrangement_id).first()
        if arrangement is not None and actions.is_sought(arrangement):
            actions.find_arrangement(arrangement=arrangement)
    finally:
        connection.close()


def _upload(upload_id: int) -> Upload | None:
    return Upload.objects.select_related("week__place").filter(pk=upload_id).first()

"""What everybody is told for a while."""

from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from openweek.desk.actions.reaching import write_to_all
from openweek.desk.models import Notice
from openweek.desk.queries.notices import planned_end
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place

# The deadline on which a notice is sent by mail; its subject is the notice.
TELL_NOTICE = "desk.tell_notice"


class NoticeDetails(TypedDict, total=False):
    """What a notice says, from when until when, and where else than on pages."""

    text: str
    more: str
    is_urgent: bool
    on_screen: bool
    by_mail: bool
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def publish_notice(
    *, place: Place, once: UUID, by: Author, **details: Unpack[NoticeDetails]
) -> Notice:
    """Shown from ``starts_at`` on until ``ends_at``; sent twice, it is there once."""
    made, is_new = Notice.objects.get_or_create(
        once=once,
        defaults={
            **details,
            "place": place,
            "created_at": clock.now(),
            "author_key": by.key,
            "author_name": by.name,
        },
    )
    if is_new:
        _plan_letters(made)
        events.record("desk.notice_published", by=by, subject=made, place_id=place.pk)
    return made


@transaction.atomic
def change_notice(*, notice: Notice, by: Author, **details: Unpack[NoticeDetails]) -> None:
    """At once on pages and screens; letters that were not sent yet say it so."""
    for field, value in details.items():
        setattr(notice, field, value)
    notice.save(update_fields=list(details))
    _plan_letters(notice)
    events.record(
        "desk.notice_changed", by=by, subject=notice, place_id=notice.place_id,
        data={"fields": sorted(details)},
    )  # fmt: skip


@transaction.atomic
def end_notice(*, notice: Notice, by: Author) -> None:
    """It was true until now. One that has not begun is withdrawn instead."""
    now = clock.now()
    if notice.withdrawn_at or notice.ends_at <= now:
        return
    if notice.starts_at >= now:
        withdraw_notice(notice=notice, by=by)
        return
    before, notice.ends_at = notice.ends_at, now
    notice.save(update_fields=["ends_at"])
    events.record(
        "desk.notice_ended", by=by, subject=notice, place_id=notice.place_id,
        data={"ends_at": before.isoformat()},
    )  # fmt: skip


@transaction.atomic
def withdraw_notice(*, notice: Notice, by: Author) -> None:
    """It should not have been said: it goes from the feed too."""
    if notice.withdrawn_at:
        return
    notice.withdrawn_at = clock.now()
    notice.save(update_fields=["withdrawn_at"])
    events.record("desk.notice_withdrawn", by=by, subject=notice, place_id=notice.place_id)


@transaction.atomic
def restore_notice(*, notice: Notice, by: Author) -> None:
    """Undo that it was withdrawn, or ended before its hour."""
    notice.withdrawn_at = None
    notice.ends_at = max(notice.ends_at, planned_end(notice.pk) or notice.ends_at)
    notice.save(update_fields=["withdrawn_at", "ends_at"])
    _plan_letters(notice)
    events.record("desk.notice_restored", by=by, subject=notice, place_id=notice.place_id)


def _plan_letters(notice: Notice) -> None:
    if notice.by_mail and notice.mailed_at is None:
        due = max(notice.starts_at, clock.now())
        # Moved while it waits; due anew when it was met while the notice was withdrawn.
        deadlines.set_deadline(TELL_NOTICE, notice.pk, due)
        deadlines.set_again(TELL_NOTICE, notice.pk, due)


@transaction.atomic
def tell_notice(notice_id: int) -> None:
    """Send it to everybody, once; nothing when it is no longer to be told."""
    notice = Notice.objects.select_related("place").filter(pk=notice_id).first()
    if notice is None or not notice.by_mail or notice.mailed_at or notice.withdrawn_at:
        return
    now = clock.now()
    if notice.ends_at <= now:
        return
    notice.mailed_at = now
    notice.save(update_fields=["mailed_at"])
    address = f"{settings.OPENWEEK_URL}{reverse('notices', args=[notice.place.slug])}"
    count = write_to_all(
        notice.place,
        subject="desk/letters/notice_subject.txt",
        template="desk/letters/notice.txt",
        context={"notice": notice, "address": address},
        can_wait=not notice.is_urgent,
    )
    events.record(
        "desk.notice_told", by=SOFTWARE, subject=notice, place_id=notice.place_id,
        data={"count": count},
    )  # fmt: skip

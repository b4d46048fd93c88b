"""Taking in a programme that was written elsewhere."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.programme import importing, ledger
from openweek.programme.exports import plain
from openweek.programme.importing import Plan, Programme, Trouble, Wanted
from openweek.programme.importing.carrying import carry_out
from openweek.programme.importing.incoming import Where
from openweek.programme.importing.unpacking import MOST_BYTES
from openweek.programme.models import Batch, BatchKind, Upload
from openweek.week.models import Week

# The deadlines: an import that was confirmed is done; a file that nobody came back to is forgotten.
IMPORT = "programme.import_upload"
FORGET_UPLOAD = "programme.forget_upload"
KEPT = timedelta(days=1)
# Of one import, kept for whoever reads later what was lost.
MOST_LOST = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imports:
    """What came of an import; no batch when no session became different."""

    plan: Plan
    batch: Batch | None


def progress_key(upload_id: int) -> str:
    """Under which the page that waits finds how far it is: what is done, of how many.

    Outside of the transaction, which nobody else sees before its end.
    """
    return f"programme.import:{upload_id}"


def no_progress(_done: int, _total: int) -> None:
    """For those whom nobody watches."""


def where_of(week: Week) -> Where:
    return Where(week.place.zone, week.starts_on, week.ends_on, plain.where_place_is(week.place))


def import_programme(
    *,
    week: Week,
    programme: Programme,
    by: Author,
    wanted: Wanted | None = None,
    file: str = "",
    progress: Progress = no_progress,
) -> Imports:
    """Make the programme say what that file says, but for what people wrote here since.

    Compared again with the week held, so that what somebody wrote since the preview stays theirs.
    All of it or nothing; ``progress`` is called within the transaction. Rooms that the place does
    not have are made, and stay when the import is taken back. Raises ValidationError, in words,
    when somebody of another week takes a room at that very moment.
    """
    try:
        with transaction.atomic():
            ledger.hold(week)
            week.refresh_from_db(fields=["starts_on", "ends_on", "archived_at"])
            _refuse_archived(week)
            plan = importing.compare(week, programme, wanted)
            counts = plan.counts()
            batch = _open_batch(plan, by, file, counts) if plan.touched else None
            carry_out(plan, by=by, batch=batch, progress=progress)
            events.record(
                "programme.programme_imported", by=by, subject=batch or week,
                place_id=week.place_id, data={"kind": programme.kind, **counts},
            )  # fmt: skip
    except IntegrityError as refusal:
        if ledger.NO_DOUBLE_BOOKING not in str(refusal):
            raise
        raise ValidationError(
            _("Somebody took a room at that very moment. Nothing was imported: try again."),
            code="taken",
        ) from refusal
    return Imports(plan, batch)


def _open_batch(plan: Plan, by: Author, file: str, counts: dict[str, int]) -> Batch:
    about = {"file": file, "title": plan.programme.title, "kind": plan.programme.kind, **counts}
    batch = ledger.open_batch(plan.week, kind=BatchKind.IMPORT, by=by, about=about)
    batch.lost = lost_words(plan)
    batch.save(update_fields=["lost"])
    return batch


def lost_words(plan: Plan) -> list[str]:
    """What could not be done, in words."""
    return [str(trouble).strip() for trouble in plan.troubles[:MOST_LOST]]


def _refuse_archived(week: Week) -> None:
    if week.archived_at is not None:
        raise ValidationError(
            _("This week is archived: nothing is written in it."), code="archived"
        )


def keep_upload(
    *, week: Week, content: bytes, name: str, language: str, by: Author, once: str | None = None
) -> Upload:
    """Keep a file while somebody looks at what it would change; for a day at most."""
    packed = zlib.compress(content)
    with transaction.atomic():
        ledger.hold(week)
        sent_before = Upload.objects.filter(once=once, week=week).first() if once else None
        if sent_before is not None:
            return sent_before
        upload = Upload.objects.create(
            week=week, at=clock.now(), author_name=by.name, author_person=by.person_id,
            name=name[:120], language=language, content=packed, once=once,
        )  # fmt: skip
        deadlines.set_deadline(FORGET_UPLOAD, upload.pk, upload.at + KEPT)
        events.record(
            "programme.file_uploaded", by=by, subject=upload, place_id=week.place_id,
            data={"bytes": len(content)},
        )  # fmt: skip
    return upload


def confirm_import(*, upload: Upload, wanted: Wanted, by: Author) -> None:
    """Have it imported, as soon as the caretaker comes round; a second yes changes nothing."""
    with transaction.atomic():
        now = clock.now()
        rows = Upload.objects.filter(pk=upload.pk, confirmed_at__isnull=True)
        if not rows.update(
            confirmed_at=now, extend=wanted.extend, remove_missing=wanted.remove_missing
        ):
            return
        deadlines.set_deadline(IMPORT, upload.pk, now)
        events.record(
            "programme.import_confirmed", by=by, subject=upload, place_id=upload.week.place_id
        )


def content_of(upload: Upload) -> bytes:
    return (
        zlib.decompressobj().decompress(bytes(upload.content), MOST_BYTES)
        if upload.content
        else b""
    )


def finish_import(*, upload: Upload, progress: Progress) -> None:
    """Import the file that was confirmed, and forget it. In the transaction of its deadline.

    What cannot be done is kept in ``outcome``, in words, for the page that waits.
    """
    week = upload.week
    by = Author(name=upload.author_name, person_id=upload.author_person)
    wanted = Wanted(upload.extend, upload.remove_missing)
    outcome: dict[str, Any] = {}
    try:
        programme = importing.read(content_of(upload), where_of(week))
        done = import_programme(
            week=week, programme=programme, by=by, wanted=wanted, file=upload.name,
            progress=progress,
        )  # fmt: skip
    except importing.Unreadable as unreadable:
        outcome["refused"] = str(unreadable)
    except ValidationError as refusal:
        outcome["refused"] = " ".join(refusal.messages)
    else:
        upload.batch = done.batch
        outcome = outcome_of(done.plan)
    upload.outcome, upload.content, upload.done_at = outcome, b"", clock.now()
    upload.save(update_fields=["outcome", "content", "done_at", "batch"])


def outcome_of(plan: Plan) -> dict[str, Any]:
    """What the page says afterwards, in plain values."""
    return {
        **plan.counts(),
        "trouble_count": len(plan.troubles),
        "kept_count": len(plan.kept),
        "rooms": [room.name for room in plan.new_rooms],
        "days": [day.isoformat() for day in plan.extended or ()],
        "troubles": [_told(trouble) for trouble in plan.troubles[:MOST_LOST]],
        "kept": [
            {"title": each.title, "label": each.label, "here": each.here, "there": each.there}
            for each in plan.kept[:MOST_LOST]
        ],
        "missing": [each.title for each in plan.lost[:MOST_LOST]],
        "removed_missing": plan.wanted.remove_missing,
    }


def _told(trouble: Trouble) -> dict[str, str]:
    return {"where": trouble.where, "title": trouble.title, "words": trouble.words}


def forget_upload(*, upload: Upload, by: Author) -> None:
    """The file, and what is said of it, are gone; what it changed stays."""
    with transaction.atomic():
        events.record(
            "programme.upload_forgotten", by=by, subject=upload, place_id=upload.week.place_id
        )
        upload.delete()

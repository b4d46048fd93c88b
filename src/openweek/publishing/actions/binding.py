"""The files of an edition: made once it is public, by whoever has time, each of them once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import transaction

from openweek.ground import clock, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.publishing import bound_files
from openweek.publishing.binding import BINDERS
from openweek.publishing.models import Edition, EditionFile
from openweek.publishing.told import told_once

BIND = "publishing.bind"
# One more would take forty megabytes, and be no sooner where pages are read too.
_APART_AT_ONCE = 1


def prepare_files(edition_id: int) -> None:
    """Write what is missing beside the book; nothing in the database changes.

    Done twice it gives the same bytes under the same names.
    """
    edition = _edition(edition_id)
    told_once(edition)
    apart = [kind for kind, binder in BINDERS.items() if binder.is_set_apart]
    with ThreadPoolExecutor(max_workers=_APART_AT_ONCE) as beside:
        waiting = [beside.submit(bound_files.keep_file, edition, kind) for kind in apart]
        for kind in (each for each in BINDERS if each not in apart):
            bound_files.keep_file(edition, kind)
        for each in waiting:
            each.result()


@transaction.atomic
def bind_edition(*, edition: Edition, by: Author) -> None:
    """From now on its files can be taken; does nothing the second time."""
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    if locked.bound_at is not None:
        return
    EditionFile.objects.bulk_create(bound_files.kept_files(edition, BINDERS))
    edition.bound_at = clock.now()
    edition.save(update_fields=["bound_at"])
    events.record(
        "publishing.edition_bound",
        by=by,
        subject=edition.book,
        place_id=edition.book.place_id,
        data={"number": edition.number},
    )


def meet_deadline(edition_id: int) -> None:
    """What the sweep calls once all is prepared."""
    bind_edition(edition=_edition(edition_id), by=SOFTWARE)


def _edition(edition_id: int) -> Edition:
    return Edition.objects.select_related("book__place").get(pk=edition_id)

"""The pages that a place writes into its guide."""

from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from openweek.desk.models import GuidePage, HelpRequest
from openweek.desk.rules import RESTORED_WITHIN
from openweek.desk.shipped import shipped_slugs
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.text import safe_slug
from openweek.place.models import Place

# The deadline on which what was removed is gone; its subject is the page.
FORGET_PAGES = "desk.forget_guide_page"
# Addresses below the guide that are no page.
RESERVED = frozenset({"new", "removed"})


class PageDetails(TypedDict, total=False):
    """A question, its answer, and by which other words it is searched."""

    title: str
    text: str
    language: str
    words: str
    replaces: str


@transaction.atomic
def add_guide_page(
    *,
    place: Place,
    once: UUID,
    by: Author,
    answered: HelpRequest | None = None,
    **details: Unpack[PageDetails],
) -> GuidePage:
    """Sent twice, it is there once. ``answered`` is the request for help that it comes from."""
    before = GuidePage.objects.filter(once=once).first()
    if before:
        return before
    taken = set(GuidePage.objects.filter(place=place).values_list("slug", flat=True))
    slug = safe_slug(details["title"], taken=taken | shipped_slugs() | RESERVED)
    now = clock.now()
    made = GuidePage.objects.create(
        place=place,
        slug=slug,
        once=once,
        created_at=now,
        changed_at=now,
        position=len(taken),
        author_key=by.key,
        author_name=by.name,
        **details,
    )
    if answered is not None:
        answered.guide_page = made
        answered.save(update_fields=["guide_page"])
    events.record("desk.guide_page_added", by=by, subject=made, place_id=place.pk)
    return made


@transaction.atomic
def change_guide_page(*, page: GuidePage, by: Author, **details: Unpack[PageDetails]) -> None:
    """Its address stays; whoever changed it last signs it."""
    for field, value in details.items():
        setattr(page, field, value)
    page.changed_at, page.author_key, page.author_name = clock.now(), by.key, by.name
    page.save(update_fields=[*details, "changed_at", "author_key", "author_name"])
    events.record(
        "desk.guide_page_changed", by=by, subject=page, place_id=page.place_id,
        data={"fields": sorted(details)},
    )  # fmt: skip


@transaction.atomic
def remove_guide_page(*, page: GuidePage, by: Author) -> None:
    """It can be put back for thirty days."""
    page.removed_at = clock.now()
    page.save(update_fields=["removed_at"])
    deadlines.set_again(FORGET_PAGES, page.pk, page.removed_at + RESTORED_WITHIN)
    events.record("desk.guide_page_removed", by=by, subject=page, place_id=page.place_id)


@transaction.atomic
def restore_guide_page(*, page: GuidePage, by: Author) -> None:
    """Put a removed page back as it was; see ``rules.RESTORED_WITHIN``."""
    page.removed_at = None
    page.save(update_fields=["removed_at"])
    events.record("desk.guide_page_restored", by=by, subject=page, place_id=page.place_id)


@transaction.atomic
def forget_pages(page_id: int) -> None:
    """That page, and every other one that was removed so long ago; never one that was put back."""
    rows = GuidePage.objects.filter(removed_at__lte=clock.now() - RESTORED_WITHIN)
    for page in rows:
        events.record(
            "desk.guide_page_forgotten", by=SOFTWARE, subject=page, place_id=page.place_id
        )
    rows.delete()

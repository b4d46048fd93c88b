"""A challenge is said otherwise, and its books follow their corrected template."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from openweek.challenges.models import Challenge
from openweek.challenges.queries.kinds import corrected_template
from openweek.ground import events
from openweek.ground.authors import Author
from openweek.publishing.actions import correct_book


class LicenceIsSettledError(Exception):
    """Teams have signed up to write under the one that was announced."""


class ChangedDetails(TypedDict, total=False):
    """What a challenge says of itself; when it ends is moved apart, and told to everybody."""

    title: str
    summary: str
    rules: str
    who: str
    publishes: str
    licence: str
    team_size: int | None
    opens_at: datetime


@transaction.atomic
def change_challenge(
    *, challenge: Challenge, by: Author, **details: Unpack[ChangedDetails]
) -> bool:
    """Answers whether anything is different. Raises :class:`LicenceIsSettledError`."""
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if locked.is_closed or details.get("opens_at", locked.opens_at) >= locked.closes_at:
        details.pop("opens_at", None)  # it was closed, or moved, while the form was filled in
    changed = [name for name, said in details.items() if getattr(locked, name) != said]
    if not changed:
        return False
    if "licence" in changed and locked.teams.exists():
        raise LicenceIsSettledError(locked.title)
    for name in changed:
        setattr(challenge, name, details[name])  # type: ignore[literal-required]  # one of its keys
    challenge.save(update_fields=changed)
    events.record(
        "challenges.challenge_changed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"changed": sorted(changed)},
    )
    return True


@transaction.atomic
def follow_template(*, challenge: Challenge, by: Author) -> int:
    """Give the newest version of its kind to the challenge, and to the books that can take it.

    Answers how many books are different now. Nothing that was written goes; a book that was
    published stays as it is. The second time it does nothing.
    """
    locked = (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("format")
        .get(pk=challenge.pk)
    )
    template = corrected_template(locked)
    kind = locked.format
    if template is None or kind is None or locked.is_closed:
        return 0
    if kind.version == locked.format_version:
        return 0
    challenge.format_version = kind.version
    challenge.save(update_fields=["format_version"])
    books = [team.book for team in locked.teams.select_related("book__place")]
    corrected = sum(correct_book(book=book, template=template, by=by) for book in books)
    events.record(
        "challenges.template_followed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"version": kind.version, "books": corrected},
    )
    return corrected

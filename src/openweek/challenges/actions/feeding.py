"""The published books of a challenge become the next version of the format that it feeds."""

from dataclasses import replace

from django.db import transaction

from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries.feeding import (
    Composed,
    LicenceForbidsError,
    composed,
    editions_to_feed,
    last_fed,
    licence_of_next,
    sources_of,
)
from openweek.commons.actions import FormatDetails, change_format
from openweek.commons.models import Format, FormatVersion
from openweek.commons.queries import FED_LINES, FED_TEXTS
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.publishing.models import Book, Edition

FEED = "challenges.feed"


def feed_soon(edition: Edition) -> None:
    """What each publication calls, in its transaction: however many books, the format changes in
    the next sweep, once for all of them.
    """
    _feed_soon(edition.book_id)


def feed_anew(book: Book) -> None:
    """The same when one was withdrawn, or put back."""
    _feed_soon(book.pk)


def _feed_soon(book_id: int) -> None:
    challenge_id = (
        Team.objects.filter(book=book_id, challenge__feeds__isnull=False)
        .values_list("challenge_id", flat=True)
        .first()
    )
    if challenge_id is not None:
        deadlines.set_again(FEED, challenge_id, clock.now())


@transaction.atomic
def feed_format(*, challenge: Challenge, by: Author) -> FormatVersion | None:
    """The next version of the format, from all the books that are published; None for none.

    Each part that a chapter of theirs feeds is theirs from now on, the others stay. Their authors
    are credited, beside those of an earlier book. The same books make no second version, also
    when somebody has written on from the first; licences that do not go together make none.

    What came from a book that was withdrawn since goes out of it again: that part is as it was
    before the books, unless somebody has rewritten it.
    """
    challenge = (
        Challenge.objects.select_for_update().select_related("week__place").get(pk=challenge.pk)
    )
    fed = challenge.feeds
    editions = editions_to_feed(challenge)
    newest = last_fed(challenge, fed) if fed is not None else None
    if fed is None or not (editions or newest):
        return None
    made = composed(challenge) if editions else Composed({}, [], "")
    as_before = _as_before(challenge, fed, newest, made)
    if not made.parts:
        return _without_books(challenge, fed, as_before, by=by) if as_before else None
    if not as_before and newest is not None and _says_the_same(newest, made):
        return None
    made = replace(made, parts={**as_before, **made.parts})
    try:
        licence = licence_of_next(fed, {edition.licence for _team, edition in editions})
    except LicenceForbidsError:
        return None  # the page of the challenge says why
    return _next_version(challenge, fed, made, licence, by=by)


def _as_before(
    challenge: Challenge, fed: Format, newest: FormatVersion | None, made: Composed
) -> dict[str, str]:
    """Parts that books gave which give them no more, as they were before these books."""
    before = _before_the_books(challenge, fed)
    if newest is None or before is None:
        return {}
    return {
        part: str(before.content.get(part, ""))
        for part in sorted({*FED_LINES, *FED_TEXTS} - set(made.parts))
        if newest.content.get(part) != before.content.get(part)
        and getattr(fed, part) == newest.content.get(part)
    }


def _without_books(
    challenge: Challenge, fed: Format, as_before: dict[str, str], *, by: Author
) -> FormatVersion | None:
    """None of its books is out any more."""
    before = _before_the_books(challenge, fed)
    if before is None:
        return None
    told = before.content
    source, licence = str(told.get("source", "")), str(told.get("licence") or fed.licence)
    return _next_version(challenge, fed, Composed(as_before, [], source), licence, by=by)


def _next_version(
    challenge: Challenge, fed: Format, made: Composed, licence: str, *, by: Author
) -> FormatVersion:
    others = [name for name in _earlier_authors(challenge, fed) if name not in made.authors]
    parts = dict(made.parts)
    purpose = parts.pop("purpose", fed.purpose)
    details: FormatDetails = {**parts}  # type: ignore[typeddict-item]  # fields that chapters feed
    details |= {
        "authors": [*made.authors, *others],
        "source": made.source,
        "licence": licence,
    }
    change_format(changed=fed, title=fed.title, purpose=purpose, by=by, **details)
    events.record(
        "challenges.format_fed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"format": fed.pk, "version": fed.version},
    )
    return fed.versions.get(number=fed.version)


def _says_the_same(version: FormatVersion, made: Composed) -> bool:
    return version.content.get("source") == made.source and all(
        version.content.get(part) == words for part, words in made.parts.items()
    )


def _earlier_authors(challenge: Challenge, fed: Format) -> list[str]:
    """Those of the version that these books found, which is in theirs as far as it is kept."""
    found = _before_the_books(challenge, fed)
    return list(found.content.get("authors", [])) if found is not None else []


def _before_the_books(challenge: Challenge, fed: Format) -> FormatVersion | None:
    ours = sources_of(challenge)
    versions = fed.versions.order_by("-number")
    return next((each for each in versions if each.content.get("source", "") not in ours), None)


def meet_feeding(challenge_id: int) -> None:
    """What the sweep calls."""
    challenge = Challenge.objects.get(pk=challenge_id)
    feed_format(challenge=challenge, by=SOFTWARE)

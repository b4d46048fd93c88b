"""The last day."""

from collections.abc import Sequence

from django.db import transaction

from openweek.challenges.actions.forgetting import plan_forgetting
from openweek.challenges.models import Challenge
from openweek.challenges.rules import ChallengeIsNotOpenError
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import SOFTWARE, Author
from openweek.publishing.actions import schedule_publication
from openweek.publishing.models import Book
from openweek.writing.actions import freeze_texts, move_closing
from openweek.writing.models import Text

CLOSE = "challenges.close"


def texts_of(books: Sequence[Book]) -> list[Text]:
    """The texts of all their chapters."""
    ids = [chapter.text_id for book in books for chapter in book.chapters.all()]
    return list(Text.objects.filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def close_challenge(*, challenge: Challenge, by: Author) -> None:
    """Pens drop in all its books, and each is to be published, whatever its state.

    Does nothing the second time. Each book has a deadline of its own, so that one that cannot be
    published is tried again without holding up the others, and a power cut between two books
    leaves the rest due. A challenge whose ``publishes`` says so leaves out books in which nobody
    wrote; teams that were taken out of it are not published by it.

    Before its hour, that becomes its hour: all pages then say the same.
    """
    locked = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if locked.closed_at is not None:
        challenge.closed_at = locked.closed_at
        return
    now = clock.now()
    if locked.opens_at >= now:
        raise ChallengeIsNotOpenError(challenge.title)
    teams = list(challenge.teams.select_related("book__place").prefetch_related("book__chapters"))
    texts = texts_of([team.book for team in teams])
    if now < locked.closes_at:
        challenge.closes_at = locked.closes_at = now
        move_closing(texts=texts, closes_at=now, by=by)
    freeze_texts(texts=texts, by=by)
    books = [team.book for team in teams if team.left_at is None]
    if_written = challenge.publishes == Challenge.Publishes.BEGUN
    for book in books:
        schedule_publication(book=book, due_at=now, by=by, if_written=if_written)
    # Whoever asked may have read it before it was postponed.
    challenge.closes_at, challenge.closed_at = locked.closes_at, now
    challenge.save(update_fields=["closed_at", "closes_at"])
    deadlines.meet(CLOSE, challenge.pk)
    plan_forgetting(challenge)
    events.record(
        "challenges.challenge_closed",
        by=by,
        subject=challenge,
        place_id=challenge.week.place_id,
        data={"books": len(books)},
    )


def meet_deadline(challenge_id: int) -> None:
    """What the sweep calls."""
    challenge = Challenge.objects.select_related("week__place").get(pk=challenge_id)
    close_challenge(challenge=challenge, by=SOFTWARE)

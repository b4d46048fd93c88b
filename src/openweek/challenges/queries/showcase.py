"""The books of a challenge when they are there: on its page, on the wall, in the ceremony."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries.challenges import TeamLine
from openweek.ground import clock
from openweek.publishing.models import Book, Edition
from openweek.publishing.queries import ChapterProgress, published
from openweek.week.models import Week

# So long after the deadline the wall shows the books by itself, each for so many seconds.
ON_SCREEN = timedelta(hours=1)
EACH_SECONDS = 20


@dataclass(frozen=True)
class ShownBook:
    """A book as it is presented to a room: what one reads from the last row."""

    book: Book
    edition: Edition
    team: str
    place: str
    origin: str = ""

    @property
    def url(self) -> str:
        return f"/{self.book.place.slug}/books/{self.book.slug}/"

    @property
    def address(self) -> str:
        """By which phones in the room reach it."""
        return self.origin.rstrip("/") + self.url


@dataclass(frozen=True)
class Showcase:
    """Of one challenge; ``coming`` are the books that are being published at this moment."""

    challenge: Challenge
    books: list[ShownBook]
    coming: int

    @property
    def now(self) -> ShownBook | None:
        """Whose turn it is on a wall, where nobody turns pages."""
        if not self.books:
            return None
        return self.books[int(clock.now().timestamp()) // EACH_SECONDS % len(self.books)]


@dataclass(frozen=True)
class AfterTheDay:
    """What became of a team's book once its challenge is closed."""

    is_published: bool
    is_left_out: bool  # nobody wrote in it, and the challenge publishes what is written
    is_withdrawn: bool
    is_writable: bool  # its team corrects it


def showcase_of(challenge: Challenge, *, origin: str = "") -> Showcase:
    """In the order in which the teams signed up, so that who waits knows when it is their turn.

    ``origin`` is the address by which the page itself reached us, as on the wall.
    """
    teams = list(challenge.teams.filter(left_at=None))
    lines = {line.book.pk: line for line in published(team.book_id for team in teams)}
    books = [
        ShownBook(line.book, line.edition, team.name, _place_of(team, line.book), origin)
        for team in teams
        if (line := lines.get(team.book_id)) is not None and line.edition is not None
    ]
    return Showcase(challenge=challenge, books=books, coming=_coming(challenge, teams, books))


def _coming(challenge: Challenge, teams: Sequence[Team], books: Sequence[ShownBook]) -> int:
    """Those of a challenge that publishes only what is written are not counted beforehand."""
    if challenge.closed_at is None or challenge.publishes == Challenge.Publishes.BEGUN:
        return 0
    withdrawn = Book.objects.filter(pk__in=[team.book_id for team in teams])
    return len(teams) - len(books) - withdrawn.exclude(withdrawn_at=None).count()


def still_coming(challenge: Challenge, lines: Sequence[TeamLine]) -> int:
    """How many books are being published at this moment, for a page that knows its teams."""
    if challenge.closed_at is None:
        return 0
    every = challenge.publishes == Challenge.Publishes.EVERY
    return sum(
        line.line.edition is None
        and line.team.left_at is None
        and line.line.book.withdrawn_at is None
        and (every or any(line.shares))
        for line in lines
    )


def _place_of(team: Team, book: Book) -> str:
    if team.place_name:
        return team.place_name
    return f"{book.place.name}, {book.place.city}" if book.place.city else book.place.name


def showcase_on_screen(week: Week, *, origin: str) -> Showcase | None:
    """In the hour after a challenge closed, while it has books; the last one that closed."""
    since = clock.now() - ON_SCREEN
    challenge = (
        Challenge.objects.filter(week=week, closed_at__gt=since).order_by("-closed_at").first()
    )
    if challenge is None:
        return None
    challenge.week = week
    found = showcase_of(challenge, origin=origin)
    return found if found.books else None


def after_the_day(
    team: Team, chapters: Sequence[ChapterProgress], edition: Edition | None
) -> AfterTheDay | None:
    """None as long as the challenge goes on."""
    challenge = team.challenge
    if challenge.closed_at is None:
        return None
    nobody_wrote = not any(line.is_begun for line in chapters)
    is_writable = any(
        line.chapter.text.frozen_at is None and line.chapter.text.closes_at is None
        for line in chapters
    )
    return AfterTheDay(
        is_published=edition is not None,
        is_left_out=edition is None
        and nobody_wrote
        and challenge.publishes == Challenge.Publishes.BEGUN,
        is_withdrawn=team.book.withdrawn_at is not None,
        is_writable=is_writable,
    )

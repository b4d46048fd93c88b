"""How long there is still to write, and what is empty the evening before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from openweek.challenges.models import Challenge
from openweek.ground import clock
from openweek.look import dates
from openweek.publishing.models import Chapter
from openweek.publishing.queries import ChapterProgress
from openweek.week.models import Week

# The reminder comes when people have eaten, and none later than the evening.
REMINDER_AT = time(18)
EVENING_ENDS = time(23)
SHOWN = 8
ON_SCREEN = timedelta(days=7)
COUNTDOWNS_AT_ONCE = 2


@dataclass(frozen=True)
class Countdown:
    """Of one challenge, by the clock of the server: browsers only count down from it."""

    title: str
    url: str
    closes_at: datetime
    seconds: int  # left, rounded up; 0 once it is over
    was_closing_at: datetime | None = None
    because: str = ""

    @property
    def is_over(self) -> bool:
        return self.seconds <= 0

    @property
    def words(self) -> str:
        return dates.left(self.seconds)


@dataclass(frozen=True)
class EmptyChapter:
    """One that waits for its first word, and a question to begin with."""

    title: str
    prompt: str


@dataclass(frozen=True)
class StillEmpty:
    """What a team may like to know the evening before."""

    chapters: list[EmptyChapter]
    more: int  # chapters that are not named
    questions: int  # free ones, in chapters that somebody began

    @property
    def is_something(self) -> bool:
        return bool(self.chapters or self.questions)


def countdown_of(challenge: Challenge) -> Countdown:
    left = (challenge.closes_at - clock.now()).total_seconds()
    is_over = challenge.closed_at is not None or left <= 0
    return Countdown(
        title=challenge.title,
        url=challenge.url,
        closes_at=challenge.closes_at,
        seconds=0 if is_over else max(1, int(-(-left // 1))),
        was_closing_at=challenge.was_closing_at,
        because=challenge.postponed_because,
    )


def countdowns_of(week: Week) -> list[Countdown]:
    """Of the challenges that end next, for a wall: those of the coming week, not all at once."""
    now = clock.now()
    rows = Challenge.objects.filter(
        week=week,
        closed_at=None,
        opens_at__lte=now,
        closes_at__gt=now,
        closes_at__lte=now + ON_SCREEN,
    ).order_by("closes_at", "pk")[:COUNTDOWNS_AT_ONCE]
    found = list(rows)
    for challenge in found:
        challenge.week = week
    return [countdown_of(challenge) for challenge in found]


def evening_before(challenge: Challenge) -> datetime:
    """Six in the evening, there, of the day before it closes."""
    zone = challenge.week.place.zone
    day = challenge.closes_at.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, REMINDER_AT, tzinfo=zone)


def is_that_evening(challenge: Challenge) -> bool:
    """Whether it is the evening before: a machine that slept through it says nothing later."""
    begins = evening_before(challenge)
    ends = datetime.combine(begins.date(), EVENING_ENDS, tzinfo=begins.tzinfo)
    return challenge.closed_at is None and begins <= clock.now() < ends


def is_last_day(challenge: Challenge) -> bool:
    """From the evening before until pens drop."""
    return challenge.closed_at is None and (
        evening_before(challenge) <= clock.now() < challenge.closes_at
    )


def still_empty(challenge: Challenge, chapters: Sequence[ChapterProgress]) -> StillEmpty | None:
    """For a team's page; None but from the evening before on, or when nothing is empty."""
    if not is_last_day(challenge):
        return None
    found = empty_in(chapters)
    return found if found.is_something else None


def empty_in(chapters: Sequence[ChapterProgress]) -> StillEmpty:
    waiting = [line.chapter for line in chapters if not line.is_begun]
    begun = [line.chapter for line in chapters if line.is_begun]
    return StillEmpty(
        chapters=[
            EmptyChapter(chapter.title, next(iter(free_prompts(chapter)), ""))
            for chapter in waiting[:SHOWN]
        ],
        more=len(waiting[SHOWN:]),
        questions=sum(len(free_prompts(chapter)) for chapter in begun),
    )


def free_prompts(chapter: Chapter) -> list[str]:
    """Those that the team did not settle."""
    return [prompt for prompt in chapter.prompts if prompt not in chapter.settled]

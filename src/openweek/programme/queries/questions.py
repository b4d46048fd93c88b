"""What was asked in a session, and where to follow it from afar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from openweek.ground import clock
from openweek.programme.models import Question, Session, Slot

# The address to follow a session from afar is shown so long before it begins.
OPENS_BEFORE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and whether it is of the one who looks at it."""

    question: Question
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Remote:
    """``url`` is empty for as long as it is too early, or too late, for the one who asks.

    ``opens_at`` is when it will be shown to everybody; empty while no time is known, or left.
    """

    url: str
    is_time: bool
    opens_at: datetime | None
    is_over: bool


def questions_of(session: Session, *, author_key: str, sees_hidden: bool) -> list[Asked]:
    """The newest last; one query. What is hidden, whoever asked it still sees."""
    rows = Question.objects.filter(session=session)
    if not sees_hidden:
        own = Q(author_key=author_key) if author_key else Q(pk__in=[])
        rows = rows.filter(Q(hidden_at__isnull=True) | own)
    return [
        Asked(question, is_mine=bool(author_key) and question.author_key == author_key)
        for question in rows.order_by("pk")
    ]


def remote_of(session: Session, slots: Sequence[Slot], *, keeps: bool) -> Remote | None:
    """How the one who asks follows it from afar; whoever ``keeps`` it always has the address."""
    # Whoever wrote it, from wherever: nothing but the address of a page is made a link.
    if not session.remote_url.startswith(("https://", "http://")):
        return None
    now = clock.now()
    is_time = any(slot.starts_at - OPENS_BEFORE <= now < slot.ends_at for slot in slots)
    later = [slot.starts_at - OPENS_BEFORE for slot in slots if slot.starts_at - OPENS_BEFORE > now]
    return Remote(
        url=session.remote_url if is_time or keeps else "",
        is_time=is_time,
        opens_at=min(later, default=None),
        is_over=bool(slots) and not is_time and not later,
    )

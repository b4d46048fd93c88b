"""What of a programme is one's own: what one comes to, and what one wrote that isn't there yet."""

from dataclasses import dataclass, field
from datetime import datetime

from openweek.programme.models import Kind, Participant, Session
from openweek.programme.queries.coming import choices_of
from openweek.programme.queries.moments import active_slots, programme_url
from openweek.week.models import Week

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one's own."""

    title: str
    url: str
    starts_at: datetime | None = None
    state: str = ""  # "", "waits", "moved", "held" or "unplaced"


@dataclass(frozen=True, slots=True)
class Mine:
    """Of one reader. Equal when the page says the same to them."""

    coming: list[Line] = field(default_factory=list)
    more: int = 0
    drafts: list[Line] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.coming or self.drafts)


def mine(week: Week, participant: Participant | None, author_key: str) -> Mine:
    """No query for somebody unknown; four at most for anybody."""
    coming: list[Line] = []
    more = 0
    if participant is not None:
        participant.week = week
        choices = [each for each in choices_of(participant).coming if not each.is_over]
        coming = [
            Line(
                each.session.title, each.url, each.slot.starts_at,
                "moved" if each.news else "waits" if each.rank else "",
            )
            for each in choices[:SHOWN]
        ]  # fmt: skip
        more = max(len(choices) - SHOWN, 0)
    return Mine(coming, more, _drafts(week, author_key) if author_key else [])


def _drafts(week: Week, author_key: str) -> list[Line]:
    """Written by oneself, and not on the grid: it waits for a look, or for a time."""
    own = Session.objects.filter(
        week=week, author_key=author_key, deleted_at__isnull=True, kind=Kind.SESSION
    )
    placed = active_slots(week).values("session_id")
    root = programme_url(week)
    rows = own.exclude(held_at__isnull=True, pk__in=placed).order_by("-pk")[:SHOWN]
    return [
        Line(each.title, f"{root}{each.slug}/", None, "held" if each.held_at else "unplaced")
        for each in rows
    ]

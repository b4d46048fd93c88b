"""Names for what an export shows just now: the same name, the same bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Subquery, Sum

from openweek.commons.models import Format
from openweek.ground.models import Event
from openweek.place.models import Room
from openweek.programme.exports.schedule import VERSION
from openweek.programme.models import Change, Session
from openweek.week.models import Week

_PLACE = ("name", "slug", "address", "city", "timezone", "language")
_ROOM = ("pk", "guid", "name", "slug", "seats", "features", "position", "in_week")
_WEEK = ("title", "slug", "tagline", "organisers", "licence", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class State:
    """``tag`` is another one whenever the bytes would be; ``changed_at`` is never too early."""

    tag: str
    changed_at: datetime


def tag(week: Week) -> str:
    return state_of(week).tag


def state_of(week: Week) -> State:
    """Two queries; the week and its place are those that were just read."""
    changed_at, facts = _facts(week)
    chosen = Week.rooms.through.objects.filter(week_id=week.pk, room_id=OuterRef("pk"))
    rooms = Room.objects.filter(place_id=week.place_id).annotate(in_week=Exists(chosen))
    shown = [
        VERSION, settings.OPENWEEK_URL, facts,
        *(getattr(week.place, name) for name in _PLACE),
        *(getattr(week, name) for name in _WEEK),
        list(rooms.order_by("pk").values_list(*_ROOM)),
    ]  # fmt: skip
    digest = hashlib.sha256(repr(shown).encode()).hexdigest()
    return State(digest[:32], changed_at or week.created_at)


def _facts(week: Week) -> tuple[datetime | None, dict[str, object]]:
    """What else an export shows, in one question: changes, what may be seen, formats."""
    newest = Change.objects.filter(week=OuterRef("pk")).order_by("-pk")
    seen = Session.objects.filter(week=OuterRef("pk"), held_at__isnull=True)
    counted = seen.order_by().values("week").annotate(count=Count("pk"), total=Sum("pk"))
    formats = Format.objects.filter(place=OuterRef("place_id")).order_by().values("place")
    written = formats.annotate(count=Count("pk"), last=Max("changed_at"))
    done = Event.objects.filter(place_id=OuterRef("place_id")).order_by("-pk")
    facts = Week.objects.filter(pk=week.pk).values(
        change=Subquery(newest.values("pk")[:1]),
        mark=Subquery(newest.values("mark")[:1]),
        seen=Subquery(counted.values("count")),
        which=Subquery(counted.values("total")),
        formats=Subquery(written.values("count")),
        written=Subquery(written.values("last")),
        done=Subquery(done.values("at")[:1]),
    )
    found: dict[str, object] = dict(facts.first() or {})
    changed_at = found.pop("done", None)
    return (changed_at if isinstance(changed_at, datetime) else None), found

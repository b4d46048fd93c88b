"""The programme as the world outside may have it: plain rows for calendars, feeds and files.

What waits for a look is not among them. Of what was removed only its times remain, without a word
of it, so that calendars which have it drop it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Exists, Max, OuterRef

from openweek.place.models import Room
from openweek.programme.models import Change, Session, Slot
from openweek.programme.queries.moments import programme_url, revision
from openweek.week.models import Week

# What a removed session says of itself is nobody's any more.
_TEXTS = ("title", "summary", "description", "facilitator", "language", "track", "source_url")
_SESSION = (
    "pk", "guid", "slug", "kind", *_TEXTS, "format__title", "format__slug", "origin", "seats",
    "remote_seats", "remote_url", "needs", "minutes", "created_at", "deleted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicRoom:
    """A room as others know it; in none of ``week.rooms`` when only old times still name it."""

    pk: int
    guid: UUID
    slug: str
    name: str
    seats: int | None
    features: tuple[str, ...]
    in_week: bool


@dataclass(frozen=True, slots=True)
class PublicSession:
    """What somebody proposed. ``changed`` numbers its last change, made at ``changed_at``."""

    pk: int
    guid: UUID
    slug: str
    kind: str
    url: str
    title: str
    summary: str
    description: str
    facilitator: str
    language: str
    track: str
    source_url: str
    format: str
    format_slug: str
    origin: str
    seats: int | None
    remote_seats: int | None
    is_remote: bool
    needs: tuple[str, ...]
    minutes: int | None
    created_at: datetime
    changed: int
    changed_at: datetime
    is_removed: bool


@dataclass(frozen=True, slots=True)
class PublicSlot:
    """A session at one of its times; cancelled ones stay known."""

    pk: int
    guid: UUID
    session: PublicSession
    room: PublicRoom | None
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool


@dataclass(frozen=True)
class PublicWeek:
    """A week with everything that happens in it, in the order in which it begins."""

    week: Week
    revision: str
    rooms: tuple[PublicRoom, ...]
    sessions: tuple[PublicSession, ...]
    all_slots: tuple[PublicSlot, ...] = field(repr=False)

    @cached_property
    def slots(self) -> tuple[PublicSlot, ...]:
        """Those that take place."""
        return tuple(slot for slot in self.all_slots if not slot.is_cancelled)

    @cached_property
    def unplaced(self) -> tuple[PublicSession, ...]:
        """What has no time: to be placed, offered or wished for."""
        placed = {slot.session.pk for slot in self.slots}
        return tuple(s for s in self.sessions if s.pk not in placed and not s.is_removed)

    @cached_property
    def elsewhere(self) -> UUID:
        """Stands for the room of what has none; the same for every week of the place."""
        place = self.week.place
        return uuid5(NAMESPACE_OID, f"elsewhere {place.pk} {place.created_at.isoformat()}")


def public_week(week: Week) -> PublicWeek:
    """Five queries, however much there is."""
    mark = revision(week)
    rooms = {room.pk: room for room in _rooms(week)}
    sessions = {session.pk: session for session in _sessions(week)}
    slots = tuple(_slots(week, sessions, rooms))
    used = {slot.room.pk for slot in slots if slot.room is not None}
    return PublicWeek(
        week=week,
        revision=mark,
        rooms=tuple(room for room in rooms.values() if room.in_week or room.pk in used),
        sessions=tuple(sessions.values()),
        all_slots=slots,
    )


def _rooms(week: Week) -> Iterable[PublicRoom]:
    in_week = Week.rooms.through.objects.filter(week_id=week.pk, room_id=OuterRef("pk"))
    rows = Room.objects.filter(place_id=week.place_id).annotate(in_week=Exists(in_week))
    columns = ("pk", "guid", "slug", "name", "seats", "features", "in_week")
    for pk, guid, slug, name, seats, features, is_in in rows.values_list(*columns):
        yield PublicRoom(pk, guid, slug, name, seats, tuple(features or ()), is_in)


def _sessions(week: Week) -> Iterable[PublicSession]:
    root = programme_url(week)
    changes = _last_changes(week)
    rows = Session.objects.filter(week=week, held_at__isnull=True).order_by("pk")
    for row in rows.values(*_SESSION):
        number, at = changes.get(row["pk"], (1, row["created_at"]))
        removed = row["deleted_at"] is not None
        texts = {name: "" if removed else row[name] for name in _TEXTS}
        yield PublicSession(
            pk=row["pk"], guid=row["guid"], slug="" if removed else row["slug"], kind=row["kind"],
            url="" if removed else f"{root}{row['slug']}/", **texts,
            format=(not removed and row["format__title"]) or "",
            format_slug=row["format__slug"] or "", origin=row["origin"],
            seats=row["seats"], remote_seats=row["remote_seats"],
            is_remote=bool(row["remote_url"]), needs=tuple(row["needs"] or ()),
            minutes=row["minutes"], created_at=row["created_at"], changed=number, changed_at=at,
            is_removed=removed,
        )  # fmt: skip


def _last_changes(week: Week) -> dict[int, tuple[int, datetime]]:
    rows = Change.objects.filter(week=week).order_by().values("session_id")
    found = rows.annotate(number=Max("number"), last=Max("at"))
    return {each["session_id"]: (each["number"], each["last"]) for each in found}


def _slots(
    week: Week, sessions: dict[int, PublicSession], rooms: dict[int, PublicRoom]
) -> Iterable[PublicSlot]:
    rows = Slot.objects.filter(session__week=week).order_by(
        "starts_at", "room__position", "room_id", "pk"
    )
    columns = ("pk", "guid", "session_id", "room_id", "starts_at", "ends_at", "cancelled_at")
    for pk, guid, session_id, room_id, starts_at, ends_at, cancelled_at in rows.values_list(
        *columns
    ):
        session = sessions.get(session_id)
        if session is None:
            continue
        yield PublicSlot(
            pk=pk, guid=guid, session=session, room=rooms.get(room_id or 0), starts_at=starts_at,
            ends_at=ends_at, is_cancelled=cancelled_at is not None or session.is_removed,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """Something that readers of the programme may not know yet.

    ``kind`` is "new", "moved", "cancelled" (one of its times) or "back"; ``times`` are those that
    it touched: from when to when, and the name of the room.
    """

    kind: str
    mark: str
    at: datetime
    title: str
    summary: str
    url: str
    times: tuple[tuple[datetime, datetime, str], ...]


NEWS_READ = 400
NEWS_TOLD = 50


def news_of(week: Week) -> list[News]:
    """The newest first, of what still is in the programme; of each session its last move only.

    Two queries.
    """
    root = programme_url(week)
    names = dict(Room.objects.filter(place_id=week.place_id).values_list("pk", "name"))
    rows = Change.objects.filter(
        week=week, session__deleted_at__isnull=True, session__held_at__isnull=True
    ).order_by("-pk")
    columns = (
        "number", "mark", "at", "after", "session_id", "session__title", "session__summary",
        "session__slug",
    )  # fmt: skip
    found: list[News] = []
    moved: set[int] = set()
    # What was looked at first is new since then.
    seen: dict[int, tuple[str, datetime]] = {}
    for number, mark, at, after, session_id, title, summary, slug in rows.values_list(*columns)[
        :NEWS_READ
    ]:
        if after.get("held") is False:
            seen.setdefault(session_id, (mark, at))
        kind = _kind_of_news(number, after)
        if not kind or (kind != "new" and session_id in moved):
            continue
        moved.add(session_id)
        named, since = seen.get(session_id, (mark, at)) if kind == "new" else (mark, at)
        times = tuple(_times(after, names))
        found.append(News(kind, named, since, title, summary, f"{root}{slug}/", times))
    return sorted(found, key=lambda news: news.at, reverse=True)[:NEWS_TOLD]


def _kind_of_news(number: int, after: dict[str, Any]) -> str:
    if number == 1:
        return "new"
    if after.get("deleted") is False:
        return "back"
    slots = [value for key, value in after.items() if key.startswith("slot:")]
    if not slots:
        return ""
    return "moved" if any(slots) else "cancelled"


def _times(
    after: dict[str, Any], names: dict[int, str]
) -> Iterable[tuple[datetime, datetime, str]]:
    for key, value in after.items():
        if key.startswith("slot:") and value:
            room = names.get(value["room"] or 0, "")
            starts_at, ends_at = (
                datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at")
            )
            yield starts_at, ends_at, room

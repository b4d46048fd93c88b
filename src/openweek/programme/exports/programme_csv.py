"""The programme as a table: a row for each time, and one for each session that has none yet."""

from collections.abc import Iterator

from django.utils import translation

from openweek.ground import tables
from openweek.programme.exports import plain
from openweek.programme.queries.exports import PublicSession, PublicSlot, public_week
from openweek.week.models import Week

CONTENT_TYPE = tables.CONTENT_TYPE
COLUMNS = (
    "guid", "kind", "date", "start", "end_date", "end", "room", "title", "summary", "description",
    "people", "format", "track", "language", "seats", "url",
)  # fmt: skip


def render(week: Week) -> bytes:
    with translation.override(week.place.language):
        return tables.as_csv(COLUMNS, _rows(week), language=week.place.language)


def _rows(week: Week) -> Iterator[list[str]]:
    public, zone = public_week(week), week.place.zone
    for slot in public.slots:
        start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        when = [f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%Y-%m-%d}", f"{end:%H:%M}"]
        yield _row(str(slot.guid), slot.session, when, _room(slot))
    for session in public.unplaced:
        yield _row(str(session.guid), session, [""] * 4, "")


def _room(slot: PublicSlot) -> str:
    return plain.room_name(slot) if slot.room is not None else ""


def _row(guid: str, session: PublicSession, when: list[str], room: str) -> list[str]:
    words = [
        room,
        plain.title_of(session),
        plain.prose(session.summary),
        plain.prose(session.description),
        ", ".join(plain.people_of(session)),
        plain.line(session.format),
        plain.line(session.track),
        plain.line(session.language),
    ]
    seats = "" if session.seats is None else str(session.seats)
    return [guid, session.kind, *when, *words, seats, plain.address(session.url)]

"""The programme as a table: a row for each time, and one for each session that has none yet.

Whoever opens it in a spreadsheet must not run what somebody typed into a title: a cell that could
be taken for a formula begins with an apostrophe. Telephone numbers and amounts stay as they are.
"""

import csv
import io
import re

from django.utils import translation

from openweek.programme.exports import plain
from openweek.programme.queries.exports import PublicSession, PublicSlot, public_week
from openweek.week.models import Week

CONTENT_TYPE = "text/csv; charset=utf-8"
COLUMNS = (
    "guid", "kind", "date", "start", "end_date", "end", "room", "title", "summary", "description",
    "people", "format", "track", "language", "seats", "url",
)  # fmt: skip
# What spreadsheets take for the beginning of a formula, also in its wide form.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\(?\d[\d\s.,()\-]*")


def render(week: Week) -> bytes:
    public = public_week(week)
    zone = week.place.zone
    page = io.StringIO(newline="")
    # In French, the comma parts the cents from the euros; everything is in quotes, so that a
    # programme that expects the other sign still finds whole cells.
    sign = ";" if week.place.language.startswith("fr") else ","
    table = csv.writer(page, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    with translation.override(week.place.language):
        for slot in public.slots:
            start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
            when = [f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%Y-%m-%d}", f"{end:%H:%M}"]
            table.writerow(_row(str(slot.guid), slot.session, when, _room(slot)))
        for session in public.unplaced:
            table.writerow(_row(str(session.guid), session, [""] * 4, ""))
    return b"\xef\xbb\xbf" + page.getvalue().encode()


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
    # No cell of ours begins like a formula: ours need no apostrophe.
    return [guid, session.kind, *when, *map(harmless, words), seats, plain.address(session.url)]


def harmless(text: str) -> str:
    """That text, as a spreadsheet shows it and never computes it."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text

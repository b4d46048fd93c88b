"""A table, ours or one made by hand: a row for each time, with a head that says what is what."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from openweek.ground.text import clean_line, safe_slug
from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Incoming,
    Programme,
    Spot,
    Unreadable,
    Where,
    key_for,
    uuid_in,
    without_doubles,
)
from openweek.programme.models import Kind

KIND = "table"
# In the words of heads, without accents; the first that is found in a head wins.
HEADS: Mapping[str, tuple[str, ...]] = {
    name: tuple(words_for_it.split("|"))
    for name, words_for_it in {
        "guid": "guid|uid|uuid|id|identifiant|code",
        "title": "title|titre|intitule|nom|session|moment|atelier|sujet|name|activite|activity"
        "|event|evenement",
        "summary": "summary|subtitle|resume|sous titre|en quelques mots|accroche|abstract",
        "description": "description|details|detail|texte|presentation|contenu|notes",
        "day": "date|day|jour|jour et heure|quand|when",
        "start": "start|starts|begin|begins|debut|heure|horaire|horaires|heures|time|commence"
        "|heure de debut|start time|hour|de|from",
        "end_day": "end date|date de fin",
        "end": "end|ends|fin|heure de fin|end time|finit|jusqu a|a|to|until",
        "duration": "duration|duree|lasts|length|minutes|dure",
        "room": "room|salle|lieu|where|ou|location|espace|place",
        "people": "people|who|qui|animateur|animatrice|anime par|avec|with|facilitator|par|host"
        "|facilitateur|speaker|speakers|intervenant|intervenante|intervenants|persons|animation"
        "|personnes|run by|porte par",
        "track": "track|theme|thematique|subject|categorie|category|parcours",
        "format": "format|type",
        "language": "language|langue|lang",
        "seats": "seats|places|jauge|capacite|capacity|nombre de places",
        "url": "url|lien|link|page|site|adresse web",
        "kind": "kind",
    }.items()
}
OURS = ("guid", "kind", "date", "start", "end_date", "end")
_FORMULA_MARK = re.compile(r"'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n])")
# An hour that stands behind its day, in one cell.
_HAS_DAY = re.compile(r"\d{4}|\d/\d|\d\s+[^\W\d_]{3}")
_MOST_COLUMNS, _MOST_SEATS = 60, 100_000
_HEAD_WITHIN = 10
# With the empty ones: of more, memory would be made that nobody needs.
_MOST_LINES = 10 * MOST_EVENTS
_DAY_MINUTES = 1440


def read(text: str, where: Where) -> Programme:
    lines = _lines(text)
    top, columns = _head(lines)
    is_ours = tuple(clean_line(cell).lower() for cell in lines[top][:6]) == OURS
    programme = Programme(KIND, "openweek" if is_ours else KIND, is_ours=is_ours)
    last_day = ""
    times: Counter[str] = Counter()
    for number, cells in enumerate(lines[top + 1 :], start=top + 2):
        if len(programme.rows) >= MOST_EVENTS:
            said = _("Only the first %(count)d events were read.") % {"count": MOST_EVENTS}
            programme.complain("", "", said)
            break
        row = {
            name: _unmarked(cells[place].strip()[: words.MOST_LETTERS])
            for name, place in columns.items()
            if place < len(cells)
        }
        if not any(row.values()):
            continue
        # In tables made by hand a day is often said once, for the rows below it too.
        if row.get("day") and moments.day_of(row["day"], where):
            last_day = row["day"]
        elif not row.get("day") and row.get("start") and not is_ours:
            row["day"] = last_day
        _add(programme, row, _("line %(number)d") % {"number": number}, where, times)
    without_doubles(programme, _("another line has the same number; both were kept."))
    return programme


def _unmarked(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if _FORMULA_MARK.match(cell) else cell


def _lines(text: str) -> list[list[str]]:
    """Cut at the sign that gives the first lines the most cells."""
    # Without a limit, one quote that nobody closed would be a cell of the whole file.
    csv.field_size_limit(words.MOST_LETTERS * 2)
    first_lines = list(islice(io.StringIO(text, newline=None), _HEAD_WITHIN * 100))
    beginning = "".join(first_lines[:_HEAD_WITHIN])
    sign = max(";,\t|", key=lambda each: (beginning.count(each), each == ";"))
    head = next((line for line in first_lines if line.strip()), "")
    if head.count(sign) == 0:
        sign = max(";,\t|", key=head.count)
    text = text.replace("\0", "")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return [row[:_MOST_COLUMNS] for row in islice(rows, _MOST_LINES)]
    except csv.Error:
        # A quote that is never closed: line by line then.
        return [
            line.rstrip("\n").split(sign, _MOST_COLUMNS)[:_MOST_COLUMNS]
            for line in islice(io.StringIO(text, newline=None), _MOST_LINES)
        ]


def _head(lines: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Which line is the head, and in which column each thing stands."""
    for number, cells in enumerate(lines[:_HEAD_WITHIN]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = _named(cell)
            if name and name not in columns:
                columns[name] = place
        if "title" in columns and (len(columns) > 1 or len(cells) == 1):
            return number, columns
    raise Unreadable(
        _(
            "We do not recognise this file. A table needs a first line that names its columns: "
            "title, day, start, duration or end, room, who."
        )
    )


def _named(cell: str) -> str:
    folded = safe_slug(clean_line(cell)[:60], default="").replace("-", " ")
    for name, heads in HEADS.items():
        if folded and folded in heads:
            return name
    first = folded.split(" ")[0] if folded else ""
    return next((name for name, heads in HEADS.items() if len(first) > 3 and first in heads), "")  # noqa: PLR2004  "de", "a" mean nothing alone


def _add(
    programme: Programme, row: Mapping[str, str], label: str, where: Where, times: Counter[str]
) -> None:
    title = words.line(row.get("title"))
    spot = Spot(programme, label, title)
    if not title:
        spot.complain(_("it has no title, so it was left out."))
        return
    start, end, minutes = _times(row, spot, where)
    people = _people(row["people"], is_ours=programme.is_ours) if "people" in row else None
    series = row.get("url", "") if programme.is_ours else f"{title}/{people}"
    identity = row.get("guid", "")
    if not identity:
        # The n-th time of that name: it keeps its number when it moves.
        times[series] += 1
        identity = f"{safe_slug(title)}/{safe_slug(' '.join(people or ()))}/{times[series]}"
    programme.rows.append(
        Incoming(
            key=key_for(programme.source, identity),
            title=title,
            where=label,
            guid=uuid_in(identity),
            series=series,
            start=start,
            end=end,
            minutes=minutes,
            persons=people,
            **_words(row, spot),
        )
    )


def _people(said: str, *, is_ours: bool) -> tuple[str, ...]:
    """Our table parts names by commas alone; people write as they speak."""
    return words.names(list(said.split(","))) if is_ours else words.names_in(said)


def _words(row: Mapping[str, str], spot: Spot) -> dict[str, Any]:
    ours = spot.programme.is_ours
    page = words.link(row.get("url"))
    said: dict[str, Any] = {
        name: words.line(row[column])
        for name, column in (("room", "room"), ("subtitle", "summary"), ("track", "track"))
        if column in row
    }
    if "description" in row:
        said["description"] = words.prose(row["description"], is_ours=ours)
    if "language" in row:
        said["language"] = words.language(row["language"])
    said["format"] = words.line(row.get("format")) or None
    said["kind"] = row.get("kind") if row.get("kind") in Kind.values else None
    # The page that our own table names is that of the session here.
    is_here = ours and page.startswith(f"{settings.OPENWEEK_URL}/")
    said["url"] = None if is_here else page or None
    seats = re.search(r"\d+", row.get("seats", ""))
    if seats and 0 < int(seats[0][:9]) <= _MOST_SEATS:
        said["seats"] = int(seats[0][:9])
    elif row.get("seats"):
        spot.complain(_("its number of seats cannot be read."))
    return said


def _times(
    row: Mapping[str, str], spot: Spot, where: Where
) -> tuple[datetime | None, datetime | None, int | None]:
    """From when to when; and how long, which also what has no time may say."""
    minutes = moments.length(row.get("duration", ""))
    lasts = minutes if minutes and minutes < _DAY_MINUTES else None
    start, hours = _start(row, spot, where)
    if start is None:
        return None, None, lasts
    end = _end(row, hours, start, minutes, where)
    if end is None:
        spot.complain(_("it does not say how long it lasts: kept without a time."))
        return None, None, lasts
    return start, end, lasts


def _start(
    row: Mapping[str, str], spot: Spot, where: Where
) -> tuple[datetime | None, Sequence[time]]:
    said_day, said_start = row.get("day", ""), row.get("start", "")
    if not said_day and not said_start:
        return None, ()
    both = bool(_HAS_DAY.search(said_start))
    day = moments.day_of(said_day, where) or (moments.day_of(said_start, where) if both else None)
    hours = moments.hours_in(_after_day(said_start) if both else said_start)
    hours = hours or moments.hours_in(_after_day(said_day))
    if day is None:
        words_for = _("we cannot read which day “%(day)s” is: kept without a time.")
        spot.complain(words_for % {"day": (said_day or said_start)[:40]})
        return None, ()
    if not hours:
        spot.complain(_("it does not say at what hour: kept without a time."))
        return None, ()
    try:
        return moments.moment(day, hours[0], where.zone), hours
    except moments.Skipped as skipped:
        spot.complain(_("the clocks skip its hour that night: it begins when they go on."))
        return skipped.instead, hours


def _after_day(said: str) -> str:
    """Of "2026-11-25 14:00" or « mercredi 25 novembre, 14 h »: the hour alone."""
    parts = re.split(r"[T,]|\s(?=\d{1,2}\s*[h:])|\s+(?:à|at|de|from)\s+", said.strip(), maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


def _end(
    row: Mapping[str, str],
    hours: Sequence[time],
    start: datetime,
    minutes: int | None,
    where: Where,
) -> datetime | None:
    ends = moments.hours_in(row.get("end", "")) or list(hours[1:2])
    if not ends:
        return start + timedelta(minutes=minutes) if minutes else None
    day = start.astimezone(where.zone).date()
    try:
        end = moments.moment(
            moments.day_of(row.get("end_day", ""), where) or day, ends[0], where.zone
        )
    except moments.Skipped as skipped:
        end = skipped.instead
    # « de 22 h à 1 h » ends on the morning after.
    return end if end > start else end + timedelta(days=1)

"""What a file says, in plain values, whatever its kind."""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

# Nobody's week has more; a file that has is a mistake, or a trap.
MOST_EVENTS = 5000
MOST_TROUBLES = 1000
KEY_LENGTH = 200

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|@)", re.IGNORECASE)


class Unreadable(Exception):
    """Nothing in the file can be read; its words are for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be taken as it was: where in the file, what it concerns, and why."""

    where: str
    title: str
    words: str

    def __str__(self) -> str:
        named = f" “{self.title}”" if self.title else ""
        return f"{self.where}{named}: {self.words}" if self.where else f"{named} {self.words}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One time of one session. None where the file says nothing: what is here then stays.

    Rows of the same ``series`` are times of one session. Moments are in UTC.
    """

    key: str
    title: str
    where: str = ""
    guid: UUID | None = None
    series: str = ""
    subtitle: str | None = None
    description: str | None = None
    track: str | None = None
    language: str | None = None
    persons: tuple[str, ...] | None = None
    room: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    # How long it lasts, when it has no time.
    minutes: int | None = None
    url: str | None = None
    remote_url: str | None = None
    seats: int | None = None
    # Names of ours: a Kind, and the title of a Format; what is unknown here is left out.
    kind: str | None = None
    format: str | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """What a reader must know of the place: its clocks, and the days that matter to it."""

    zone: ZoneInfo
    first: date
    last: date
    # The place in words, as calendars add it to the name of a room.
    place: str = ""


@dataclass(slots=True)
class Programme:
    """What could be read of a file; ``source`` is the same for a newer file from the same hand."""

    kind: str
    source: str
    title: str = ""
    # Written by this software, here or elsewhere.
    is_ours: bool = False
    first: date | None = None
    last: date | None = None
    rows: list[Incoming] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def complain(self, where: str, title: str, words: str) -> None:
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(where, title[:120], words))

    def days(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """The first and the last day that it speaks of; None when it has no date at all."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        said = [row.start.astimezone(zone).date() for row in self.rows if row.start is not None]
        return (min(said), max(said)) if said else None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a file one reads, so that what is wrong there can be said."""

    programme: Programme
    where: str
    title: str = ""

    def complain(self, words: str) -> None:
        self.programme.complain(self.where, self.title, words)


def uuid_in(said: str) -> UUID | None:
    """The guid that an identifier is or begins with, as in a calendar's UID."""
    found = _UUID.match(said.strip())
    return UUID(found[0]) if found else None


def key_for(source: str, said: str) -> str:
    """A guid is known everywhere; anything else only to its own source."""
    guid = uuid_in(said)
    if guid is not None:
        return str(guid)
    key = f"{source}:{said}"
    if len(key) > KEY_LENGTH:
        digest = hashlib.sha256(key.encode()).hexdigest()[:40]
        return f"{key[: KEY_LENGTH - 41]}:{digest}"
    return key


def without_doubles(programme: Programme, words: str) -> None:
    """Keys are given once: a second event of that name gets another, and does without the guid."""
    taken: set[str] = set()
    times: dict[str, int] = {}
    for place, row in enumerate(programme.rows):
        if row.key in taken:
            key, number = row.key, times.get(row.key, 1)
            while key in taken:
                number += 1
                key = f"{row.key[: KEY_LENGTH - 8]}#{number}"
            times[row.key] = number
            programme.rows[place] = replace(row, key=key, guid=None)
            if words:
                programme.complain(row.where, row.title, words)
        taken.add(programme.rows[place].key)


def minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start) / timedelta(minutes=1))

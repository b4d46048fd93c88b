"""The lines of an iCalendar file, read leniently: what is broken costs its own event at most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from openweek.programme.importing import moments

_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([A-Za-z0-9-]+)=(?:\"([^\"]*)\"|([^;\"]*))")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?")
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d+S)?)?"
)
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Property:
    value: str
    parameters: dict[str, str]

    @property
    def text(self) -> str:
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def texts(self) -> list[str]:
        """Of a list: commas part it, unless they are escaped."""
        parts = re.split(r"(?<!\\),", self.value)
        return [Property(part, {}).text.strip() for part in parts]


@dataclass(slots=True)
class Component:
    number: int
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def get(self, name: str) -> Property | None:
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        found = self.get(name)
        return found.text.strip() if found else ""


def unfolded(text: str) -> list[str]:
    """Whole lines; one that begins with a space goes on with the one before it."""
    lines: list[list[str]] = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in {" ", "\t"} and lines:
            lines[-1].append(line[1:])
        elif line.strip():
            lines.append([line])
    return ["".join(parts) for parts in lines]


def components(text: str) -> tuple[Component, list[Component], dict[str, str]]:
    """The calendar's own properties, its events, and the zones that it names itself."""
    reading = _Reading()
    for name, found in _properties(text):
        if name == "BEGIN":
            reading.begin(found.value.strip().upper())
        elif name == "END":
            reading.end()
        else:
            reading.take(name, found)
    return reading.calendar, reading.events, reading.zones


class _Reading:
    """Where one is: in an event, in something inside it, in a zone, or in none of them."""

    def __init__(self) -> None:
        self.calendar = Component(0)
        self.events: list[Component] = []
        self.zones: dict[str, str] = {}
        self._inside: list[str] = []
        self._zone = ""

    def begin(self, kind: str) -> None:
        if kind == "VEVENT":
            # Also when nobody ended the one before.
            self._inside = [kind]
            self.events.append(Component(len(self.events) + 1))
        else:
            self._inside.append(kind)

    def end(self) -> None:
        if self._inside:
            self._inside.pop()

    def take(self, name: str, found: Property) -> None:
        if self._inside == ["VEVENT"]:
            self.events[-1].properties.setdefault(name, []).append(found)
        elif self._inside and self._inside[-1] == "VTIMEZONE":
            self._zone = found.value.strip() if name == "TZID" else self._zone
            if name == "X-LIC-LOCATION":
                self.zones[self._zone] = found.value.strip()
        elif self._inside in ([], ["VCALENDAR"]):
            self.calendar.properties.setdefault(name, []).append(found)


def _properties(text: str) -> Iterator[tuple[str, Property]]:
    for line in unfolded(text):
        # Longer than any text we keep: what is it?
        match = _LINE.fullmatch(line[:200_000])
        if match:
            told = {name.upper(): a or b for name, a, b in _PARAMETER.findall(match[2])}
            yield match[1].upper(), Property(match[3], told)


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """As in "Europe/Paris", "/a.company/20201010/Europe/Paris", "Romance Standard Time"."""
    cleaned = name.strip().strip('"')
    candidates = [cleaned, "/".join(cleaned.split("/")[-2:]), WINDOWS_TO_OLSON.get(cleaned, "")]
    for candidate in candidates:
        try:
            return ZoneInfo(candidate)
        except (ValueError, OSError, KeyError):
            continue
    return None


class Clocks:
    """How a calendar's times are read."""

    def __init__(self, zone: ZoneInfo, own: dict[str, str]) -> None:
        self.zone = zone
        self._own = own
        self.unknown: set[str] = set()

    def zone_of(self, found: Property) -> ZoneInfo:
        named = found.parameters.get("TZID", "")
        if not named:
            return self.zone
        zone = zone_named(named) or zone_named(self._own.get(named, ""))
        if zone is None:
            self.unknown.add(named[:80])
        return zone or self.zone

    def local(self, found: Property | None) -> date | datetime | None:
        """As it is written, in its zone; a day alone is a date. None for nonsense."""
        match = _MOMENT.match(found.value.strip()) if found else None
        if found is None or match is None:
            return None
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            if match[4] is None:
                return day
            zone = ZoneInfo("UTC") if match[7] else self.zone_of(found)
            return datetime(day.year, day.month, day.day, int(match[4]), int(match[5]), tzinfo=zone)
        except ValueError:
            return None


def in_utc(local: datetime) -> datetime:
    """Raises :class:`moments.Skipped`."""
    zone = local.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101  as made above
    return moments.moment(local.date(), local.time(), zone)


def length(found: Property | None) -> timedelta | None:
    """As in "PT1H30M"."""
    match = _LENGTH.fullmatch(found.value.strip()) if found else None
    if match is None or match[1] == "-":
        return None
    weeks, days, hours, minutes = (int(match[n] or 0) for n in range(2, 6))
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)

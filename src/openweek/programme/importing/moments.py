"""Days, hours and lengths as people and programmes write them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openweek.ground.hours import NoSuchHour, to_utc
from openweek.programme.importing.incoming import Where

_MONTHS = (
    ("jan",), ("fev", "fév", "feb"), ("mar",), ("avr", "apr"), ("mai", "may"), ("juin", "jun"),
    ("juil", "jul"), ("aou", "aoû", "aug"), ("sep",), ("oct",), ("nov",), ("dec", "déc"),
)  # fmt: skip
_WEEKDAYS = (
    ("lun", "mon"), ("mar", "tue"), ("mer", "wed"), ("jeu", "thu"), ("ven", "fri"),
    ("sam", "sat"), ("dim", "sun"),
)  # fmt: skip
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_HOUR = re.compile(
    r"(?<![\d:])(\d{1,2})(?:\s*(?:[h:]|\.(?=\d{2}))\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?)?\s*(am|pm|a\.m\.|p\.m\.)?(?![\d/])",
    re.IGNORECASE,
)
_NAMED_HOURS = {"midi": time(12), "noon": time(12), "minuit": time(0), "midnight": time(0)}
_LENGTH = re.compile(
    r"(?:(\d{1,2})\s*(?:j|d|days?|jours?)\b)?\s*"
    r"(?:(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:heures?|hours?|h))?\s*(?:(\d{1,4})\s*(?:minutes?|min|mn|m)?)?\.?",
    re.IGNORECASE,
)
_CLOCK_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_YEARS = range(1970, 2200)
_CENTURY = 100


class Skipped(ValueError):
    """The clocks skip that hour; ``instead`` is the moment at which they go on."""

    def __init__(self, instead: datetime) -> None:
        super().__init__("no such hour")
        self.instead = instead


def moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """In UTC. Raises :class:`Skipped`."""
    try:
        return to_utc(day, hour, zone)
    except NoSuchHour as gap:
        # Read with the offset before the gap, as calendars do.
        instead = datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
        raise Skipped(instead) from gap


def iso_moment(said: str, zone: ZoneInfo) -> datetime | None:
    """As in "2026-11-25T14:00:00+01:00"; without a zone it is the place's.

    Raises :class:`Skipped`.
    """
    text = said.strip().replace("Z", "+00:00") if said.strip().endswith("Z") else said.strip()
    if "T" not in text.upper() and " " not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
        if read.year not in _YEARS:
            return None
        return read.astimezone(UTC) if read.tzinfo else moment(read.date(), read.time(), zone)
    except Skipped:
        raise
    except (ValueError, OverflowError):
        return None


def day_of(said: str, where: Where) -> date | None:
    """For example "2026-11-25", "25/11", "mercredi 25 novembre", "Wed", "jour 2"."""
    text = said.strip().lower()
    iso = _ISO_DAY.search(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    numbers = _NUMBERS.search(text)
    if numbers:
        return _of_numbers(int(numbers[1]), int(numbers[2]), numbers[3], where)
    words = _WORDS.findall(text)
    digits = [int(each) for each in _DIGITS.findall(text)[:3] if len(each) <= 4]  # noqa: PLR2004  a year
    month = _month(words, has_day=bool(digits))
    if month and digits:
        year = next((n for n in digits if n in _YEARS), None)
        days = [n for n in digits if n != year]
        return _nearest(where, month, days[0], year) if days else None
    return _in_the_week(words, digits, where)


def _in_the_week(words: list[str], digits: list[int], where: Where) -> date | None:
    days = [where.first + timedelta(days=n) for n in range((where.last - where.first).days + 1)]
    weekday = next(
        (n for n, names in enumerate(_WEEKDAYS) for w in words if w.startswith(names)), None
    )
    if weekday is not None:
        fitting = [day for day in days if day.weekday() == weekday]
        exact = [day for day in fitting if not digits or day.day == digits[0]]
        return exact[0] if len(exact) == 1 else None
    if digits and {"jour", "day", "j", "d"} & set(words):
        return days[digits[0] - 1] if 1 <= digits[0] <= len(days) else None
    if digits and not words:
        fitting = [day for day in days if day.day == digits[0]]
        return fitting[0] if len(fitting) == 1 else None
    return None


def _month(words: list[str], *, has_day: bool) -> int | None:
    if not has_day:
        return None
    # « mardi 3 mars »: the weekday begins like the month.
    others = [word for word in words if not re.match(r"mar(?:di|\b)?$", word) or word == "mars"]
    for word in others:
        for number, names in enumerate(_MONTHS, start=1):
            if word.startswith(names) and len(word) >= 3:  # noqa: PLR2004  the shortest of them
                return number
    return None


def _of_numbers(one: int, two: int, year: str | None, where: Where) -> date | None:
    """The day comes first, unless only the other order is possible, or is in the week."""
    whole = int(year) if year else None
    if whole is not None and whole < _CENTURY:
        whole += 2000
    day_first, month_first = _nearest(where, two, one, whole), _nearest(where, one, two, whole)
    if day_first is None or (
        month_first and not _is_in(day_first, where) and _is_in(month_first, where)
    ):
        return month_first
    return day_first


def _nearest(where: Where, month: int, day: int, year: int | None) -> date | None:
    if year is not None:
        return _date(year, month, day)
    years = dict.fromkeys((where.first.year, where.last.year))
    found = [each for each in (_date(y, month, day) for y in years) if each]
    return next((each for each in found if _is_in(each, where)), found[0] if found else None)


def _is_in(day: date, where: Where) -> bool:
    return where.first <= day <= where.last


def _date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hours_in(said: str) -> list[time]:
    """The hours that a cell says, at most two: "14h-15h30", "2 pm", "de 9 h à midi"."""
    text = said.strip().lower()
    for word, named in _NAMED_HOURS.items():
        text = re.sub(rf"\b{word}\b", f"{named:%H:%M}", text)
    found: list[time] = []
    for match in _HOUR.finditer(text):
        hour, minutes = int(match[1]), int(match[2] or 0)
        half = (match[3] or "").lower().replace(".", "")
        if half and 1 <= hour <= 12:  # noqa: PLR2004  as on a clock's face
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour == 24 and not minutes:  # noqa: PLR2004  midnight, as some say it
            hour = 0
        if hour < 24 and minutes < 60:  # noqa: PLR2004  what clocks show
            found.append(time(hour, minutes))
    return found[:2]


def length(said: str) -> int | None:
    """Minutes: "1h30", "90", "90 min", "1:30", "01:30:00", "1,5 h", "1:02:30" for days too."""
    text = said.strip().lower()
    by_clock = _CLOCK_LENGTH.fullmatch(text)
    if by_clock:
        first, second, third = int(by_clock[1] or 0), int(by_clock[2]), int(by_clock[3])
        if by_clock[1] and second < 60 and third == 0:  # noqa: PLR2004  a spreadsheet's seconds
            return first * 60 + second
        return first * 1440 + second * 60 + third
    match = _LENGTH.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    hours = float(match[2].replace(",", ".")) if match[2] else 0.0
    return int(match[1] or 0) * 1440 + round(hours * 60) + int(match[3] or 0)


def clock_length(said: str) -> int | None:
    """Of a schedule.xml: "1:30" is hours, "1:02:30" begins with days."""
    match = _CLOCK_LENGTH.fullmatch(said.strip())
    if match:
        return int(match[1] or 0) * 1440 + int(match[2]) * 60 + int(match[3])
    return length(said)

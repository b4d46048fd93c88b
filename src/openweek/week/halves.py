"""Half-days: the grain in which visitors say when they come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from openweek.look.templatetags.look import day as day_in_words
from openweek.look.templatetags.look import hour, weekday
from openweek.week.queries import Day

NOON = time(13)  # where a morning ends: people eat at one


class Part(models.TextChoices):
    MORNING = "morning", gettext_lazy("morning")
    AFTERNOON = "afternoon", gettext_lazy("afternoon")


@dataclass(frozen=True, slots=True)
class Half:
    """A morning or an afternoon of one day."""

    date: date
    part: str

    @property
    def key(self) -> str:
        """As forms and addresses write it."""
        return f"{self.date.isoformat()}-{self.part}"

    @property
    def order(self) -> tuple[int, bool]:
        return self.date.toordinal(), self.part != Part.MORNING

    @property
    def is_morning(self) -> bool:
        return self.part == Part.MORNING

    @property
    def in_short(self) -> str:
        """« mardi matin »."""
        words = _("%(day)s morning") if self.is_morning else _("%(day)s afternoon")
        return words % {"day": weekday(self.date)}

    @property
    def in_full(self) -> str:
        """« mardi 24 novembre, matin »."""
        said = pgettext("a day", "morning") if self.is_morning else pgettext("a day", "afternoon")
        return f"{day_in_words(self.date)}, {said}"


def parse_half(key: object) -> Half | None:
    """The half-day that a form named, or None when it means nothing."""
    day, _dash, part = str(key).rpartition("-")
    if part not in Part.values:
        return None
    try:
        return Half(date.fromisoformat(day), Part(part))
    except ValueError:
        return None


def half_at(local: datetime) -> Half:
    """The half-day that a moment belongs to, on the clock of the place."""
    return Half(local.date(), Part.MORNING if local.time() < NOON else Part.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Opening:
    """A half-day during which the doors are open, and how many may still come."""

    half: Half
    opens: time
    closes: time
    is_past: bool
    seats_left: int | None = None  # None where nobody counts

    @property
    def is_full(self) -> bool:
        return self.seats_left is not None and self.seats_left <= 0

    @property
    def is_free(self) -> bool:
        return not self.is_past and not self.is_full

    @property
    def hours(self) -> str:
        return f"{hour(self.opens)}\N{NO-BREAK SPACE}– {hour(self.closes)}"


def openings_of(day: Day, now: datetime) -> list[Opening]:
    """The open half-days of a day; ``now`` is on the clock of the place."""
    found = []
    for part, start, end in ((Part.MORNING, time.min, NOON), (Part.AFTERNOON, NOON, time.max)):
        stretches = [
            (max(row.opens, start), min(row.closes, end))
            for row in day.hours
            if row.opens < end and row.closes > start
        ]
        if stretches:
            opens, closes = min(s[0] for s in stretches), max(s[1] for s in stretches)
            over = day.state == "past" or (day.date, closes) <= (now.date(), now.time())
            found.append(Opening(Half(day.date, part), opens, closes, is_past=over))
    return found


def in_order(halves: Iterable[Half]) -> list[Half]:
    return sorted(set(halves), key=lambda half: half.order)


def in_words(halves: Iterable[Half]) -> list[str]:
    """« mardi 24 novembre, toute la journée », « mercredi 25 novembre, matin »."""
    ordered = in_order(halves)
    whole = {half.date for half in ordered if not half.is_morning} & {
        half.date for half in ordered if half.is_morning
    }
    said = []
    for half in ordered:
        if half.date not in whole:
            said.append(half.in_full)
        elif half.is_morning:
            said.append(_("%(day)s, all day") % {"day": day_in_words(half.date)})
    return said


def parts_in_words(halves: Iterable[Half]) -> str:
    """Of one day: « matin », « après-midi », « toute la journée »."""
    parts = {half.part for half in halves}
    if len(parts) == len(Part):
        return pgettext("a day", "all day")
    if Part.MORNING in parts:
        return pgettext("a day", "morning")
    return pgettext("a day", "afternoon") if parts else ""


def see_you(half: Half, today: date) -> str:
    """The sentence that somebody who registered takes home: « C’est noté, à mardi matin. »."""
    if half.date == today:
        return _("It is noted, see you in a little while.")
    if (half.date - today).days == 1:
        return (
            _("It is noted, see you tomorrow morning.")
            if half.is_morning
            else _("It is noted, see you tomorrow afternoon.")
        )
    return _("It is noted, see you on %(half)s.") % {"half": half.in_short}


def list_in_words(halves: Iterable[Half]) -> str:
    """« mardi matin, mercredi après-midi »."""
    return ", ".join(half.in_short for half in in_order(halves))

"""What a format of a week says is due when: one thing a line, counted from the first day.

« -14 Imprimer les affiches » is due two weeks before the doors open, « 0 … » on the first day,
« +7 … » a week after it. A line without a number is due on no day in particular.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.ground.text import clean_line

# Of one format: nobody reads a longer list.
MOST = 60
FARTHEST_DAYS = 365
LONGEST_WORDS = 200
# As people write it: a hyphen or a real minus, « J-14 », a colon or a full stop after the number.
# Without a sign only the first day is meant: « 3 tables à plier » is due on no day.
_MINUS = "\N{MINUS SIGN}\N{EN DASH}-"
_SIGNED = rf"(?:[JjDd]\s?)?(?P<sign>[+{_MINUS}])\s?(?P<days>\d+)"
_DUE = re.compile(rf"(?:{_SIGNED}|0)(?:\s*[:.)])?(?:\s+(?P<what>.+))?")


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """Something to do, and how many days from the first one; None on no day in particular."""

    what: str
    days: int | None = None

    @property
    def when(self) -> str:
        """« 14 jours avant », « le premier jour »."""
        if self.days is None:
            return ""
        if not self.days:
            return _("on the first day")
        words = (
            ngettext("%(count)d day before", "%(count)d days before", -self.days)
            if self.days < 0
            else ngettext(
                "%(count)d day after the first", "%(count)d days after the first", self.days
            )
        )
        return words % {"count": abs(self.days)}


class NotAChecklist(ValueError):
    """A line that cannot be followed. ``number`` counts from 1; ``reason`` is a code of ours."""

    def __init__(self, number: int, line: str, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number, self.line, self.reason = number, line, reason


def parse(text: str) -> list[ChecklistLine]:
    """Every line that says something, in its order. Raises :class:`NotAChecklist`."""
    found: list[ChecklistLine] = []
    for number, typed in enumerate(text.splitlines(), 1):
        line = clean_line(typed)
        if not line:
            continue
        if len(found) == MOST:
            raise NotAChecklist(number, line, "many")
        found.append(_read(number, line))
    return found


def read(text: str) -> list[ChecklistLine]:
    """The same of what is kept already, leaving out what cannot be followed."""
    found = []
    for number, typed in enumerate(text.splitlines(), 1):
        if line := clean_line(typed):
            try:
                found.append(_read(number, line))
            except NotAChecklist:
                continue
    return found[:MOST]


def _read(number: int, line: str) -> ChecklistLine:
    told = _DUE.fullmatch(line)
    what = (told["what"] or "") if told else line
    if not re.search(r"\w", what):
        raise NotAChecklist(number, line, "empty")
    if len(what) > LONGEST_WORDS:
        raise NotAChecklist(number, line, "long")
    return ChecklistLine(what, _days(number, line, told) if told else None)


def _days(number: int, line: str, told: re.Match[str]) -> int:
    typed = told["days"] or "0"
    if len(typed) > len(str(FARTHEST_DAYS)) or int(typed) > FARTHEST_DAYS:
        raise NotAChecklist(number, line, "far")
    return -int(typed) if (told["sign"] or "+") in _MINUS else int(typed)

"""Badges on paper: on a roll of labels, on a sheet of labels, and on A6 to wear round the neck."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.look import dates, typesetting
from openweek.visits import badges
from openweek.visits.models import Visit
from openweek.visits.queries import Guest
from openweek.week.models import Week

PAPER = Path(__file__).parent / "paper"
LABEL, SHEET, A6 = "label", "sheet", "a6"
PAPERS = (LABEL, SHEET, A6)
PROJECT_LENGTH = 70
_PICTURES = {"So", "Sk", "Cs"}
_JOINERS = "\u200d\ufe0f"


def papers() -> list[tuple[str, str]]:
    """Each with what it is, for those who choose."""
    return [
        (LABEL, _("labels on a roll, 62 mm wide (29 mm long each)")),
        (SHEET, _("a sheet of labels, A4: 14 of 99 × 38 mm")),
        (A6, _("A6, to wear round the neck")),
    ]


def printed(
    week: Week, of_whom: Sequence[tuple[Visit, Guest]], *, on: date, paper: str, root: str
) -> bytes:
    """A PDF. ``root`` is the desk's address, under which the squares are opened.

    What visitors typed reaches the template as data. Letters that our own typefaces lack are
    taken from those of the machine.
    """
    files = {
        f"qr-{number}.svg": _square(week, visit, on, root)
        for number, (visit, _guest) in enumerate(of_whom)
    }
    data = {
        "language": (get_language() or "fr")[:2],
        "paper": paper,
        "title": _("Badges of %(day)s") % {"day": dates.day(on)},
        "place": week.place.name,
        "week": week.title,
        "day": dates.day(on),
        "no_photo": _("no photographs"),
        "badges": [_badge(guest) for _visit, guest in of_whom],
    }
    return typesetting.typeset(PAPER / "badges.typ", data, files, with_system_fonts=True)


def _badge(guest: Guest) -> dict[str, Any]:
    """A first name large, and under it what helps to begin a conversation."""
    first, _space, rest = _letters(guest.name).partition(" ")
    about = " ".join(guest.project.split())
    if len(about) > PROJECT_LENGTH:
        about = f"{about[:PROJECT_LENGTH].rstrip()}…"
    line = _("with %(name)s") % {"name": guest.host} if guest.host else about
    return {
        "first": first,
        "rest": guest.group or rest,
        "line": line,
        "code": guest.code.replace(" ", "\N{NO-BREAK SPACE}"),
        "no_photo": guest.has_photo_sign,
    }


def _letters(name: str) -> str:
    """Without the pictures that few machines can print, where letters are left to be read."""
    kept = (c for c in name if unicodedata.category(c) not in _PICTURES and c not in _JOINERS)
    return " ".join("".join(kept).split()) or name


def _square(week: Week, visit: Visit, on: date, root: str) -> bytes:
    visit.week = week
    return typesetting.square(f"{root}c/{badges.badge(visit, [on])}/", border=1)

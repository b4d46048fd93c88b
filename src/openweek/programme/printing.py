"""The programme on paper: a poster for the door, and a leaflet to fold."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.commons.licences import licence
from openweek.look import dates, typesetting
from openweek.programme import grid, queries
from openweek.programme.queries import Moment
from openweek.week import queries as week_queries
from openweek.week.models import Week

PAPER = Path(__file__).parent / "paper"
FOLDED = Path(typesetting.__file__).parent / "paper" / "folded.typ"
POSTER, PAGES, LEAFLET = "a3", "a5", "a4"
SHEETS = (POSTER, LEAFLET, PAGES)


def printed(week: Week, paper: str, *, address: str) -> bytes:
    """A PDF: the poster (A3), A5 pages to read, or those folded from A4.

    ``address`` is where the programme is found, as it goes into the square to scan.
    """
    data, files = said(week, address=address), {"qr.svg": typesetting.square(address)}
    if paper == POSTER:
        return typesetting.typeset(PAPER / "poster.typ", data, files)
    pages = typesetting.typeset(PAPER / "booklet.typ", data, files)
    if paper == PAGES:
        return pages
    count = typesetting.count(PAPER / "booklet.typ", data, "pages", files)
    facts = {"title": data["title"], "language": data["language"], "pages": count}
    return typesetting.typeset(FOLDED, facts, {"pages.pdf": pages})


def said(week: Week, *, address: str) -> dict[str, Any]:
    """All words of the sheet, as the template sets them."""
    place = week.place
    by_day: dict[date, list[Moment]] = defaultdict(list)
    moments = queries.programme_of(week)
    for moment in moments:
        by_day[moment.starts_at.astimezone(place.zone).date()].append(moment)
    terms = licence(week.licence)
    return {
        "language": (get_language() or "fr")[:2],
        "place": place.name,
        "title": week.title,
        "tagline": week.tagline,
        "dates": dates.days(week.starts_on, week.ends_on),
        "address": address.split("://", 1)[-1].rstrip("/"),
        "scan": _("The programme as it is now"),
        "nothing": _("Nothing is planned yet."),
        "notes": _("Notes"),
        "foot": address.split("://", 1)[-1].rstrip("/"),
        "licence": terms.title if terms else week.licence,
        "days": [
            {
                "name": dates.day(day.date),
                "opening": grid.opening_in_words(day),
                "sessions": [_line(each, week) for each in by_day[day.date]],
            }
            for day in week_queries.days_of(week)
        ],
        "back": list(_back(week)),
        "credits": _credits(moments),
    }


def _line(moment: Moment, week: Week) -> dict[str, Any]:
    more = [
        dates.duration(moment.minutes),
        moment.room,
        moment.format if moment.format != moment.title else "",
        _("with %(name)s") % {"name": moment.facilitator} if moment.facilitator else "",
    ]
    return {
        "starts": dates.clock_time(moment.starts_at, week.place.zone),
        "title": moment.title,
        "more": " · ".join(part for part in more if part),
        "ink": moment.format_id or 0,
    }


def _back(week: Week) -> Iterable[dict[str, str]]:
    place = week.place
    where = ", ".join(part for part in (place.address, place.city) if part)
    how = week.how_to_come or place.how_to_come
    if where or how:
        text = "\n\n".join(part for part in (where, how) if part)
        yield {"title": _("How to come"), "text": text}
    yield {
        "title": _("You write it too"),
        "text": _("Everybody may propose a session, without an account: scan the square."),
    }


def _credits(moments: Iterable[Moment]) -> str:
    """Everybody who runs something, each once, by alphabet."""
    names = {
        name.strip() for each in moments for name in each.facilitator.split(",") if name.strip()
    }
    if not names:
        return ""
    return _("With %(names)s.") % {"names": ", ".join(sorted(names, key=str.casefold))}

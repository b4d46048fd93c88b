"""The ways in which the programme goes out, as the page that offers them shows them."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.programme.exports import plain
from openweek.programme.exports.embed import INKS, THEMES
from openweek.programme.queries.exports import PublicWeek, public_week
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week


@dataclass(frozen=True, slots=True)
class CalendarWay:
    """A calendar to subscribe to. ``webcal`` opens the calendar of whoever clicks."""

    key: str
    name: str
    address: str
    webcal: str


@dataclass(frozen=True, slots=True)
class Ways:
    page: str
    calendar: CalendarWay
    rooms: tuple[CalendarWay, ...]
    formats: tuple[CalendarWay, ...]
    room_words: tuple[str, ...]
    feed: str
    json: str
    csv: str
    schedule_xml: str
    schedule_json: str
    frame: str
    code: str
    themes: tuple[str, ...]
    inks: tuple[str, ...]


def ways_of(week: Week, origin: str) -> Ways:
    """``origin`` is the address by which the reader reached us: there their calendar will ask."""
    public = public_week(week)
    programme = f"{origin}{programme_url(week)}"
    root = programme.removesuffix("programme/")
    calendar = f"{root}programme.ics"
    frame = f"{programme}embed/?{urlencode({'language': get_language() or week.place.language})}"
    return Ways(
        page=f"{programme}subscribe/",
        calendar=_way("week", plain.line(week.title), calendar),
        rooms=tuple(
            _way(f"room-{slug}", name, f"{calendar}?{urlencode({'room': slug})}")
            for slug, name in _rooms(public)
        ),
        formats=tuple(
            _way(f"format-{slug}", name, f"{calendar}?{urlencode({'format': slug})}")
            for slug, name in _formats(public)
        ),
        room_words=tuple(slug for slug, _name in _rooms(public)),
        feed=f"{root}programme.rss",
        json=f"{root}programme.json",
        csv=f"{root}programme.csv",
        schedule_xml=f"{root}schedule.xml",
        schedule_json=f"{root}schedule.json",
        frame=frame,
        code=_code(frame, f"{_('Programme')} · {plain.line(week.title)}"),
        themes=THEMES,
        inks=INKS,
    )


def _code(frame: str, title: str) -> str:
    """What is pasted into another page: HTML, in which the title is a title and no more."""
    return (
        f'<iframe src="{escape(frame)}" title="{escape(title)}"'
        ' width="100%" height="640" loading="lazy"></iframe>'
    )


def _way(key: str, name: str, address: str) -> CalendarWay:
    return CalendarWay(key, name, address, f"webcal://{address.partition('://')[2]}")


def _rooms(public: PublicWeek) -> list[tuple[str, str]]:
    return [(room.slug, plain.line(room.name)) for room in public.rooms if room.in_week]


def _formats(public: PublicWeek) -> list[tuple[str, str]]:
    """Those in which something is planned, in the order of their names."""
    used = {slot.session.format_slug: plain.line(slot.session.format) for slot in public.slots}
    return sorted((pair for pair in used.items() if pair[0]), key=lambda pair: pair[1].casefold())

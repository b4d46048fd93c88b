"""What people typed, made fit for formats that refuse some characters or any empty word."""

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openweek.place.models import Place
from openweek.programme.queries.exports import PublicSession, PublicSlot

# XML 1.0 and iCalendar know none of them, and nobody typed them on purpose.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NEWLINES = re.compile("\r\n|[\r\u2028\u2029]")


def prose(text: str) -> str:
    """Several lines, without what can't be printed."""
    return _UNPRINTABLE.sub("", _NEWLINES.sub("\n", text)).strip()


def line(text: str) -> str:
    """One line."""
    return " ".join(prose(text).split())


def title_of(session: PublicSession) -> str:
    return line(session.title) or _("Untitled")


def people_of(session: PublicSession) -> list[str]:
    return people_in(session.facilitator)


def people_in(facilitator: str) -> list[str]:
    """Who runs it, each name once; several stand apart by commas."""
    names = (line(name) for name in facilitator.split(","))
    return list(dict.fromkeys(name for name in names if name))


def address(path: str) -> str:
    """The whole address of something on this site."""
    return f"{settings.OPENWEEK_URL}{path}"


def web_address(text: str) -> str:
    """An address typed by somebody, if it is one that leads to a page; else nothing."""
    typed = "".join(prose(text).split())
    return typed if re.match(r"https?://[^\s<>\"{}|\\^`]+$", typed) else ""


def room_name(slot: PublicSlot) -> str:
    """Where it is, in a word, also when it is in none of the rooms."""
    if slot.room is not None:
        return line(slot.room.name) or slot.room.slug
    return from_afar() if slot.session.is_remote else elsewhere()


def elsewhere() -> str:
    return pgettext("instead of a room", "Elsewhere")


def from_afar() -> str:
    return pgettext("instead of a room", "From afar")


def where_place_is(place: Place) -> str:
    """« Le Préau, 3 rue de la Paix, Saint-Étienne »."""
    parts = [line(part) for part in (place.name, place.address, place.city)]
    return ", ".join(part for part in parts if part)

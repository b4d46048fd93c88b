"""One module for each kind of file; which one it is, its content says, never its name."""

import re

from django.utils.translation import gettext as _

from openweek.programme.importing.incoming import Programme, Unreadable, Where
from openweek.programme.importing.reading import (
    calendar_file,
    pretalx,
    schedule_json,
    schedule_xml,
    table,
)
from openweek.programme.importing.unpacking import text_of, unpack

_BEGINNING = 4000


def read(content: bytes, where: Where) -> Programme:
    """What can be read of it. Raises :class:`Unreadable` when that is nothing at all."""
    content = unpack(content)
    text = text_of(content).lstrip()
    beginning = text[:_BEGINNING].lower()
    if beginning.startswith("<"):
        found = _marked_up(content, text, where)
    elif beginning.startswith(("{", "[")):
        found = _json(text, where)
    elif "begin:vcalendar" in beginning or "begin:vevent" in beginning:
        found = calendar_file.read(text, where)
    else:
        found = table.read(text, where)
    if not found.rows and not found.troubles:
        raise Unreadable(_("There is no session in this file."))
    return found


def _marked_up(content: bytes, text: str, where: Where) -> Programme:
    if re.search(r"<!doctype\s+html|<html[\s>]", text[:_BEGINNING], re.IGNORECASE):
        raise Unreadable(
            _("This is a web page. Look there for “schedule.xml”, “iCal” or “CSV”: choose that.")
        )
    if "<event" not in text and "<schedule" not in text:
        raise Unreadable(_("This XML file is not a programme: there is no <schedule> in it."))
    return schedule_xml.read(content, text, where)


def _json(text: str, where: Where) -> Programme:
    told = schedule_json.load(text)
    return schedule_json.read(told, where) if told.is_schedule else pretalx.read(told, where)

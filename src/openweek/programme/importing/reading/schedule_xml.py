"""schedule.xml, as frab, pretalx, FOSDEM and others write it."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from django.utils.translation import gettext as _

from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Programme,
    Unreadable,
    Where,
    without_doubles,
)
from openweek.programme.importing.reading import conference
from openweek.programme.importing.reading.conference import Around

KIND = "schedule.xml"
_TAG = re.compile(r"<(day|room|event)\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(date|name)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")
_HEAD = re.compile(r"<conference>.*?</conference>", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Spotted = tuple[Mapping[str, Any], Around]


def read(content: bytes, text: str, where: Where) -> Programme:
    """Whole if it is well-formed, else event by event, so that one mistake costs one event."""
    try:
        return _whole(content, where)
    except DefusedXmlException as trap:
        raise Unreadable(
            _("This XML file defines entities of its own, which programmes never need: refused.")
        ) from trap
    except (ParseError, LookupError, ValueError) as broken:
        return _piecewise(text, where, broken)


def _whole(content: bytes, where: Where) -> Programme:
    head: dict[str, str] = {}
    events: list[tuple[dict[str, Any], str, str]] = []
    is_ours = False
    day = room = ""
    begun = 0
    for verb, element in iterparse(io.BytesIO(content), events=("start", "end")):
        if verb == "start":
            if element.tag == "day":
                day, room = element.get("date", ""), ""
            elif element.tag == "room" and "name" in element.attrib:
                room = element.get("name", "")
            begun += element.tag == "event"
            # One within the other, they would fill the memory before the first one ends.
            if begun > MOST_EVENTS + 1:
                break
            continue
        if element.tag == "conference":
            head = {child.tag: (child.text or "").strip() for child in element}
        elif element.tag == "generator":
            is_ours = element.get("name", "") == "OpenWeek"
        elif element.tag == "event":
            events.append((_said(element), day, room))
            element.clear()
        if len(events) > MOST_EVENTS:
            break
    programme, spot = _begin(head, where, is_ours=is_ours)
    _add_all(
        programme,
        ((said, _spot(spot, day, room, where)) for said, day, room in events),
    )
    return programme


def _begin(head: Mapping[str, Any], where: Where, *, is_ours: bool) -> tuple[Programme, Around]:
    source = conference.source_of(KIND, head)
    programme = Programme(KIND, source, title=words.line(head.get("title")), is_ours=is_ours)
    conference.days_of(programme, head, where)
    return programme, conference.around(head, where)


def _spot(spot: Around, day: str, room: str, where: Where) -> Around:
    return replace(spot, day=moments.day_of(day, where), room=words.line(room))


def _add_all(programme: Programme, events: Iterator[Spotted]) -> None:
    for said, spot in events:
        if not conference.add(programme, said, spot):
            programme.complain(
                "", "", _("Only the first %(count)d events were read.") % {"count": MOST_EVENTS}
            )
            break
    without_doubles(programme, _("another event has the same number; both were kept."))


def _said(event: Element) -> dict[str, Any]:
    said: dict[str, Any] = {
        child.tag: (child.text or "") for child in event if isinstance(child.tag, str)
    }
    said |= {name: event.get(name) for name in ("guid", "id") if event.get(name)}
    persons = event.find("persons")
    said["persons"] = (
        None if persons is None else words.names([each.text or "" for each in persons])
    )
    return said


def _piecewise(text: str, where: Where, broken: Exception) -> Programme:
    """Each event by itself; day and room are those whose tags stand before it."""
    head_text = _HEAD.search(text)
    head = _parsed(head_text[0]) if head_text else None
    programme, spot = _begin(
        {child.tag: child.text for child in head} if head is not None else {},
        where,
        is_ours='<generator name="OpenWeek"' in text[:2000],
    )
    programme.complain(
        "", "", _("This XML file is damaged (%(why)s): it was read event by event.")
        % {"why": str(broken)[:120]},
    )  # fmt: skip
    _add_all(programme, _pieces(programme, text, spot, where))
    return programme


def _pieces(programme: Programme, text: str, spot: Around, where: Where) -> Iterator[Spotted]:
    """Damaged ones count as well: half a million of them would take half a minute."""
    day = room = ""
    tags = list(_TAG.finditer(text))
    starts = [tag.start() for tag in tags if tag[1].lower() == "event"] + [len(text)]
    number = 0
    for tag in tags:
        named = {name: one or other for name, one, other in _ATTRIBUTE.findall(tag[0])}
        kind = tag[1].lower()
        if kind == "day":
            day, room = named.get("date", day), ""
        elif kind == "room":
            room = named.get("name", room)
        else:
            number += 1
            if number > MOST_EVENTS + 1:
                break
            following = text[tag.start() : starts[number]]
            event = _parsed(following.partition("</event>")[0] + "</event>")
            if event is None:
                label = _("event %(number)s") % {"number": number}
                title = re.search(r"<title>([^<]*)", following)
                programme.complain(
                    label, words.line(title[1]) if title else "",
                    _("it is damaged in the file and could not be read."),
                )  # fmt: skip
            else:
                yield _said(event), _spot(spot, words.plain(day), words.plain(room), where)


def _parsed(piece: str) -> Element | None:
    mended = _AMPERSAND.sub("&amp;", _UNPRINTABLE.sub("", piece))
    try:
        found: Element = fromstring(mended)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    return found

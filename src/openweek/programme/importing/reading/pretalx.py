"""What pretalx's own API and its derivatives answer: talks with their slots, however nested."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openweek.programme.importing import moments, words
from openweek.programme.importing.incoming import (
    MOST_EVENTS,
    Incoming,
    Programme,
    Spot,
    Unreadable,
    Where,
    key_for,
    without_doubles,
)
from openweek.programme.importing.reading.schedule_json import Loaded, objects_in

KIND = "pretalx"
_GONE = {"canceled", "cancelled", "withdrawn", "rejected", "deleted"}


def read(told: Loaded, where: Where) -> Programme:
    programme = Programme(KIND, KIND)
    if told.damage:
        programme.complain(
            "", "", _("This JSON file is damaged (%(why)s): what was whole in it was read.")
            % {"why": told.damage[:120]},
        )  # fmt: skip
    rooms = _rooms(told.value)
    seen: set[str] = set()
    for talk in objects_in(told.value):
        code = words.line(talk.get("code")) or words.line(talk.get("guid"))
        if not code or not ({"slots", "slot", "state"} & set(talk)) or code in seen:
            continue
        seen.add(code)
        if len(programme.rows) >= MOST_EVENTS:
            programme.complain(
                "", "", _("Only the first %(count)d events were read.") % {"count": MOST_EVENTS}
            )
            break
        programme.rows += _talk(programme, talk, code, rooms, where)
    if not programme.rows and not programme.troubles:
        raise Unreadable(_("This JSON file is neither a schedule.json nor pretalx’s talks."))
    _leftovers(programme, told.value)
    without_doubles(programme, "")
    return programme


def _talk(
    programme: Programme, talk: Mapping[str, Any], code: str, rooms: Mapping[str, str], where: Where
) -> Iterator[Incoming]:
    title = _said(talk.get("title"))
    label = _("talk %(code)s") % {"code": code[:40]}
    if not title:
        programme.complain(label, "", _("it has no title, so it was left out."))
        return
    track = talk.get("track")
    words_of: dict[str, Any] = {
        "title": title,
        "where": label,
        "series": code,
        "description": _description(talk),
        "track": None if "track" not in talk else _said(track),
        "language": words.language(talk.get("content_locale"))
        if "content_locale" in talk
        else None,
        "persons": _speakers(talk),
        "format": _said(talk.get("submission_type")) or None,
        "cancelled": str(talk.get("state")) in _GONE,
    }
    key = key_for(programme.source, code)
    times = list(_times(talk, rooms, where, Spot(programme, label, title)))
    if not times:
        minutes = talk.get("duration")
        yield Incoming(
            key=key, minutes=minutes if isinstance(minutes, int) and 0 < minutes < 1440 else None,  # noqa: PLR2004  minutes of a day
            **words_of,
        )  # fmt: skip
    for number, (start, end, room) in enumerate(times, start=1):
        yield Incoming(
            key=key if number == 1 else f"{key}#{number}", start=start, end=end, room=room,
            **words_of,
        )  # fmt: skip


def _description(talk: Mapping[str, Any]) -> str | None:
    if "abstract" not in talk and "description" not in talk:
        return None
    parts = [words.prose(talk.get(name)) for name in ("abstract", "description")]
    return "\n\n".join(dict.fromkeys(part for part in parts if part))


def _speakers(talk: Mapping[str, Any]) -> tuple[str, ...] | None:
    speakers = talk.get("speakers")
    if not isinstance(speakers, list):
        return None
    # An API that was not asked to expand them answers with codes alone.
    return words.names([each.get("name") for each in speakers if isinstance(each, dict)])


def _times(
    talk: Mapping[str, Any], rooms: Mapping[str, str], where: Where, spot: Spot
) -> Iterator[tuple[datetime, datetime, str]]:
    slots = talk.get("slots")
    if not isinstance(slots, list):
        slots = [talk.get("slot")]
    said = [slot for slot in slots if isinstance(slot, dict)]
    for slot in sorted(said, key=lambda slot: str(slot.get("start"))):
        try:
            start = moments.iso_moment(words.line(slot.get("start")), where.zone)
            end = moments.iso_moment(words.line(slot.get("end")), where.zone)
        except moments.Skipped:
            start = end = None
        length = slot.get("duration") or talk.get("duration")
        if start and end is None and isinstance(length, int) and 0 < length < 60_000:  # noqa: PLR2004  minutes
            end = start + timedelta(minutes=length)
        if start and end:
            yield start, end, _room(slot.get("room"), rooms)
        elif slot.get("start"):
            spot.complain(_("one of its times cannot be read."))


def _room(said: Any, rooms: Mapping[str, str]) -> str:
    if isinstance(said, dict) and "name" in said:
        return _said(said)
    return rooms.get(str(said), "") if isinstance(said, int) else words.line(said)


def _rooms(value: Any) -> dict[str, str]:
    rooms = value.get("rooms") if isinstance(value, dict) else None
    return {
        str(room.get("id")): _said(room)
        for room in (rooms if isinstance(rooms, list) else [])
        if isinstance(room, dict)
    }


def _said(value: Any) -> str:
    """A name, which may be given in several languages."""
    if isinstance(value, dict):
        if "name" in value:
            return _said(value["name"])
        language = (get_language() or "fr")[:2]
        value = next((value[key] for key in (language, "fr", "en") if value.get(key)), "") or next(
            iter(value.values()), ""
        )
    return "" if isinstance(value, dict | list) else words.line(value)


def _leftovers(programme: Programme, value: Any) -> None:
    """Entries beside the talks, such as breaks, which have a title and an hour but no end."""
    extra = value.get("extra") if isinstance(value, dict) else None
    for day, entries in extra.items() if isinstance(extra, dict) else []:
        for entry in entries.values() if isinstance(entries, dict) else []:
            if isinstance(entry, dict):
                programme.complain(
                    words.line(day)[:40], _said(entry.get("title")),
                    _("it says neither how long it lasts nor where: left out."),
                )  # fmt: skip

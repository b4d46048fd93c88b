"""Three versions of one thing: what was last read, what is here, what the file says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from openweek.ground.fields import PROSE_LENGTH
from openweek.programme.importing.incoming import Incoming, Programme

TITLE_LENGTH, SUMMARY_LENGTH, PEOPLE_LENGTH, TRACK_LENGTH = 250, 300, 500, 120
EMPTY: tuple[Any, ...] = (None, "", [])
UNSAID = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """``value`` is what stays; ``conflict`` when both sides wrote something else."""

    value: Any
    conflict: bool = False


def merge(base: Any, ours: Any, theirs: Any) -> Merged:
    """``base`` is UNSAID where nothing was read before: then the file wins, but blanks nothing."""
    if theirs == ours or (base is not UNSAID and theirs == base):
        return Merged(ours)
    if base is UNSAID:
        return Merged(ours if theirs in EMPTY else theirs)
    if base == ours or (base in EMPTY and ours in EMPTY):
        return Merged(theirs)
    return Merged(ours, conflict=True)


def said(programme: Programme, row: Incoming, formats: Mapping[str, int]) -> dict[str, Any]:
    """The fields of a session that the row speaks of, as long as they may be here."""
    found: dict[str, Any] = {"title": row.title}
    if len(row.title) > TITLE_LENGTH:
        found["title"] = _shortened(row.title, TITLE_LENGTH)
        programme.complain(row.where, row.title, _("its title is too long, and was shortened."))
    found |= _texts(programme, row)
    if row.persons is not None:
        found["facilitator"] = _people(programme, row)
    for name, value, longest in (
        ("track", row.track, TRACK_LENGTH), ("language", row.language, 12),
        ("source_url", row.url, 400), ("remote_url", row.remote_url, 200),
    ):  # fmt: skip
        if value is not None:
            found[name] = value if len(value) <= longest else _shortened(value, longest)
    if row.seats is not None:
        found["seats"] = row.seats
    if row.kind is not None:
        found["kind"] = row.kind
    known = formats.get((row.format or "").casefold())
    if known is not None:
        found["format_id"] = known
        if row.format == row.track:
            # A calendar's only category, which was the format.
            found.pop("track", None)
    return found


def _texts(programme: Programme, row: Incoming) -> dict[str, Any]:
    found: dict[str, Any] = {}
    description = row.description
    if row.subtitle is not None:
        found["summary"] = _shortened(row.subtitle, SUMMARY_LENGTH)
        if len(row.subtitle) > SUMMARY_LENGTH:
            description = f"{row.subtitle}\n\n{description or ''}".strip()
            programme.complain(
                row.where, row.title,
                _("its subtitle is too long for one: it stands whole in the description."),
            )  # fmt: skip
    if description is not None:
        found["description"] = _shortened(description, PROSE_LENGTH)
        if len(description) > PROSE_LENGTH:
            programme.complain(row.where, row.title, _("its description is too long, and was cut."))
    return found


def _people(programme: Programme, row: Incoming) -> str:
    names = list(row.persons or ())
    while names and len(", ".join(names)) > PEOPLE_LENGTH:
        names.pop()
    if len(names) < len(row.persons or ()):
        programme.complain(
            row.where, row.title, _("it is run by more people than fit: some are left out.")
        )
    return ", ".join(names)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"

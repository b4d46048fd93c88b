"""What a book says of itself, in the same order in Markdown and in plain text."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from openweek.publishing.told import Told


@dataclass(frozen=True)
class Part:
    """A titled list of the last pages."""

    title: str
    lines: list[str]


def opening(said: Told) -> list[str]:
    """Who, where, when, under which licence: a line each."""
    where = ", ".join(filter(None, [said.place, said.city]))
    edition = _("Edition %(number)d") % {"number": said.number}
    lines = [
        _("Written by %(names)s") % {"names": ", ".join(said.credits)} if said.credits else "",
        f"{where}. {said.day}. {edition}." if where else f"{said.day}. {edition}.",
        f"{said.licence.title} ({said.licence.short})",
    ]
    return [line for line in lines if line]


def closing(said: Told) -> Iterator[Part]:
    if said.contributions:
        lines = [
            _("%(name)s: %(credit)s") % {"name": each.name, "credit": each.words}
            for each in said.contributions
        ]
        yield Part(_("Who wrote how much of what"), lines)
    if said.sources:
        lines = [" ".join(filter(None, [each.words, each.url])) for each in said.sources]
        yield Part(_("What it carries on"), lines)
    if said.media_credits:
        yield Part(_("Pictures, sound and film"), said.media_credits)
    yield Part(_("Licence"), [f"{said.licence.title}: {said.licence.uri}"])
    if said.move_commons:
        labels = ", ".join(said.move_commons)
        yield Part(_("Principles (Move Commons)"), [f"{labels} {said.move_commons_url}"])
    yield Part(_("This edition on the web"), [said.address])


def unwritten() -> str:
    return _("Nobody has written here yet. One could tell:")


def seen_in(titles: list[str]) -> str:
    return _("In: %(chapters)s") % {"chapters": ", ".join(titles)}

"""Whom a place can write to: its members, and those whom the rooms above know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from openweek.ground.authors import SOFTWARE
from openweek.place.actions import greeting_name, write_letter
from openweek.place.models import Membership, Place


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address to which a place may write, and the language in which it is read."""

    email: str
    name: str = ""
    language: str = "fr"


_reached: list[Callable[[Place], Iterable[Recipient]]] = []


def when_reaching(recipients: Callable[[Place], Iterable[Recipient]]) -> None:
    """Say, once, when the application starts, whom else a room above can reach at a place just now.

    Visitors of the week that runs, for instance. An address that several rooms know is written to
    once.
    """
    _reached.append(recipients)


def reach(place: Place) -> list[Recipient]:
    """Each address once: members first, in their own language."""
    everybody = [*_members(place), *(each for ask in _reached for each in ask(place))]
    by_address: dict[str, Recipient] = {}
    for recipient in everybody:
        if recipient.email:
            by_address.setdefault(recipient.email.casefold(), recipient)
    return list(by_address.values())


def write_to_all(
    place: Place, *, subject: str, template: str, context: dict[str, Any], can_wait: bool = True
) -> int:
    """A letter to each who can be reached, in their language; how many were put in the tray.

    ``subject`` and ``template`` are templates: ``desk/letters/notice_subject.txt``. Who had their
    letters for the day, or wants none, gets none; those that ``can_wait`` leave the last letter of
    a day to what people wait for, such as a seat.
    """
    written = 0
    for recipient in reach(place):
        with translation.override(recipient.language):
            said = {**context, "place": place, "name": greeting_name(recipient.name)}
            letter = write_letter(
                to=recipient.email,
                subject=render_to_string(subject, said).strip(),
                text=render_to_string(template, said).strip() + "\n",
                by=SOFTWARE,
                place=place,
                can_wait=can_wait,
            )
        written += letter is not None
    return written


def _members(place: Place) -> list[Recipient]:
    rows = Membership.objects.filter(
        place=place, person__is_active=True, person__email__isnull=False
    ).select_related("person")
    return [
        Recipient(row.person.email, row.person.name, row.person.language)
        for row in rows
        if row.person.email
    ]

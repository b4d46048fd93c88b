"""What is typed at the welcome desk, and what its devices send."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField
from openweek.ground.text import clean_line
from openweek.visits.actions.merging import DEEDS, Noted
from openweek.visits.forms.halves import PARTY_AT_MOST, PartySizeField

BATCH_AT_MOST = 200
LONGEST = timedelta(days=60)  # that a device may have kept something


class WalkInForm(forms.Form):
    name = LineField(
        label=_("Their name"), error_messages={"required": _("A name, even a first name.")}
    )
    party_size = PartySizeField(label=_("How many?"))
    once = forms.UUIDField(widget=forms.HiddenInput)


class CameForm(forms.Form):
    """Of a group, how many came so far; nothing is said of somebody who comes alone."""

    people = PartySizeField(label=_("How many came?"), required=False)


class KioskNameForm(forms.Form):
    name = LineField(
        label=_("What do you call this tablet?"),
        limit=60,
        error_messages={"required": _("A word to know it by, such as “door”.")},
    )


class KioskWalkInForm(forms.Form):
    name = LineField(
        label=_("Your first name, or your name"),
        error_messages={"required": _("A first name is enough.")},
    )
    party_size = PartySizeField(label=_("How many are you?"))
    once = forms.UUIDField(widget=forms.HiddenInput)


class KioskCodeForm(forms.Form):
    """What is said by the letter or by the telephone, or what a square told the camera."""

    code = LineField(
        label=_("Your code: a word and a number"),
        error_messages={"required": _("Type your code, or go back and say your name.")},
    )
    square = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["code"].required = not (data and data.get("square"))


class NotABatch(ValueError):
    """What came is not what our page sends."""


def read_batch(body: bytes) -> tuple[str, list[Noted]]:
    """The device, and its deeds in the order in which it noted them."""
    try:
        said = json.loads(body)
        sent_at, given = float(said["sent_at"]), list(said["entries"])
        if len(given) > BATCH_AT_MOST:
            raise NotABatch("too many at once")
        return clean_line(str(said.get("desk", "")))[:60], list(_noted(given, sent_at))
    except (
        ValueError, TypeError, KeyError, OverflowError, AttributeError, RecursionError,
    ) as unreadable:  # fmt: skip
        raise NotABatch("unreadable") from unreadable


def _noted(given: list[Mapping[str, Any]], sent_at: float) -> Iterator[Noted]:
    for each in given:
        if each["deed"] not in DEEDS:
            raise NotABatch("no such deed")
        name = clean_line(str(each.get("name") or ""))[:120]
        if each["deed"] == "walk-in" and not name:
            raise NotABatch("a name is missing")
        people = each.get("people")
        ago = min(max(sent_at - float(each["at"]), 0.0), LONGEST.total_seconds() * 1000)
        yield Noted(
            guid=UUID(str(each["guid"])),
            deed=str(each["deed"]),
            ago=timedelta(milliseconds=ago),
            number=None if each.get("number") is None else int(each["number"]),
            square=clean_line(str(each.get("square") or ""))[:300],
            of=UUID(str(each["of"])) if each.get("of") else None,
            name=name,
            people=None if people is None else min(max(int(people), 1), PARTY_AT_MOST),
        )

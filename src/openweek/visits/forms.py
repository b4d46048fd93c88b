"""What visitors, the desk and hosts write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField, ProseField
from openweek.visits.queries import LANGUAGES
from openweek.week.halves import Half, Opening, parse_half

PARTY_AT_MOST = 99


class HalfDaysField(forms.Field):
    """The half-days that were ticked. Whether one may come then, the action says."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[Half]:
        halves = [parse_half(key) for key in value or ()]
        if None in halves:
            raise forms.ValidationError(_("Choose among the half-days shown."), code="unknown")
        return [half for half in halves if half]


class PartySizeField(forms.IntegerField):
    """How many come together."""

    def __init__(self, **options: Any) -> None:
        sentence = _("Write a number from 1 to 99. More of you? Tell the desk.")
        kinds = ("required", "invalid", "min_value", "max_value")
        super().__init__(
            min_value=1,
            max_value=PARTY_AT_MOST,
            initial=1,
            error_messages=dict.fromkeys(kinds, sentence),
            **options,
        )


@dataclass(frozen=True)
class Box:
    """One half-day to tick."""

    opening: Opening
    is_ticked: bool
    is_closed: bool  # past or full, and not theirs already
    index: int

    @property
    def id(self) -> str:
        return f"id_half_days_{self.index}"


@dataclass(frozen=True)
class DayOfBoxes:
    date: date
    boxes: list[Box]


class HalfDaysForm(forms.Form):
    """A form with the open half-days of a week to tick."""

    half_days = HalfDaysField(label=_("When do you come?"), required=False)

    def __init__(self, *args: Any, openings: Sequence[Opening], **options: Any) -> None:
        super().__init__(*args, **options)
        self.openings = openings

    @property
    def days(self) -> list[DayOfBoxes]:
        ticked = set(map(str, self["half_days"].value() or ()))
        theirs = set(map(str, self.initial.get("half_days", ())))
        boxes, index = [], 0
        for opening in self.openings:
            mine = opening.half.key in theirs
            closed = opening.is_past or (self.counts_seats and opening.is_full and not mine)
            box = Box(opening, opening.half.key in ticked, closed, -1 if closed else index)
            index += not closed
            boxes.append(box)
        by_day = groupby(boxes, key=lambda box: box.opening.half.date)
        return [DayOfBoxes(day, list(found)) for day, found in by_day]

    counts_seats = True


class ChangeVisitForm(HalfDaysForm):
    name = LineField(
        label=_("Your name"),
        help_text=_("A first name is enough."),
        error_messages={"required": _("Say a name, so that we know whom we expect.")},
    )
    party_size = PartySizeField(label=_("How many are you?"))
    project = ProseField(
        label=_("What do you come with?"),
        help_text=_("A project, a question, an appliance to understand, or mere curiosity."),
        limit=2000,
        required=False,
    )
    needs = ProseField(
        label=_("Is there something that we should prepare?"),
        help_text=_("No steps, somebody at your side, a quiet corner, a child with you…"),
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    origin = LineField(
        label=_("Where do you come from?"),
        help_text=_("A town, a département, a region, a country: as you like."),
        required=False,
    )


class VisitForm(ChangeVisitForm):
    half_days = HalfDaysField(
        label=_("When do you come?"),
        error_messages={"required": _("Tick at least one half-day: that is when we expect you.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you want a letter with your code and your link."),
        required=False,
        max_length=254,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_letters: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_letters:
            del self.fields["email"]


class WalkInForm(forms.Form):
    name = LineField(
        label=_("Their name"), error_messages={"required": _("A name, even a first name.")}
    )
    party_size = PartySizeField(label=_("How many?"))
    once = forms.UUIDField(widget=forms.HiddenInput)


class HostForm(HalfDaysForm):
    counts_seats = False
    about = LineField(
        label=_("On what may one ask you?"),
        help_text=_("A few words, with commas: sewing, Linux, writing a grant application."),
        limit=200,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

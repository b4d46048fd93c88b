"""What the forms of visitors and of hosts share: half-days to tick, how many come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.week.halves import Half, Opening, parse_half

PARTY_AT_MOST = 99
# How many seats are so few that a form says it.
FEW = 6


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
    """One half-day to tick, or to wait for."""

    opening: Opening
    is_ticked: bool
    is_closed: bool  # past or full, and not theirs already
    index: int
    may_wait: bool = False
    waits: bool = False

    @property
    def id(self) -> str:
        return f"id_half_days_{self.index}"


@dataclass(frozen=True)
class DayOfBoxes:
    date: date
    boxes: list[Box]


class HalfDaysForm(forms.Form):
    """A form with the open half-days of a week to tick."""

    counts_seats = True
    half_days = HalfDaysField(label=_("When do you come?"), required=False)

    def __init__(self, *args: Any, openings: Sequence[Opening], **options: Any) -> None:
        super().__init__(*args, **options)
        self.openings = openings
        # Half-days that have seats, but not for all of them.
        self.too_small: Collection[Half] = ()

    @property
    def offered_halves(self) -> str:
        """The same for two forms whose half-days look the same."""
        shown = [
            (
                o.half.key,
                o.hours,
                o.is_past,
                None if o.seats_left is None else min(o.seats_left, FEW),
            )
            for o in self.openings
        ]
        names = [name for name in ("half_days", "waiting") if name in self.fields]
        return repr(
            (shown, self.counts_seats, [(name, sorted(self._keys(name))) for name in names])
        )

    @property
    def days(self) -> list[DayOfBoxes]:
        boxes: list[Box] = []
        for opening in self.openings:
            tickable = sum(not box.is_closed for box in boxes)
            boxes.append(self._box(opening, tickable))
        by_day = groupby(boxes, key=lambda box: box.opening.half.date)
        return [DayOfBoxes(day, list(found)) for day, found in by_day]

    def _box(self, opening: Opening, tickable: int) -> Box:
        key = opening.half.key
        theirs = key in self._keys("half_days", of_old=True)
        full = self.counts_seats and opening.is_full and not theirs
        closed = opening.is_past or full
        waits = key in self._keys("waiting")
        waited = key in self._keys("waiting", of_old=True)
        return Box(
            opening,
            is_ticked=key in self._keys("half_days") and not full,
            is_closed=closed,
            index=-1 if closed else tickable,
            may_wait=not opening.is_past and self._may_wait(opening.half, full or waited),
            waits=waits,
        )

    def _may_wait(self, half: Half, is_full: bool) -> bool:
        return "waiting" in self.fields and (is_full or half in self.too_small)

    def _keys(self, name: str, *, of_old: bool = False) -> set[str]:
        if name not in self.fields:
            return set()
        value = self.initial.get(name) if of_old else self[name].value()
        return set(map(str, value or ()))

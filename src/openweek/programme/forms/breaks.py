"""A pause in all rooms at once, on one day or on several."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField
from openweek.ground.hours import NoSuchHour, to_utc
from openweek.look import dates
from openweek.programme.clashes import Stretch
from openweek.programme.forms.times import HOUR_FORMATS
from openweek.programme.models import Break
from openweek.week.models import Week

WRONG_HOUR = gettext_lazy("Write the hour like this: 14:30.")


class BreakForm(forms.Form):
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    title = LineField(
        label=gettext_lazy("What the break is for"), limit=120,
        help_text=gettext_lazy("Lunch, coffee, a walk together."),
        error_messages={"required": gettext_lazy("Give it a name: lunch, coffee…")},
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one day.")},
    )  # fmt: skip
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"), input_formats=HOUR_FORMATS,
        error_messages={"invalid": WRONG_HOUR},
    )  # fmt: skip
    ends = forms.TimeField(
        label=gettext_lazy("Ends at"), input_formats=HOUR_FORMATS,
        error_messages={"invalid": WRONG_HOUR},
    )  # fmt: skip

    def __init__(self, *args: Any, week: Week, pause: Break | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        self.stretches: list[Stretch] = []
        days = self.fields["days"]
        assert isinstance(days, forms.MultipleChoiceField)  # noqa: S101  said above
        days.choices = [(day.isoformat(), dates.day(day)) for day in week.days]
        if pause is not None:
            # One row is one day: it moves to another, and is not copied.
            one = forms.ChoiceField(label=gettext_lazy("Day"), choices=days.choices)
            self.fields["days"] = one

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends, days = (cleaned.get(name) for name in ("starts", "ends", "days"))
        if starts is not None and ends is not None and days:
            chosen = [days] if isinstance(days, str) else days
            if ends <= starts:
                self.add_error("ends", _("It ends before it begins."))
            else:
                self._place([date.fromisoformat(day) for day in chosen], starts, ends)
        return cleaned

    def _place(self, days: list[date], starts: time, ends: time) -> None:
        zone = self.week.place.zone
        try:
            self.stretches = [(to_utc(day, starts, zone), to_utc(day, ends, zone)) for day in days]
        except NoSuchHour:
            self.add_error("starts", _("On one of these days the clocks skip that hour."))


def initial_of(pause: Break) -> dict[str, Any]:
    zone = pause.week.place.zone
    start, end = pause.starts_at.astimezone(zone), pause.ends_at.astimezone(zone)
    return {
        "title": pause.title, "days": start.date().isoformat(), "starts": start.time(),
        "ends": end.time(),
    }  # fmt: skip


def suggestion(week: Week) -> dict[str, Any]:
    """Every day on which the doors are open, an hour at noon."""
    days = {row.date.isoformat() for row in week.opening_hours.all()}
    return {"days": sorted(days), "starts": time(12, 30), "ends": add_hour(time(12, 30))}


def add_hour(hour: time) -> time:
    return (datetime.combine(date.min, hour) + timedelta(hours=1)).time()

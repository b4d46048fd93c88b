"""The facts of a week, its rooms and its hours."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons.licences import LICENCES
from openweek.commons.move_commons import AREAS, PRINCIPLES, NotADeclaration, parse
from openweek.ground.fields import LineField, ProseField, RowsField
from openweek.look import dates
from openweek.place.models import Place, Room
from openweek.week.models import Week

KEPT_DAYS = 90


def _principles() -> list[tuple[str, str]]:
    """Each principle; reinforcing the commons, with its area."""
    codes = [code for code in PRINCIPLES if code != "rc"]
    codes[codes.index("oa") : codes.index("oa")] = [f"rc.{area}" for area in AREAS]
    return [(code, parse(code).principles[0].label) for code in codes]


class WeekForm(forms.Form):
    """The facts of a week; hours are said per day by :class:`HoursForm`."""

    title = LineField(label=gettext_lazy("Title"))
    tagline = LineField(
        label=gettext_lazy("In one sentence"), required=False, limit=200,
        help_text=gettext_lazy("What would make a neighbour push the door?"),
    )  # fmt: skip
    description = ProseField(label=gettext_lazy("What it is"), required=False)
    organisers = LineField(label=gettext_lazy("Organised by"), required=False, limit=200)
    how_to_come = ProseField(label=gettext_lazy("How to come"), required=False, limit=2000)
    licence = forms.ChoiceField(label=gettext_lazy("Licence of what is made during the week"))
    move_commons = forms.MultipleChoiceField(
        label=gettext_lazy("Principles that you declare (Move Commons)"), required=False,
        choices=_principles, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At most one of each pair; nobody certifies them."),
    )  # fmt: skip
    principles = ProseField(label=gettext_lazy("Why these principles"), required=False, limit=4000)
    capacity = forms.IntegerField(
        label=gettext_lazy("Visitors at once, at most"), required=False, min_value=1,
        max_value=100_000,
    )  # fmt: skip
    kept_days = forms.IntegerField(
        label=gettext_lazy("Days for which what visitors said of themselves is kept"),
        help_text=gettext_lazy("After the last day; then it is erased by itself, and sums remain."),
        initial=KEPT_DAYS, required=False, min_value=1, max_value=365,
    )  # fmt: skip
    remote_url = forms.URLField(
        label=gettext_lazy("Address for those who follow from afar"), required=False,
        max_length=200, assume_scheme="https",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        licence = self.fields["licence"]
        assert isinstance(licence, forms.ChoiceField)  # noqa: S101  said three lines above
        licence.choices = [(code, each.title) for code, each in LICENCES.items()]

    def clean_kept_days(self) -> int:
        """Left empty, as long as it was, or as is usual."""
        said: int | None = self.cleaned_data["kept_days"]
        return said or self.initial.get("kept_days") or KEPT_DAYS

    def clean_move_commons(self) -> str:
        """The declaration as one code."""
        try:
            return parse("-".join(self.cleaned_data["move_commons"])).code
        except NotADeclaration as twice:
            raise forms.ValidationError(_("Choose at most one of each pair.")) from twice


class RoomsForm(forms.Form):
    """Which of the place's rooms are open during the week."""

    rooms = RowsField(
        label=gettext_lazy("Rooms of the week"), required=False, queryset=Room.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        rooms = self.fields["rooms"]
        assert isinstance(rooms, forms.ModelMultipleChoiceField)  # noqa: S101  just above
        rooms.queryset = place.rooms.all()


class HoursForm(forms.Form):
    """From when to when, each day; a day left empty is closed."""

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.days = week.days
        for day in week.days:
            for end, label in (("opens", _("opens at")), ("closes", _("closes at"))):
                self.fields[f"{end}_{day.isoformat()}"] = forms.TimeField(
                    label=f"{dates.day(day)}, {label}",
                    required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for day in self.days:
            opens = cleaned.get(f"opens_{day.isoformat()}")
            closes = cleaned.get(f"closes_{day.isoformat()}")
            field = f"closes_{day.isoformat()}"
            if bool(opens) != bool(closes):
                self.add_error(field, _("Say both hours, or none when the place is closed."))
            elif opens and closes and closes <= opens:
                self.add_error(field, _("It closes before it opens."))
        return cleaned

    def hours(self) -> dict[date, tuple[time, time]]:
        """The days that are open."""
        return {
            day: (
                self.cleaned_data[f"opens_{day.isoformat()}"],
                self.cleaned_data[f"closes_{day.isoformat()}"],
            )
            for day in self.days
            if self.cleaned_data.get(f"opens_{day.isoformat()}")
        }

"""What is to be done before the doors open."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A day from which one can count weeks back and forth; a slip of the pen is no year 202."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Is that the year you mean?"), code="year")
        return day


class ItemForm(forms.Form):
    """One thing of a check-list; left empty, there is none."""

    what = LineField(label=gettext_lazy("What"), limit=200, required=False)
    due_on = DayField(
        label=gettext_lazy("By when"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


class NewItemForm(ItemForm):
    """One more thing, on the page of the check-list."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = LineField(
        label=gettext_lazy("What is to be done?"), limit=200,
        error_messages={"required": gettext_lazy("Say in a few words what is to be done.")},
    )  # fmt: skip


ItemRows = forms.formset_factory(ItemForm, extra=2, max_num=120, absolute_max=120)


def items_in(rows: Any) -> list[tuple[str, date | None]]:
    """What is left of the rows, in their order."""
    said = [form.cleaned_data for form in rows.forms]
    return [(each["what"], each.get("due_on")) for each in said if each.get("what")]

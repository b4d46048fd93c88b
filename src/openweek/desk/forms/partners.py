"""Partners, and what is agreed with them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.desk.forms.once import OnceForm
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Place

OURS = [
    ("ours", gettext_lazy("We promised it")),
    ("theirs", gettext_lazy("They promised it")),
]


def _day(label: Any, *, required: bool = False, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


class PartnerForm(OnceForm):
    name = LineField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("An association, a school, a town, a company."),
        error_messages={"required": gettext_lazy("What are they called?")},
    )
    what = LineField(
        label=gettext_lazy("What you do together, in a sentence"), limit=300, required=False
    )
    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": gettext_lazy("An address such as https://example.org")},
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=gettext_lazy("Show them to everybody"), required=False,
        help_text=gettext_lazy("Their name, what you do together, their website. Nothing else."),
    )  # fmt: skip
    contact = LineField(label=gettext_lazy("Who to talk to"), required=False)
    phone = LineField(label=gettext_lazy("Telephone"), limit=40, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Mail address"), required=False, max_length=254,
        error_messages={"invalid": gettext_lazy("An address such as ada@example.org")},
    )  # fmt: skip
    agreed_until = _day(gettext_lazy("Agreed until"))
    notes = ProseField(label=gettext_lazy("Notes"), required=False)

    def details(self) -> dict[str, Any]:
        return {name: said for name, said in self.cleaned_data.items() if name != "once"}


class RenewForm(forms.Form):
    until = _day(
        gettext_lazy("Renewed until"), required=True,
        error_messages={"required": gettext_lazy("Until which day?")},
    )  # fmt: skip

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = clock.today(place.zone)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= self._today:
            raise ValidationError(_("Choose a day to come."))
        return until


class MeetingForm(OnceForm):
    on = _day(
        gettext_lazy("Day"), required=True,
        error_messages={"required": gettext_lazy("On which day?")},
    )  # fmt: skip
    with_whom = LineField(label=gettext_lazy("With whom"), limit=200, required=False)
    said = ProseField(
        label=gettext_lazy("What was said"), limit=5000, required=False,
        help_text=gettext_lazy("Leave it empty for a meeting to come."),
    )  # fmt: skip


class NoteMeetingForm(forms.Form):
    said = ProseField(label=gettext_lazy("What was said"), limit=5000, required=False)


class PromiseForm(OnceForm):
    what = LineField(
        label=gettext_lazy("What was promised"), limit=300,
        error_messages={"required": gettext_lazy("What was promised?")},
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=gettext_lazy("By whom"), choices=OURS, initial="ours", widget=forms.RadioSelect
    )
    due_on = _day(gettext_lazy("For which day"))

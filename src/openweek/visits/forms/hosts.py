"""What a host says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField
from openweek.place.spoken import LANGUAGES
from openweek.visits.forms.halves import HalfDaysForm
from openweek.visits.queries.hosts import OFFERS

AT_ONCE_AT_MOST = 12
USUAL_AT_ONCE = 2


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
    at_once = forms.IntegerField(
        label=_("How many visits at the same time, at most?"),
        help_text=_("A group is one visit."),
        min_value=1,
        max_value=AT_ONCE_AT_MOST,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a number from 1 to 12.")
        ),
    )
    need_codes = forms.MultipleChoiceField(
        label=_("With what can you help?"),
        help_text=_("A visitor who needs it will be sent to you rather than to somebody else."),
        choices=list(OFFERS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_at_once(self) -> int:
        return self.cleaned_data["at_once"] or USUAL_AT_ONCE

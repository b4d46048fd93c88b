"""A version of the house rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField, ProseField


class RulesForm(forms.Form):
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    text = ProseField(
        label=_("The rules of the house"),
        help_text=_("A title begins with ##, a line of a list with a dash."),
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": _("Write a first rule, however short.")},
    )
    change = LineField(
        label=_("What is new, in a sentence"), limit=300, required=False,
        help_text=_("Those who know the rules already read only this."),
    )  # fmt: skip
    by_mail = forms.BooleanField(
        label=_("Tell it by mail too"), required=False,
        help_text=_("To everybody of the place who has an address, and to the visitors expected."),
    )  # fmt: skip

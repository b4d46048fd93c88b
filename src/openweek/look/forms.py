"""The form of the living page: one field of each kind."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _


class ComponentsForm(forms.Form):
    wrong: ClassVar[dict[str, str]] = {"title": "", "summary": "<script>", "day": "2026-02-31"}

    title = forms.CharField(
        label=_("Title of your session"), help_text=_("A title is enough."), max_length=120
    )
    summary = forms.CharField(
        label=_("In a few words"), widget=forms.Textarea, required=False, max_length=400
    )
    room = forms.ChoiceField(
        label=_("Room"),
        choices=[("", _("Wherever there is space")), ("kitchen", _("The kitchen"))],
        required=False,
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput)
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("offer", _("I offer it")), ("wish", _("I wish for it"))],
        widget=forms.RadioSelect,
        help_text=_("A wish looks for somebody who can make it happen."),
    )
    halves = forms.MultipleChoiceField(
        label=_("When do you come?"),
        choices=[("tue-am", _("Tuesday morning")), ("tue-pm", _("Tuesday afternoon"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label=_("I have read the rules of the house"))

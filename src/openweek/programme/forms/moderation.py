"""How the week takes what people write, and a word to those whose proposal is not taken."""

from django import forms
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField
from openweek.programme.models import Mode


class PolicyForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("What people write is"), choices=Mode.choices, widget=forms.RadioSelect
    )
    holds_newcomers = forms.BooleanField(
        label=gettext_lazy(
            "Somebody new waits until one of you has seen a first session of theirs"
        ),
        required=False,
    )


class RefuseForm(forms.Form):
    why = LineField(label=gettext_lazy("A kind word why"), required=False, limit=200)

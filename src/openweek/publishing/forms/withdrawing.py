"""Why a book is taken back."""

from django import forms
from django.utils.translation import gettext_lazy

from openweek.ground.fields import LineField


class WithdrawBookForm(forms.Form):
    because = LineField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy(
            "Everybody who follows a link to the book reads this sentence: name nobody in it."
        ),
        limit=300,
    )

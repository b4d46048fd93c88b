"""Small tasks: what is brought to the board, and who takes it on."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Size
from openweek.place.tasks import TITLE_LENGTH, Brought


class TaskForm(forms.Form):
    """A small task that somebody brings to the board."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(
        label=gettext_lazy("What small thing waits?"),
        help_text=gettext_lazy("For example: water the plants, sort the cables, taste the soup."),
        limit=TITLE_LENGTH,
        error_messages={"required": gettext_lazy("Say it in a few words: that is enough.")},
    )
    more = ProseField(
        label=gettext_lazy("What one has to know"),
        required=False,
        limit=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    size = forms.ChoiceField(
        label=gettext_lazy("How long does it take?"),
        choices=[*Size.choices, ("", pgettext_lazy("size of a task", "hard to say"))],
        widget=forms.RadioSelect,
        required=False,
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("For whom is it?"),
        choices=[
            ("mine", gettext_lazy("for me: I would be glad of a hand")),
            ("place", gettext_lazy("for the place and everybody in it")),
            ("private", gettext_lazy("for me alone: nobody else sees it")),
        ],
        widget=forms.RadioSelect,
    )
    is_for_visitors = forms.BooleanField(label=gettext_lazy("A visitor may help"), required=False)

    def brought(self) -> Brought:
        said = self.cleaned_data
        return Brought(
            title=said["title"],
            more=said["more"],
            size=said["size"],
            is_of_place=said["whose"] == "place",
            is_private=said["whose"] == "private",
            is_for_visitors=said["is_for_visitors"],
        )


class HelperForm(forms.Form):
    """How whoever takes a task on would like to be called, if they say."""

    name = LineField(label=gettext_lazy("Your first name"), required=False, limit=60)

"""Asking for a hand, and giving one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.desk.forms.once import OnceForm
from openweek.desk.pictograms import About
from openweek.desk.queries import helpers
from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Person, Place


class AskHelpForm(OnceForm):
    """The page of buttons: what was pressed, and what was written before, if anything was."""

    about = forms.ChoiceField(choices=About.choices)
    where = LineField(label=_("Where are you?"), limit=120, required=False)
    words = LineField(label=_("In a few words"), limit=500, required=False)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rooms = [room.name for room in place.rooms.all()]


class MoreHelpForm(forms.Form):
    where = LineField(label=_("Where are you?"), limit=120, required=False)
    words = LineField(label=_("In a few words"), limit=500, required=False)


class AssignForm(forms.Form):
    """Who goes: somebody who works here."""

    person = forms.ModelChoiceField(
        label=_("Who goes?"), queryset=Person.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101  said above
        person.queryset = helpers(place)


class AnswerForm(forms.Form):
    answer = ProseField(
        label=_("Your answer"), limit=5000,
        help_text=_("Whoever asked reads it at once. It can become a page of the guide."),
        error_messages={"required": _("Write a word or two, or choose “It is done”.")},
    )  # fmt: skip

"""What somebody types of a format."""

from datetime import time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openweek.commons.checklist import FARTHEST_DAYS, LONGEST_WORDS, MOST, NotAChecklist, parse
from openweek.commons.licences import LICENCES
from openweek.commons.recipes import FormatRecipe
from openweek.ground.fields import LineField, ProseField
from openweek.place.models import Feature

LONGEST_MINUTES = 60 * 24 * 7
HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"]


class FormatForm(forms.Form):
    """A title and what it is for are enough; a recipe grows."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Name of the format"))
    purpose = LineField(
        label=_("What it is for"), limit=300,
        help_text=_("One sentence that makes somebody want to try."),
    )  # fmt: skip
    audience = LineField(label=_("For whom"), limit=200, required=False)
    habit = LineField(
        label=_("When it happens"), required=False,
        help_text=_("Its day and hour, when it has some: “Tuesdays, 10 to noon”."),
    )  # fmt: skip
    duration_minutes = forms.IntegerField(
        label=_("How long, in minutes"), required=False, min_value=5, max_value=LONGEST_MINUTES
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days of the week"), required=False, coerce=int,
        choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    starts = forms.TimeField(
        label=_("At what hour"), required=False,
        input_formats=HOURS,
        error_messages={"invalid": _("Write the hour like this: 14:30.")},
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("How many fit in"), required=False, min_value=1, max_value=10_000
    )
    steps = ProseField(
        label=_("Step by step"), required=False,
        help_text=_("One step a line: “1.”, “2.”… Markdown is understood: **bold**, lists, links."),
        widget=forms.Textarea(attrs={"rows": 9}),
    )  # fmt: skip
    roles = ProseField(label=_("Who does what"), required=False, limit=4000)
    material = ProseField(label=_("What is needed"), required=False, limit=4000)
    room_needs = LineField(label=_("Which room"), limit=200, required=False)
    needs = forms.MultipleChoiceField(
        label=_("What the room must offer"), required=False, choices=Feature.choices,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    tasks = ProseField(
        label=_("Small tasks"), required=False, limit=4000,
        help_text=_("One a line: “put out the tables”, “make coffee”. Each session gets them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    is_week = forms.BooleanField(
        label=_("It is the recipe of a whole week of open doors"), required=False,
        help_text=_("The doors are then open on its days of the week, from its hour to this one."),
    )  # fmt: skip
    closes = forms.TimeField(
        label=_("Of a week: at what hour the doors close"), required=False, input_formats=HOURS,
        error_messages={"invalid": _("Write the hour like this: 14:30.")},
    )  # fmt: skip
    checklist = ProseField(
        label=_("Of a week: the check-list"), required=False, limit=12_000,
        help_text=_(
            "One thing a line, with the days from the first one before it: "
            "“-14 Print the posters”, “0 Make coffee”, “+7 Write the report”."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    licence = forms.ChoiceField(
        label=_("Licence"), help_text=_("On which terms others may take and adapt this recipe.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["once"].initial = str(uuid4())
        licence = self.fields["licence"]
        assert isinstance(licence, forms.ChoiceField)  # noqa: S101  said a few lines above
        licence.choices = [(code, each.title) for code, each in LICENCES.items()]

    def clean_starts(self) -> str:
        """As the format keeps it."""
        return _as_kept(self.cleaned_data["starts"])

    def clean_closes(self) -> str:
        return _as_kept(self.cleaned_data["closes"])

    def clean_checklist(self) -> str:
        """As it was typed, once each line can be followed."""
        typed: str = self.cleaned_data["checklist"]
        try:
            parse(typed)
        except NotAChecklist as refusal:
            raise forms.ValidationError(_what_is_wrong(refusal), code=refusal.reason) from refusal
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("starts"), cleaned.get("closes")
        if cleaned.get("is_week") and opens and closes and closes <= opens:
            self.add_error("closes", _("The doors close before they open."))
        return cleaned


def _as_kept(hour: time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _what_is_wrong(refusal: NotAChecklist) -> str:
    words = {
        "many": gettext("At most %(most)d things fit in a check-list."),
        "empty": gettext("Line %(number)d says when, but not what is to be done."),
        "long": gettext("Line %(number)d is too long: at most %(longest)d characters."),
        "far": gettext("Line %(number)d is more than %(farthest)d days away."),
    }
    return words[refusal.reason] % {
        "number": refusal.number, "most": MOST, "longest": LONGEST_WORDS,
        "farthest": FARTHEST_DAYS,
    }  # fmt: skip


class AdoptForm(forms.Form):
    """Which of the shipped recipes to take."""

    slugs = forms.MultipleChoiceField(
        label=_("Recipes to take"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one recipe at least.")},
    )  # fmt: skip

    def __init__(self, *args: Any, recipes: list[FormatRecipe], **options: Any) -> None:
        super().__init__(*args, **options)
        slugs = self.fields["slugs"]
        assert isinstance(slugs, forms.MultipleChoiceField)  # noqa: S101  said just above
        slugs.choices = [(each.slug, f"{each.title} · {each.purpose}") for each in recipes]

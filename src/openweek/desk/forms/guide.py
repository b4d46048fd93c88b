"""A page of the guide, and a question to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.desk.forms.once import OnceForm
from openweek.desk.shipped import LANGUAGES
from openweek.ground.fields import LineField, ProseField

_NAMES = {"fr": "Français", "en": "English"}


class GuidePageForm(OnceForm):
    title = LineField(
        label=_("The question"), limit=160,
        help_text=_("As somebody would ask it: “How do I print?”"),
        error_messages={"required": _("Which question does this page answer?")},
    )  # fmt: skip
    text = ProseField(
        label=_("The answer"),
        help_text=_("Short sentences. A line of a list begins with a dash."),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the answer, even a short one.")},
    )
    words = LineField(
        label=_("Other words to find it by"), limit=300, required=False,
        help_text=_("“copier, scan, paper”. Accents and typos are forgiven anyway."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of this page"),
        choices=[(code, _NAMES[code]) for code in LANGUAGES],
        required=False,
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = language
        self._language = language

    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "title": said["title"],
            "text": said["text"],
            "words": said["words"],
            "language": said["language"] or self._language,
        }


class SearchForm(forms.Form):
    q = LineField(label=_("What are you looking for?"), limit=200, required=False)

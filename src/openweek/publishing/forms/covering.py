"""Which cover a book wears."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.publishing.queries.covers import CoverPicture
from openweek.writing.models import Media

DRAWN = "drawn"


class ChooseCoverForm(forms.Form):
    picture = forms.ChoiceField(
        label=_("The cover"), widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("That picture cannot be the cover any more: choose another one."),
            "required": _("Choose a cover."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, pictures: Sequence[CoverPicture], **options: Any) -> None:
        super().__init__(*args, **options)
        self._known = {str(each.media.pk): each.media for each in pictures}
        choice = self.fields["picture"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  said some lines above
        choice.choices = [
            (DRAWN, _("Drawn, with the five doors")),
            *((key, media.alt) for key, media in self._known.items()),
        ]

    def clean_picture(self) -> Media | None:
        return self._known.get(self.cleaned_data["picture"])

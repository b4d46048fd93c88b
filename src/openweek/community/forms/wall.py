"""What is written on the wall."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import LineField, ProseField

LONGEST = 4000


class ChangePostForm(forms.Form):
    text = ProseField(
        label=_("Your message"),
        limit=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first.")},
    )


class PostForm(ChangePostForm):
    name = LineField(
        label=_("Your name"),
        help_text=_("It stands under your message."),
        limit=60,
        error_messages={"required": _("Say a name, so that people know whom they talk to.")},
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if known_name:
            del self.fields["name"]


class HideForm(forms.Form):
    why = LineField(label=_("Why, for whoever wrote it"), limit=300, required=False)

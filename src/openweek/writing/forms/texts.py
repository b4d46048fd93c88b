"""What is typed without the editor."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import ProseField

CHAPTER_LENGTH = 300_000
CHAPTER_LINES = 6_000


class PlainForm(forms.Form):
    """A text as plain words; ``base`` says which state of it these words were made from."""

    body = ProseField(
        label=_("The text"), limit=CHAPTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_(
            "Leave an empty line between two paragraphs. A line that begins with ## is a title, "
            "with - part of a list, with - [ ] something to do, with > a quote. Lines in square "
            "brackets stand for tables, pictures, sound and film: leave or move them as they are. "
            "[note: …] in a line is a footnote."
        ),
    )  # fmt: skip
    base = forms.RegexField(r"\A\d{1,18}\Z", required=False, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        """Each line may become a block, and blocks cost more than letters."""
        body: str = self.cleaned_data["body"]
        lines = body.count("\n") + 1
        if lines > CHAPTER_LINES:
            raise forms.ValidationError(
                gettext(
                    "This text has %(lines)d lines; at most %(limit)d fit in a chapter. Your text "
                    "is still below: shorten it and send again."
                )
                % {"lines": lines, "limit": CHAPTER_LINES}
            )
        return body

"""What is said of a text, beside it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.ground.fields import ProseField
from openweek.writing.actions.remarks import Quoted
from openweek.writing.passages import read_end

REMARK_LENGTH = 5_000
PASSAGE_LENGTH = 2_000
QUOTE_LENGTH = 300  # of a comment: enough to know which words are meant


class AnswerForm(forms.Form):
    """``once`` is of the form that it came with."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    body = ProseField(
        label=_("Your answer"), limit=REMARK_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # whatever a form takes
        self.fields["once"].initial = uuid4

    @property
    def once_said(self) -> str:
        return str(self.cleaned_data["once"] or uuid4())


class _PassageForm(AnswerForm):
    """Both ends as the editor knows them, and how the passage reads."""

    start = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    end = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    quote = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            self._ends = _ends(said)
        except ValueError as bad:
            raise forms.ValidationError(
                _("These words could not be found in the text. Select them again.")
            ) from bad
        return said

    @property
    def on(self) -> Quoted:
        return Quoted(*self._ends, self.cleaned_data["quote"])


def _ends(said: dict[str, Any]) -> tuple[bytes, bytes]:
    start, end = (bytes.fromhex(said.get(name, "?")) for name in ("start", "end"))
    if start or end:
        read_end(start, is_first=True)
        read_end(end, is_first=False)
    return start, end


class CommentForm(_PassageForm):
    body = ProseField(
        label=_("Your comment"), limit=REMARK_LENGTH, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_quote(self) -> str:
        quote = str(self.cleaned_data["quote"]).strip()
        return quote if len(quote) <= QUOTE_LENGTH else quote[:QUOTE_LENGTH].rstrip() + "…"


class SuggestForm(_PassageForm):
    """Other words for some of one paragraph; none to propose that they go."""

    quote = ProseField(limit=PASSAGE_LENGTH, widget=forms.HiddenInput)
    proposed = ProseField(
        label=_("Instead"), limit=PASSAGE_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty to propose that these words go."),
    )  # fmt: skip
    body = ProseField(
        label=_("Why"), limit=REMARK_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def clean_quote(self) -> str:
        return _one_line(self.cleaned_data["quote"])

    def clean_proposed(self) -> str:
        return _one_line(self.cleaned_data["proposed"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("start"):
            self.add_error(None, _("Select in the text the words that you would change."))
        elif said.get("proposed") == said.get("quote"):
            self.add_error(
                "proposed", _("These are the same words. Write what should stand there.")
            )
        return said


class AcceptForm(forms.Form):
    """``words`` and ``seen`` come only when the passage has changed meanwhile."""

    seen = ProseField(limit=4 * PASSAGE_LENGTH, required=False, widget=forms.HiddenInput)
    words = ProseField(
        label=_("What will stand there"), limit=PASSAGE_LENGTH, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    @property
    def chosen(self) -> dict[str, str]:
        """For the action; nothing when the suggestion is accepted as it is."""
        return {
            name: _one_line(self.cleaned_data[name])
            for name in ("words", "seen")
            if name in self.data
        }


def _one_line(words: str) -> str:
    return " ".join(words.split("\n"))

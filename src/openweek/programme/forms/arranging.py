"""What is to be arranged, and what is accepted of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class ArrangeForm(forms.Form):
    with_placed = forms.BooleanField(
        required=False,
        label=gettext_lazy("Also move what has a time already, and is not pinned"),
        help_text=gettext_lazy(
            "Only where it serves several people: what is written in diaries moves as little as "
            "can be."
        ),
    )


class AcceptForm(forms.Form):
    """One box for each session that would move; they are all ticked to begin with."""

    sessions = forms.TypedMultipleChoiceField(
        coerce=int,
        required=True,
        error_messages={"required": gettext_lazy("Nothing is ticked: tick at least one session.")},
    )

    def __init__(self, *args: Any, moves: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sessions"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101  said above
        field.choices = [(each["session"], each["title"]) for each in moves]

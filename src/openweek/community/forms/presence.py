"""To say that one is here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openweek.community.models import Light, Where
from openweek.community.rules import Rights
from openweek.ground.fields import LineField


class ArriveForm(forms.Form):
    """``where`` is said by the button that sends it; a name is asked of whom nobody knows."""

    where = forms.ChoiceField(
        label=_("Where you are"),
        choices=Where.choices,
        error_messages={
            "invalid_choice": _("Those who have a part in the place say that they are on site."),
            "required": _("Say where you are: on site or from afar."),
        },
    )
    name = LineField(
        label=_("Your name"),
        help_text=_("A first name is enough. It is forgotten after a day."),
        limit=60,
        error_messages={"required": _("Say a name, so that people know whom they talk to.")},
    )
    about = LineField(
        label=_("On what?"),
        help_text=_("What you work on, or what one may ask you today."),
        limit=160,
        required=False,
    )
    light = forms.ChoiceField(choices=Light.choices, required=False)

    def __init__(self, *args: Any, rights: Rights, known_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if not rights.be_on_site:
            where = self.fields["where"]
            assert isinstance(where, forms.ChoiceField)  # noqa: S101  as declared above
            where.choices = [(Where.REMOTE.value, Where.REMOTE.label)]
            # What everybody reads is written by those whom somebody knows.
            del self.fields["about"]
        if known_name:
            del self.fields["name"]

    def clean_light(self) -> str:
        return str(self.cleaned_data["light"] or Light.OPEN.value)

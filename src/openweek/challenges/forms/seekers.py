"""What somebody who comes alone says of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.challenges.models import Challenge, TeamMember
from openweek.ground.fields import LineField
from openweek.place.spoken import LANGUAGES


class SeekerForm(forms.Form):
    """A name is enough; the rest helps to find a team that suits."""

    name = LineField(
        label=gettext_lazy("Your name"), help_text=gettext_lazy("A first name is enough.")
    )
    institution = LineField(
        label=gettext_lazy("Your institution"),
        help_text=gettext_lazy("School, university: teams are mixed from several of them."),
        required=False,
    )
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("What you can or would like to do"),
        help_text=gettext_lazy("Nothing, one thing or several. Everybody writes a little."),
        choices=TeamMember.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = LineField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("What you like, what you know, what you are curious about."),
        required=False,
        limit=300,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("The language in which you feel at ease"),
        choices=[("", pgettext_lazy("a language", "any")), *LANGUAGES.items()],
        required=False,
    )
    from_afar = forms.BooleanField(label=gettext_lazy("I take part from afar"), required=False)
    contact = forms.EmailField(
        label=gettext_lazy("A mail address"),
        help_text=gettext_lazy("To hear when you have a team. Only the concierge sees it."),
        required=False,
        max_length=254,
    )

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        if not challenge.mixes_institutions:
            del self.fields["institution"]


class SeekTeamForm(SeekerForm):
    """As they come; sent twice, it is once."""

    once = forms.UUIDField(widget=forms.HiddenInput)

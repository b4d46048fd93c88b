"""What teams write of themselves, when they sign up."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.challenges.actions import MEMBERS_AT_MOST, Newcomer
from openweek.challenges.models import Challenge
from openweek.ground.fields import LineField, ProseField
from openweek.ground.text import clean_line

NAME_LENGTH = 120


class SignUpTeamForm(forms.Form):
    """A name for the team and who is in it; nothing else is needed."""

    name = LineField(
        label=gettext_lazy("Name of the team"),
        help_text=gettext_lazy("It is also the title on the cover of your book."),
    )
    members = ProseField(
        label=gettext_lazy("Who is in it"),
        help_text=gettext_lazy(
            "One name a line. These names stand in the book as its authors; "
            "others can join you with your link."
        ),
        limit=MEMBERS_AT_MOST * NAME_LENGTH,
    )
    contact = forms.EmailField(
        label=gettext_lazy("A mail address"),
        help_text=gettext_lazy(
            "Only the concierge sees it, to help you if you lose your link, and to remind you on "
            "the evening before the last day."
        ),
        required=False,
        max_length=254,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mixes = challenge.mixes_institutions
        if self.mixes:
            self.fields["members"].help_text = _(
                "One person a line: the name, a comma, the institution. Like this: "
                "Inès Morel, École d’architecture. These names stand in the book as its authors; "
                "others can join you with your link."
            )

    def clean_members(self) -> list[Newcomer]:
        """Each name once, in the order in which they were written."""
        lines = [clean_line(line) for line in self.cleaned_data["members"].split("\n")]
        found: dict[str, Newcomer] = {}
        for each in (self._person(line) for line in lines if line):
            found.setdefault(each.name, each)
        people = list(found.values())
        if not people:
            raise forms.ValidationError(_("Write at least one name."))
        if len(people) > MEMBERS_AT_MOST:
            raise forms.ValidationError(
                _("At most %(count)d names fit in a team.") % {"count": MEMBERS_AT_MOST}
            )
        long = next((each.name for each in people if len(each.name) > NAME_LENGTH), None)
        if long is not None:
            raise forms.ValidationError(
                _("“%(name)s…” is too long for a name: one name a line, please.")
                % {"name": long[:40]}
            )
        return people

    def _person(self, line: str) -> Newcomer:
        """« Inès Morel, École d’architecture », where institutions are mixed."""
        name, _comma, institution = line.partition(",") if self.mixes else (line, "", "")
        said = clean_line(institution)[:NAME_LENGTH]
        return Newcomer(clean_line(name) or said, institution=said)


class SignUpPlaceForm(SignUpTeamForm):
    """A place that takes part from afar, with those who write there."""

    place_name = LineField(
        label=gettext_lazy("Your place"),
        help_text=gettext_lazy("As others know it, with its town: “La Fabrique, Ajaccio”."),
    )
    field_order = ["place_name", "name", "members", "contact"]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "from_afar": True}

"""What somebody says of themselves."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.community.models import Profile
from openweek.ground.fields import ProseField
from openweek.ground.text import clean_line
from openweek.place.spoken import LANGUAGES

MOST_THINGS = 20
LONGEST_THING = 60
_BETWEEN = re.compile(r"[\n,;]+")


class ThingsField(ProseField):
    """A few words each, one on a line or between commas; cleans to a list."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(limit=1500, required=False, widget=widget, **options)

    def clean(self, value: Any) -> list[str]:
        things = [clean_line(each) for each in _BETWEEN.split(super().clean(value))]
        found = list(dict.fromkeys(thing for thing in things if thing))
        if len(found) > MOST_THINGS:
            raise ValidationError(
                _("Say at most %(count)d things: those that matter to you.")
                % {"count": MOST_THINGS}
            )
        if any(len(thing) > LONGEST_THING for thing in found):
            raise ValidationError(
                _("A few words for each thing, with a comma or a new line in between.")
            )
        return found


class ProfileForm(forms.Form):
    skills = ThingsField(
        label=gettext_lazy("What I can do"),
        help_text=gettext_lazy("Sewing, invoices, Wikipedia… With commas, or one on each line."),
    )
    seeks = ThingsField(label=gettext_lazy("What I look for, or would like to learn"))
    about = ProseField(
        label=gettext_lazy("A few words about me"),
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=list(LANGUAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    link = forms.URLField(
        label=gettext_lazy("A link"),
        help_text=gettext_lazy("Your site or your association’s."),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    is_shown = forms.BooleanField(
        label=gettext_lazy("Show this to everybody who opens the page, with my name"),
        help_text=gettext_lazy(
            "Also on the Internet. As long as it is not ticked, only you see it."
        ),
        required=False,
    )

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise ValidationError(_("A link begins with https://."))
        return link


def said_by(profile: Profile | None, language: str) -> dict[str, Any]:
    """What the form begins with."""
    if profile is None:
        return {"languages": [language]}
    return {
        "skills": "\n".join(profile.skills),
        "seeks": "\n".join(profile.seeks),
        "about": profile.about,
        "languages": profile.languages,
        "link": profile.link,
        "is_shown": profile.is_shown,
    }

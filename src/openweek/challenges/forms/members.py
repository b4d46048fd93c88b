"""What members of a team say of themselves and of their book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.challenges.models import Challenge, TeamMember
from openweek.ground.fields import LineField, ProseField
from openweek.publishing.models import Unwritten

BOOK_TITLE = 200


class MemberForm(forms.Form):
    """Who somebody is in the team."""

    name = LineField(label=gettext_lazy("Your name"))
    role = forms.ChoiceField(
        label=gettext_lazy("What you look after"),
        help_text=gettext_lazy("Everybody writes; this is what you keep an eye on."),
        choices=[
            ("", pgettext_lazy("a role in a team", "a bit of everything")),
            *TeamMember.Role.choices,
        ],
        required=False,
    )
    institution = LineField(label=gettext_lazy("Your institution"), required=False)
    from_afar = forms.BooleanField(label=gettext_lazy("I take part from afar"), required=False)

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        if not challenge.mixes_institutions:
            del self.fields["institution"]


class BookForm(forms.Form):
    """What the cover and the first page say, and what becomes of open questions."""

    title = LineField(label=gettext_lazy("Title of the book"), limit=BOOK_TITLE)
    subtitle = LineField(label=gettext_lazy("Subtitle"), required=False, limit=BOOK_TITLE)
    summary = ProseField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy("A few sentences, for whoever turns the book over."),
        required=False,
        limit=2000,
    )
    unwritten = forms.ChoiceField(
        label=gettext_lazy("Questions that nobody answered"),
        choices=Unwritten.choices,
        widget=forms.RadioSelect,
    )

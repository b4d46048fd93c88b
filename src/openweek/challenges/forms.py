"""What teams and concierges write."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons.queries import book_templates
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.ground.text import clean_line
from openweek.week.models import Week

NAME_LENGTH = 120
MEMBERS_AT_MOST = 60


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
        help_text=gettext_lazy("Only the concierge sees it, to help you if you lose your link."),
        required=False,
        max_length=254,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def clean_members(self) -> list[str]:
        """Each name once, in the order in which they were written."""
        lines = [clean_line(line) for line in self.cleaned_data["members"].split("\n")]
        names = list(dict.fromkeys(line for line in lines if line))
        if not names:
            raise forms.ValidationError(_("Write at least one name."))
        if len(names) > MEMBERS_AT_MOST:
            raise forms.ValidationError(
                _("At most %(count)d names fit in a team.") % {"count": MEMBERS_AT_MOST}
            )
        long = next((name for name in names if len(name) > NAME_LENGTH), None)
        if long is not None:
            raise forms.ValidationError(
                _("“%(name)s…” is too long for a name: one name a line, please.")
                % {"name": long[:40]}
            )
        return names


class ChallengeForm(forms.Form):
    """A challenge as a concierge sets it."""

    title = LineField(label=gettext_lazy("Title"))
    summary = LineField(
        label=gettext_lazy("In one sentence"),
        help_text=gettext_lazy("What is written, and for whom?"),
        required=False,
        limit=300,
    )
    template = forms.ChoiceField(
        label=gettext_lazy("The book begins from"), widget=forms.RadioSelect
    )
    rules = ProseField(
        label=gettext_lazy("The rules"),
        help_text=gettext_lazy("Markdown is understood. Leave it empty if there is nothing more."),
        required=False,
    )
    last_day = forms.DateField(
        label=gettext_lazy("The day on which the books are published"), widget=forms.DateInput
    )
    last_hour = forms.TimeField(
        label=gettext_lazy("At what time"),
        help_text=gettext_lazy("From then on nobody writes any more, whatever the state."),
        widget=forms.TimeInput,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        choice = self.fields["template"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  said some lines above
        choice.choices = [
            (template.slug, template.title) for template in book_templates(week.place.language)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        closes_at = self.closes_at()
        if closes_at is not None and closes_at <= clock.now():
            self.add_error("last_hour", _("That moment is over: choose one that is to come."))
        return cleaned

    def closes_at(self) -> datetime | None:
        """An hour that comes twice, when the clocks go back, is the second one: later is kinder."""
        day, hour = self.cleaned_data.get("last_day"), self.cleaned_data.get("last_hour")
        if day is None or hour is None:
            return None
        zone = self.week.place.zone
        return datetime.combine(day, hour).replace(tzinfo=zone, fold=1)

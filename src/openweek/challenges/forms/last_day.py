"""What concierges say when they postpone a challenge."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.challenges.models import Challenge
from openweek.ground import clock
from openweek.ground.fields import LineField


class PostponeChallengeForm(forms.Form):
    """A later moment and a reason, which everybody reads."""

    last_day = forms.DateField(
        label=gettext_lazy("The day on which the books are published"), widget=forms.DateInput
    )
    last_hour = forms.TimeField(label=gettext_lazy("At what time"), widget=forms.TimeInput)
    because = LineField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Everybody reads it: on pages, on the screen, and in a letter."),
        limit=300,
    )

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        self.challenge = challenge

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        closes_at = self.closes_at()
        if closes_at is None:
            return cleaned
        if closes_at <= clock.now():
            self.add_error("last_hour", _("That moment is over: choose one that is to come."))
        elif closes_at < self.challenge.closes_at:
            self.add_error(
                "last_hour",
                _("That is sooner than now: choose a later moment, or publish at once instead."),
            )
        return cleaned

    def closes_at(self) -> datetime | None:
        """An hour that comes twice, when the clocks go back, is the second one: later is kinder."""
        day, hour = self.cleaned_data.get("last_day"), self.cleaned_data.get("last_hour")
        if day is None or hour is None:
            return None
        return datetime.combine(day, hour).replace(tzinfo=self.challenge.week.place.zone, fold=1)

"""Of whom, and of when: what one looks at in the history, or takes back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.ground import clock
from openweek.programme import queries
from openweek.programme.selection import Selection
from openweek.week.rules import WeekAccess

LOCAL = "%Y-%m-%dT%H:%M"
# On the clock of another zone, an hour of the first or last year of all would be in none.
YEARS = range(1900, 2200)


class LocalMomentField(forms.Field):
    """A day and an hour on the clock of the place, as ``2026-11-25T10:00``; without its zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    default_error_messages = {
        "invalid": gettext_lazy("Write the day and the hour like this: 2026-11-25T14:30."),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = datetime.fromisoformat(str(value).strip()).replace(tzinfo=None)
        except ValueError as refusal:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from refusal
        if moment.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class HistoryForm(forms.Form):
    """Everything is optional; what makes no sense is said, and everything is shown."""

    since = LocalMomentField(label=pgettext_lazy("a period", "From"), required=False)
    until = LocalMomentField(label=pgettext_lazy("a period", "Until"), required=False)
    passers_by = forms.BooleanField(
        label=gettext_lazy("Only what was written without an account"), required=False
    )
    # Of whoever made this change: nobody's key stands in an address.
    author = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, access: WeekAccess, **options: Any) -> None:
        super().__init__(*args, **options)
        self.access = access

    def clean_until(self) -> datetime | None:
        until, since = self.cleaned_data["until"], self.cleaned_data.get("since")
        if until and since and until <= since:
            raise ValidationError(_("This is before the beginning."))
        return until if until is None or isinstance(until, datetime) else None

    def selection(self) -> Selection:
        """What was chosen; all, when it made no sense."""
        if not self.is_valid():
            return Selection()
        given, zone = self.cleaned_data, self.access.place.zone
        chosen = Selection()
        if given["author"]:
            chosen = queries.author_behind(self.access, given["author"]) or chosen
        # An hour that comes twice counts whole: from the first, to the second.
        return replace(
            chosen,
            since=given["since"] and given["since"].replace(tzinfo=zone, fold=0),
            until=given["until"] and given["until"].replace(tzinfo=zone, fold=1),
            passers_by=given["passers_by"],
        )

    def query(self, **other: Any) -> str:
        """What was chosen, for an address."""
        names = ("since", "until", "passers_by", "author")
        given = {name: self.data[name] for name in names if self.data.get(name)}
        given.update({name: value for name, value in other.items() if value})
        return urlencode({name: value for name, value in given.items() if other.get(name, value)})

    def shortcuts(self) -> list[tuple[str, str]]:
        """Periods that people ask for: their words, and their address."""
        now = clock.now().astimezone(self.access.place.zone)
        today = now.replace(hour=0, minute=0)
        offered = [
            (_("The last hour"), now - timedelta(hours=1), None),
            (pgettext_lazy("a period", "Today"), today, None),
            (pgettext_lazy("a period", "Yesterday"), today - timedelta(days=1), today),
        ]
        return [
            (
                str(words),
                urlencode(
                    {
                        "since": f"{since:{LOCAL}}",
                        **({"until": f"{until:{LOCAL}}"} if until else {}),
                    }
                ),
            )
            for words, since, until in offered
        ]


class UndoManyForm(forms.Form):
    """What the page showed is what is undone: nothing that came after it."""

    upto = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

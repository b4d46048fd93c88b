"""A new week, from what is proposed to what its concierge makes of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons.models import Format
from openweek.ground.fields import RowsField
from openweek.place.models import Room
from openweek.week.actions import WeekPlan
from openweek.week.forms.checklist import DayField
from openweek.week.forms.weeks import WeekForm
from openweek.week.proposals import COPIED, Proposal, Source, gathering_in_words

LONGEST_DAYS = 31


class GatheringsField(RowsField):
    def label_from_instance(self, obj: Any) -> str:
        return gathering_in_words(obj)


class StartForm(forms.Form):
    """What the week is made from, and when it begins; the address of the page says it."""

    source = forms.ChoiceField(
        label=gettext_lazy("What do you start from?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you start from.")},
    )  # fmt: skip
    starts_on = DayField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Say on which day the doors open.")},
    )  # fmt: skip

    def __init__(self, *args: Any, sources: list[Source], **options: Any) -> None:
        super().__init__(*args, **options)
        self._sources = {each.key: each for each in sources}
        choice = self.fields["source"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  said some lines above
        choice.choices = [(each.key, f"{each.title} · {each.words}") for each in sources]

    @property
    def chosen(self) -> Source:
        return self._sources[self.cleaned_data["source"]]


@dataclass(frozen=True)
class Fold:
    title: str
    fields: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(field.errors for field in self.fields)


class SetUpWeekForm(WeekForm):
    """All that was proposed for a new week; its check-list is in :class:`ItemForm` rows."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    opens = forms.TimeField(
        label=gettext_lazy("The doors open at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    closes = forms.TimeField(
        label=gettext_lazy("They close at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Open on"), coerce=int, choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one day at least.")},
    )  # fmt: skip
    rooms = RowsField(
        label=gettext_lazy("Rooms of the week"), required=False, queryset=Room.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    formats = GatheringsField(
        label=gettext_lazy("Gatherings that go into the programme"), required=False,
        queryset=Format.objects.none(), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: Proposal, **options: Any) -> None:
        self.proposal = proposal
        super().__init__(*args, initial=_proposed(proposal), **options)
        rooms, formats = self.fields["rooms"], self.fields["formats"]
        assert isinstance(rooms, forms.ModelMultipleChoiceField)  # noqa: S101  said above
        assert isinstance(formats, forms.ModelMultipleChoiceField)  # noqa: S101  said above
        rooms.queryset = proposal.place.rooms.all()
        formats.queryset = proposal.gatherings
        if not proposal.formats:
            del self.fields["formats"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = self.proposal.starts_on, cleaned.get("ends_on")
        if last:
            check_days(self, first, last)
            if "ends_on" in cleaned and not self._open_days(cleaned):
                self.add_error(
                    "weekdays", _("None of these days is between the first and the last.")
                )
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("It closes before it opens."))
        return cleaned

    @property
    def main(self) -> list[forms.BoundField]:
        """What one looks at first."""
        return [self[name] for name in ("title", "ends_on", "opens", "closes", "weekdays")]

    @property
    def folds(self) -> list[Fold]:
        """The rest, folded away under the word by which one looks for it."""
        told = [
            (_("Rooms and how many fit in"), ["rooms", "capacity"]),
            (
                _("What it says of itself"),
                ["tagline", "description", "organisers", "how_to_come", "remote_url"],
            ),
        ]
        known = {"once", "formats", *(each.name for each in self.main)}
        known |= {name for _title, names in told for name in names}
        rest = [name for name in self.fields if name not in known]
        folds = [*told, (_("Licence, principles, personal data"), rest)]
        return [Fold(title, [self[name] for name in names]) for title, names in folds]

    def _open_days(self, said: dict[str, Any]) -> list[date]:
        first, last = self.proposal.starts_on, said["ends_on"]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return [day for day in days if day.weekday() in said.get("weekdays", [])]

    def plan(self, checklist: list[tuple[str, date | None]]) -> WeekPlan:
        """What the concierge made of the proposal."""
        said, proposal = self.cleaned_data, self.proposal
        usual = (said["opens"], said["closes"])
        # Hours of the earlier week stay odd only as long as nobody typed others.
        odd = proposal.odd_hours if usual == (proposal.opens, proposal.closes) else {}
        return WeekPlan(
            title=said["title"], days=(proposal.starts_on, said["ends_on"]), once=said["once"],
            hours={day: odd.get(day.weekday(), usual) for day in self._open_days(said)},
            rooms=list(said["rooms"]), formats=list(said.get("formats", [])),
            format=proposal.made_from,
            recipe=proposal.source.recipe.slug if proposal.source.recipe else "",
            checklist=checklist,
            details={name: said[name] for name in COPIED},  # type: ignore[arg-type]  # their names
        )  # fmt: skip


def _proposed(proposal: Proposal) -> dict[str, Any]:
    details = proposal.details
    return {
        **details,
        "move_commons": [code for code in details["move_commons"].split("-") if code],
        "once": str(uuid4()),
        "title": proposal.title,
        "ends_on": proposal.ends_on,
        "opens": proposal.opens,
        "closes": proposal.closes,
        "weekdays": proposal.weekdays,
        "rooms": [room.pk for room in proposal.rooms],
        "formats": [each.pk for each in proposal.formats],
    }


def check_days(form: forms.Form, first: date, last: date) -> None:
    if last < first:
        form.add_error("ends_on", _("The last day comes before the first one."))
    elif (last - first).days >= LONGEST_DAYS:
        form.add_error(
            "ends_on", _("At most %(days)d days fit in a week.") % {"days": LONGEST_DAYS}
        )

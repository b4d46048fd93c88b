"""Signing up: at which times, how, and under which name."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.ground.fields import LineField
from openweek.look import dates
from openweek.programme import queries
from openweek.programme.forms.named import NamedForm
from openweek.programme.models import Session, Slot, Way


class SignUpForm(NamedForm):
    """Only a name is needed, and nothing from somebody whose name is known.

    One time is no choice, nor is one way to come.
    """

    name = LineField(
        label=gettext_lazy("Your name, or how you like to be called"),
        error_messages={"required": gettext_lazy("Give a name: that is enough.")},
    )
    times = forms.MultipleChoiceField(
        label=gettext_lazy("When"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one time."),
            "invalid_choice": gettext_lazy("Somebody has just removed that time."),
        },
    )  # fmt: skip
    way = forms.ChoiceField(
        label=gettext_lazy("How"), widget=forms.RadioSelect,
        choices=[
            (Way.ON_SITE, pgettext_lazy("how one comes", "I come there")),
            (Way.REMOTE, pgettext_lazy("how one comes", "I follow from afar")),
        ],
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), required=False,
        help_text=gettext_lazy(
            "To be written to when it moves or when a seat is yours, and never otherwise."
        ),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        session: Session,
        slots: Sequence[Slot],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.session = session
        self.open_slots = list(slots)
        self._offer_times(options.get("initial") or {})
        self._offer_ways()

    def _offer_times(self, initial: dict[str, Any]) -> None:
        if len(self.open_slots) == 1:
            del self.fields["times"]
            return
        zone = self.session.week.place.zone
        times = self.fields["times"]
        assert isinstance(times, forms.MultipleChoiceField)  # noqa: S101  said above
        times.choices = [
            (str(slot.pk), dates.moment(slot.starts_at, zone)) for slot in self.open_slots
        ]
        times.initial = initial.get("times")

    def _offer_ways(self) -> None:
        ways = {way for slot in self.open_slots for way in queries.ways_to(self.session, slot)}
        if len(ways) < len(Way):
            del self.fields["way"]
            self._only_way = str(next(iter(ways), Way.ON_SITE))
        else:
            self._only_way = ""
            self.fields["way"].initial = self.fields["way"].initial or Way.ON_SITE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.open_slots:
            self.add_error(None, _("There is no time left to come to."))
        return cleaned

    @property
    def chosen_slots(self) -> list[Slot]:
        if "times" not in self.fields:
            return self.open_slots
        chosen = set(self.cleaned_data["times"])
        return [slot for slot in self.open_slots if str(slot.pk) in chosen]

    @property
    def chosen_way(self) -> str:
        return self._only_way or str(self.cleaned_data["way"])

    def said(self) -> dict[str, str]:
        said = super().said()
        return {**said, "name": said["name"] or self.account_name}

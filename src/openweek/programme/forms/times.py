"""A day, an hour, a room: what somebody types to say when something happens."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.ground.authors import Author
from openweek.ground.hours import exists_at, is_ambiguous, to_utc
from openweek.look import dates
from openweek.place.models import Room
from openweek.programme import actions, rules
from openweek.programme.models import Slot, Span
from openweek.week.models import Week

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)
HOUR_FORMATS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"]
TAKE = "take"


def with_choice(sent: QueryDict) -> QueryDict:
    """What was sent, with the alternative that was pressed instead of what was taken."""
    verb, _colon, value = sent.get(TAKE, "").partition(":")
    data = sent.copy()
    data.setdefault("minutes", "60")
    if verb == "room":
        data["room"] = value
    elif verb == "minutes":
        data["minutes"] = value
    elif verb == "start":
        data["day"], _t, data["starts"] = value.partition("T")
    return data


class TimesForm(forms.Form):
    """A day, an hour, for how long, and in which room."""

    day = forms.ChoiceField(
        label=gettext_lazy("Day"),
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of the days of the week that are to come.")
        },
    )
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"),
        input_formats=HOUR_FORMATS,
        error_messages={
            "invalid": gettext_lazy("Write the hour like this: 14:30."),
            "required": gettext_lazy("At what time does it begin?"),
        },
    )
    minutes = forms.TypedChoiceField(label=gettext_lazy("Lasts"), coerce=int)
    room = forms.ModelChoiceField(label=gettext_lazy("Room"), queryset=Room.objects.none())
    which_hour = forms.ChoiceField(
        label=gettext_lazy("That night the clocks go back: which of the two hours?"),
        choices=[
            ("first", gettext_lazy("The first, in summer time")),
            ("second", gettext_lazy("The second, in winter time")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        week: Week,
        slots: list[Slot] | None = None,
        by: Author | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.week = week
        self.by = by
        self.slots = slots or []
        self.spans: list[Span] = []
        self.taken: actions.RoomTaken | None = None
        room = self.fields["room"]
        assert isinstance(room, forms.ModelChoiceField)  # noqa: S101  said above
        room.queryset = week.rooms.all()
        room.empty_label = _("Elsewhere, or not decided yet")
        room.required = False
        self._offer("day", [(day.isoformat(), dates.day(day)) for day in self.offered_days()])
        self._offer("minutes", [(n, dates.duration(n)) for n in self.offered_lengths()])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  said above
        field.choices = choices

    def offered_days(self) -> list[date]:
        """Those to come, those on which it already is, and all to those who note what happened."""
        zone = self.week.place.zone
        already = {slot.starts_at.astimezone(zone).date() for slot in self.slots}
        offered = [day for day in self.week.days if day >= self.week.today or day in already]
        if len(offered) < len(self.week.days) and rules.may_note_past(self.week, self.by):
            return self.week.days
        return offered

    def offered_lengths(self) -> list[int]:
        lengths = set(LENGTHS) | {slot.minutes for slot in self.slots}
        asked = self.initial.get("minutes")
        return sorted(lengths | ({asked} if isinstance(asked, int) else set()))

    @property
    def asks_which_hour(self) -> bool:
        return "which_hour" in self.errors or bool(self["which_hour"].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        days = self.chosen_days(cleaned)
        if days and "starts" in cleaned and "minutes" in cleaned and "room" in cleaned:
            self._place(days, cleaned)
        return cleaned

    def chosen_days(self, cleaned: dict[str, Any]) -> list[date]:
        return [date.fromisoformat(cleaned["day"])] if cleaned.get("day") else []

    def _place(self, days: list[date], cleaned: dict[str, Any]) -> None:
        hour, zone = cleaned["starts"], self.week.place.zone
        if not hour:
            self.add_error("starts", _("At what time does it begin?"))
            return
        missing = [day for day in days if not exists_at(day, hour, zone)]
        doubled = [day for day in days if is_ambiguous(day, hour, zone)]
        if missing:
            said = _("On %(day)s the clocks go forward: there is no %(hour)s. Choose another hour.")
            words = {"day": dates.day(missing[0]), "hour": dates.hour(hour)}
            self.add_error("starts", said % words)
        elif doubled and not cleaned.get("which_hour"):
            said = _("On %(day)s the clocks go back and %(hour)s comes twice. Which one is it?")
            words = {"day": dates.day(doubled[0]), "hour": dates.hour(hour)}
            self.add_error("which_hour", said % words)
        else:
            self._check([self._span(day, cleaned) for day in days])

    def _span(self, day: date, cleaned: dict[str, Any]) -> Span:
        second = cleaned.get("which_hour") == "second"
        starts_at = to_utc(day, cleaned["starts"], self.week.place.zone, second=second)
        length = timedelta(minutes=cleaned["minutes"])
        return Span(starts_at, starts_at + length, cleaned["room"])

    def _check(self, spans: list[Span]) -> None:
        kept = [Span(slot.starts_at, slot.ends_at, slot.room) for slot in self.slots]
        try:
            rules.check_spans(self.week, spans, kept=kept, by=self.by)
        except ValidationError as refusal:
            self.add_error("starts", refusal)
        else:
            self.spans = spans

    def offer_instead(self, taken: actions.RoomTaken) -> None:
        """The room was had by somebody else: say so, and show what is free."""
        self.taken = taken
        span = taken.span
        self.add_error(
            "room",
            _("%(room)s is already taken on %(when)s.")
            % {
                "room": span.room,
                "when": f"{dates.day(span.starts_at.astimezone(self.week.place.zone).date())}, "
                f"{dates.hours(span.starts_at, span.ends_at, self.week.place.zone)}",
            },
        )

    @property
    def instead(self) -> Iterator[tuple[str, str]]:
        """What can be pressed instead: a value and its words."""
        if self.taken is None:
            return
        zone, free = self.week.place.zone, self.taken.alternatives
        for room in free.rooms:
            yield f"room:{room.pk}", _("%(room)s, at the same time") % {"room": room.name}
        for start in free.times:
            local = start.astimezone(zone)
            words = {"room": self.taken.span.room, "when": dates.moment(start, zone)}
            yield f"start:{local:%Y-%m-%dT%H:%M}", _("%(room)s, %(when)s") % words
        yield "room:", _("Without a room for now")

"""A notice: a sentence or two, and until when."""

from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from openweek.desk.forms.once import OnceForm
from openweek.desk.models import Notice
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.ground.hours import NoSuchHour, to_utc
from openweek.place.models import Place

HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h"]
LONGEST = timedelta(days=366)
CHOSEN = "chosen"
UNTIL = [
    ("hour", gettext_lazy("for an hour")),
    ("tonight", gettext_lazy("until tonight")),
    ("tomorrow", gettext_lazy("until tomorrow night")),
    ("week", gettext_lazy("during the week, until Sunday night")),
    (CHOSEN, pgettext_lazy("notice", "until a day and an hour that I choose")),
]
FACTS = ["text", "more", "is_urgent", "on_screen", "by_mail"]


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=HOURS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the hour like this: 14:30.")},
    )


class NoticeForm(OnceForm):
    text = LineField(
        label=gettext_lazy("What should everybody know?"), limit=300,
        help_text=gettext_lazy("A sentence or two: “The coffee machine is back.”"),
        error_messages={"required": gettext_lazy("Write the sentence that everybody will read.")},
    )  # fmt: skip
    until = forms.ChoiceField(
        label=pgettext_lazy("notice", "Shown"), choices=UNTIL, initial="tonight",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Until when?")},
    )  # fmt: skip
    until_day = _day(gettext_lazy("Until the day"))
    until_hour = _hour(gettext_lazy("Until the hour"))
    from_day = _day(gettext_lazy("From the day"), help_text=gettext_lazy("Empty: at once."))
    from_hour = _hour(gettext_lazy("From the hour"))
    more = ProseField(label=gettext_lazy("More about it"), limit=5000, required=False)
    is_urgent = forms.BooleanField(
        label=gettext_lazy("It is urgent"), required=False,
        help_text=gettext_lazy("It comes first, in red."),
    )  # fmt: skip
    on_screen = forms.BooleanField(
        label=gettext_lazy("On the screens of the place too"), required=False, initial=True
    )
    by_mail = forms.BooleanField(
        label=gettext_lazy("By mail too"), required=False,
        help_text=gettext_lazy(
            "To everybody of the place who has an address, and to the visitors expected. "
            "Nobody gets more than three letters a day."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, place: Place, notice: Notice | None = None, **options: Any
    ) -> None:
        self._place, self._notice = place, notice
        if notice:
            options["initial"] = _said(notice, place.zone)
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts = self._starts(cleaned)
        ends = self._ends(cleaned, starts) if starts else None
        if starts and ends:
            self._check(starts, ends)
        cleaned["starts_at"], cleaned["ends_at"] = starts, ends
        return cleaned

    def _check(self, starts: datetime, ends: datetime) -> None:
        field = "until_day" if self.cleaned_data.get("until") == CHOSEN else "from_day"
        if ends <= starts:
            self.add_error(field, _("It would end before it begins: choose a later end."))
        elif ends <= clock.now():
            self.add_error(field, _("That is over already: choose a later end."))
        elif ends - starts > LONGEST:
            self.add_error(field, _("A year at most: say it again next year."))

    def _starts(self, cleaned: dict[str, Any]) -> datetime | None:
        day, hour = cleaned.get("from_day"), cleaned.get("from_hour")
        if day or hour:
            today = clock.today(self._place.zone)
            return self._moment("from_hour", day or today, hour or time(0))
        if self._notice:
            return self._notice.starts_at
        # Pages are kept to the minute.
        return clock.now().replace(second=0, microsecond=0)

    def _ends(self, cleaned: dict[str, Any], starts: datetime) -> datetime | None:
        until = cleaned.get("until")
        if until is None:
            return None
        if until == CHOSEN:
            day = cleaned.get("until_day")
            if day is None:
                self.add_error("until_day", _("Until which day?"))
                return None
            hour = cleaned.get("until_hour")
            return self._moment("until_hour", day, hour) if hour else self._midnight(day)
        if until == "hour":
            return max(starts, clock.now().replace(second=0, microsecond=0)) + timedelta(hours=1)
        first = max(starts, clock.now()).astimezone(self._place.zone).date()
        days = {"tonight": 0, "tomorrow": 1, "week": 6 - first.weekday()}[until]
        return self._midnight(first + timedelta(days=days))

    def _midnight(self, day: date) -> datetime | None:
        """At the end of that day."""
        if day.year >= MAXYEAR:
            self.add_error("until_day", _("A year at most: say it again next year."))
            return None
        return self._moment("until_day", day + timedelta(days=1), time(0))

    def _moment(self, field: str, day: date, hour: time) -> datetime | None:
        try:
            return to_utc(day, hour.replace(second=0, microsecond=0), self._place.zone)
        except (NoSuchHour, OverflowError):
            self.add_error(field, _("That hour does not exist on that day: choose another one."))
            return None

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in [*FACTS, "starts_at", "ends_at"]}


def _said(notice: Notice, zone: ZoneInfo) -> dict[str, Any]:
    starts, ends = notice.starts_at.astimezone(zone), notice.ends_at.astimezone(zone)
    said = {name: getattr(notice, name) for name in FACTS}
    return {
        **said,
        "until": CHOSEN,
        "until_day": ends.date(),
        "until_hour": ends.time(),
        "from_day": starts.date(),
        "from_hour": starts.time(),
    }

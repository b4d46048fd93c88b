"""What somebody types to write a session into the programme."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons import queries as commons_queries
from openweek.commons.models import Format
from openweek.ground import clock
from openweek.ground.fields import LineField, ProseField
from openweek.ground.text import whole_number
from openweek.look import dates
from openweek.place.models import Feature, Room
from openweek.programme import actions, queries
from openweek.programme.forms.times import TimesForm
from openweek.programme.models import Span
from openweek.week import halves
from openweek.week.models import Week
from openweek.week.queries import days_of

LANGUAGES = (
    ("fr", gettext_lazy("French")),
    ("en", gettext_lazy("English")),
    ("de", gettext_lazy("German")),
    ("es", gettext_lazy("Spanish")),
    ("it", gettext_lazy("Italian")),
    ("pt", gettext_lazy("Portuguese")),
    ("ar", gettext_lazy("Arabic")),
    ("tr", gettext_lazy("Turkish")),
    ("uk", gettext_lazy("Ukrainian")),
    ("lsf", gettext_lazy("French sign language")),
)


class WebAddressField(forms.URLField):
    """Of a page on the web, and of nothing else that a browser may follow."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class SessionForm(TimesForm):
    """A session, to propose it or to change it. Only the title is needed."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    # The last change that was made when the form was shown.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=gettext_lazy("Title"),
        limit=250,
        error_messages={"required": gettext_lazy("Give it a title: that is enough.")},
    )
    summary = LineField(
        label=gettext_lazy("In a few words"), required=False, limit=300,
        help_text=gettext_lazy("What one will see, understand or practise."),
    )  # fmt: skip
    description = ProseField(
        label=gettext_lazy("Description"), required=False,
        help_text=gettext_lazy("Lists, links and **bold** in Markdown, if you like."),
    )  # fmt: skip
    facilitator = LineField(
        label=gettext_lazy("Who runs it"), required=False, limit=500,
        help_text=gettext_lazy("Your name, or that of whoever welcomes people there."),
    )  # fmt: skip
    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"), queryset=Format.objects.none(), required=False
    )
    repeat = forms.MultipleChoiceField(
        label=gettext_lazy("At the same hour on these days too"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    weekly = forms.BooleanField(
        label=gettext_lazy("And every week on the same days, until the end"), required=False
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), required=False, min_value=1, max_value=10_000,
        help_text=gettext_lazy("Leave empty if everybody fits in."),
    )  # fmt: skip
    remote_url = WebAddressField(
        label=gettext_lazy("Address to follow from afar"), required=False, max_length=200,
        assume_scheme="https",
    )  # fmt: skip
    remote_seats = forms.IntegerField(
        label=gettext_lazy("Seats from afar"), required=False, min_value=1, max_value=10_000,
    )  # fmt: skip
    track = LineField(
        label=gettext_lazy("Subject"), required=False,
        help_text=gettext_lazy("A word that several sessions share: garden, digital, history."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"),
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What the room must offer"), choices=Feature.choices,
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    availability = forms.MultipleChoiceField(
        label=gettext_lazy("When can whoever runs it come?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For as long as it has no day yet. None ticked: any time will do."),
    )  # fmt: skip
    why = LineField(label=gettext_lazy("A word on what you change"), required=False, limit=200)

    DETAILS = (
        "summary", "description", "facilitator", "format", "seats", "remote_seats", "remote_url",
        "track", "language", "needs", "availability",
    )  # fmt: skip

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, week=week, **options)
        chosen = self.fields["format"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101  said above
        chosen.queryset = commons_queries.formats_of(week.place).filter(is_challenge=False)
        chosen.empty_label = _("None in particular")
        days = [(day.isoformat(), dates.day(day)) for day in self.offered_days()]
        self._offer("day", [("", _("Not decided yet")), *days])
        self._offer("repeat", days)
        self.fields["day"].required = self.fields["starts"].required = False
        self._offer("language", self.offered_languages())
        self._offer("availability", self.offered_half_days())

    def offered_languages(self) -> list[tuple[str, str]]:
        """Those of Europe that are most spoken here, and the one that it already is in."""
        known = self.initial.get("language") or ""
        others = [(known, known)] if known and known not in dict(LANGUAGES) else []
        return [
            ("", _("That of the place")),
            *((code, str(word)) for code, word in LANGUAGES),
            *others,
        ]

    def offered_half_days(self) -> list[tuple[str, str]]:
        """Those to come during which the doors are open."""
        now = clock.now().astimezone(self.week.place.zone)
        openings = [each for day in days_of(self.week) for each in halves.openings_of(day, now)]
        return [(each.half.key, each.half.in_full) for each in openings if not each.is_past]

    def chosen_days(self, cleaned: dict[str, Any]) -> list[date]:
        first = super().chosen_days(cleaned)
        if not first:
            if cleaned.get("starts") or cleaned.get("room") or cleaned.get("repeat"):
                self.add_error("day", _("On which day? Without one, its hour and room are lost."))
            return []
        days = {*first, *map(date.fromisoformat, cleaned.get("repeat", []))}
        if cleaned.get("weekly"):
            days |= {
                later
                for later in self.week.days
                for day in set(days)
                if later > day and later.weekday() == day.weekday()
            }
        return sorted(days)

    def details(self) -> dict[str, Any]:
        """What the session says of itself; how long it lasts only while it has no time."""
        length = None if self.spans else self.cleaned_data["minutes"]
        return {**{name: self.cleaned_data[name] for name in self.DETAILS}, "minutes": length}


class MoveForm(TimesForm):
    """One of a session's times."""

    why = LineField(label=gettext_lazy("Why it moves"), required=False, limit=200)


class ImproviseForm(forms.Form):
    """It starts now, here."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = LineField(
        label=gettext_lazy("What starts now?"),
        error_messages={"required": gettext_lazy("Give it a title: that is enough.")},
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("Where?"), queryset=Room.objects.none(), widget=forms.RadioSelect,
        required=False, blank=True,
    )  # fmt: skip
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"), coerce=int, widget=forms.RadioSelect
    )
    facilitator = LineField(label=gettext_lazy("Who runs it"), required=False)

    OFFERED = (30, 60, 90, 120)

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        self.taken: actions.RoomTaken | None = None
        room, minutes = self.fields["room"], self.fields["minutes"]
        assert isinstance(room, forms.ModelChoiceField)  # noqa: S101  said above
        assert isinstance(minutes, forms.ChoiceField)  # noqa: S101  said above
        room.queryset = week.rooms.all()
        room.choices = self._places()
        sent = whole_number(str(self.data.get("minutes", "")))
        # A shorter time that we offered ourselves.
        offered = {sent} if sent is not None and 0 < sent <= max(self.OFFERED) else set()
        minutes.choices = [(n, dates.duration(n)) for n in sorted({*self.OFFERED, *offered})]

    def _places(self) -> list[tuple[str, str]]:
        """The free rooms first, and the first of them is chosen already."""
        now = actions.this_minute()
        free = queries.free_rooms(self.week, [Span(now, now + timedelta(minutes=1))])
        taken = [room for room in self.week.rooms.all() if room not in free]
        self.initial.setdefault("room", str(free[0].pk) if free else "")
        return [
            *((str(room.pk), room.name) for room in free),
            *((str(room.pk), _("%(room)s (taken)") % {"room": room.name}) for room in taken),
            ("", _("Elsewhere")),
        ]

    def offer_instead(self, taken: actions.RoomTaken) -> None:
        self.taken = taken
        self.add_error("room", _("%(room)s is taken just now.") % {"room": taken.span.room})

    @property
    def instead(self) -> Iterator[tuple[str, str]]:
        if self.taken is None:
            return
        free = self.taken.alternatives
        if free.shorter_minutes:
            words = {"room": self.taken.span.room, "length": dates.duration(free.shorter_minutes)}
            yield f"minutes:{free.shorter_minutes}", _("%(room)s, for %(length)s") % words
        for room in free.rooms:
            yield f"room:{room.pk}", room.name
        yield "room:", _("Elsewhere")

"""Where a session goes: dragged there, sent there by one step, or written down; and for longer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from openweek.ground.hours import NoSuchHour, to_utc
from openweek.ground.text import whole_number
from openweek.place.models import Room
from openweek.programme import actions, queries
from openweek.programme.forms.times import TimesForm
from openweek.programme.models import Session, Slot, Span
from openweek.week.models import Week

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
SHORTEST, LONGEST = 5, 24 * 60
STEPS = (
    "earlier", "later", "longer", "shorter", "room-before", "room-after", "day-before",
    "day-after", "tray",
)  # fmt: skip
EXTENSIONS = (15, 30, 60)


class PlaceForm(TimesForm):
    """A session of the tray, or one ``slot``, and its new ``span``; None is back to the tray."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    slot = forms.IntegerField(required=False, widget=forms.HiddenInput)
    step = forms.ChoiceField(required=False, choices=[(each, each) for each in STEPS])
    # From the grid: a moment in UTC, which no change of clocks makes doubtful.
    starts_at = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, week: Week, session: Session, **options: Any) -> None:
        slots = queries.slots_of(session)
        for slot in slots:
            slot.session = session
        super().__init__(*args, week=week, slots=slots, **options)
        self.session = session
        self.placed: Slot | None = None
        self.span: Span | None = None
        self.fields["day"].required = self.fields["starts"].required = False

    def offered_lengths(self) -> list[int]:
        """Any that was drawn on the grid."""
        sent = whole_number(str(self.data.get("minutes", "")))
        drawn = {sent} if sent is not None and SHORTEST <= sent <= LONGEST else set()
        return sorted({*super().offered_lengths(), *drawn})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("slot") is not None:
            self.placed = next((each for each in self.slots if each.pk == cleaned["slot"]), None)
            if self.placed is None:
                self.add_error(None, _("Somebody has just removed that time."))
                return cleaned
        step, starts_at = cleaned.get("step"), cleaned.get("starts_at")
        if step and self.placed is not None:
            self._take_step(step, self.placed)
        elif starts_at:
            self._take_moment(starts_at, cleaned)
        elif self.spans:
            self.span = self.spans[0]
        elif not self.errors:
            self.add_error("day", _("Choose a day and an hour."))
        return cleaned

    def _take_moment(self, said: str, cleaned: dict[str, Any]) -> None:
        try:
            starts_at = datetime.fromisoformat(said).astimezone(UTC)
        except (ValueError, OverflowError):
            self.add_error(None, _("Choose a day and an hour."))
            return
        if "minutes" in cleaned and "room" in cleaned:
            self._hold(
                starts_at, starts_at + timedelta(minutes=cleaned["minutes"]), cleaned["room"]
            )

    def _take_step(self, step: str, slot: Slot) -> None:
        if step == "tray":
            return
        start, end, room = slot.starts_at, slot.ends_at, slot.room
        if step in {"earlier", "later"}:
            by = QUARTER if step == "later" else -QUARTER
            self._hold(start + by, end + by, room)
        elif step == "longer":
            self._hold(start, end + QUARTER, room)
        elif step == "shorter":
            self._hold(start, max(end - QUARTER, start + timedelta(minutes=SHORTEST)), room)
        elif step.startswith("room-"):
            self._take_room(slot, 1 if step == "room-after" else -1)
        else:
            self._take_day(slot, 1 if step == "day-after" else -1)

    def _take_room(self, slot: Slot, by: int) -> None:
        rooms: list[Room | None] = [*self.week.rooms.all(), None]
        place = rooms.index(slot.room) if slot.room in rooms else len(rooms)
        if not 0 <= place + by < len(rooms):
            self.add_error(None, _("There is no room further that way."))
        else:
            self._hold(slot.starts_at, slot.ends_at, rooms[place + by])

    def _take_day(self, slot: Slot, by: int) -> None:
        local = slot.starts_at.astimezone(self.week.place.zone)
        day = local.date() + timedelta(days=by)
        try:
            start = to_utc(day, local.time(), self.week.place.zone)
        except NoSuchHour:
            self.add_error(None, _("That day the clocks skip this hour. Choose another one."))
        else:
            self._hold(start, start + (slot.ends_at - slot.starts_at), slot.room)

    def _hold(self, starts_at: datetime, ends_at: datetime, room: Room | None) -> None:
        span = Span(starts_at, ends_at, room)
        self._check([span])
        self.span = self.spans[0] if self.spans else None

    @property
    def asked(self) -> Iterator[tuple[str, str]]:
        """What was asked for, to be sent again with another room or hour."""
        if self.span is not None:
            local = self.span.starts_at.astimezone(self.week.place.zone)
            yield "day", local.date().isoformat()
            yield "starts", f"{local:%H:%M}"
            yield "which_hour", "second" if local.fold else "first"
            yield "minutes", str(int((self.span.ends_at - self.span.starts_at) / MINUTE))
            yield "room", str(self.span.room.pk) if self.span.room else ""

    @property
    def refusal(self) -> str:
        """Why it was refused, in one line."""
        return " ".join(str(line) for lines in self.errors.values() for line in lines)


class ExtendForm(forms.Form):
    """What was pressed: until when it goes on and, if its own is wanted, in which other room."""

    go = forms.CharField(max_length=60)

    def __init__(self, *args: Any, week: Week, **options: Any) -> None:
        super().__init__(*args, **options)
        self.week = week
        self.until: datetime | None = None
        self.room: Room | None = None
        self.taken: actions.RoomTaken | None = None

    def clean_go(self) -> str:
        said: str = self.cleaned_data["go"]
        until, _space, room = said.partition(" ")
        try:
            self.until = datetime.fromisoformat(until).astimezone(UTC)
        except (ValueError, OverflowError) as unreadable:
            raise forms.ValidationError(_("Until when?")) from unreadable
        if room:
            self.room = next((each for each in self.week.rooms.all() if str(each.pk) == room), None)
        return said

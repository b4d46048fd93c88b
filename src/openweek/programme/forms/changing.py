"""Changing a session, beside others who change it too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from openweek.ground.hours import is_ambiguous
from openweek.ground.text import whole_number
from openweek.programme import history, merging, queries
from openweek.programme.forms.sessions import SessionForm
from openweek.programme.ledger import span_of
from openweek.programme.models import Change, Session, Slot
from openweek.week.models import Week

DECIDED = "take_"
THEIRS = "theirs"
_TIMES = ("day", "starts", "minutes", "room", "repeat", "which_hour")


@dataclass(frozen=True)
class Conflict:
    """One field that both changed, each in another way."""

    key: str
    label: str
    mine: str
    theirs: str

    @property
    def name(self) -> str:
        """Of the choice between the two."""
        return f"{DECIDED}{self.key}"


class ChangeForm(SessionForm):
    """What somebody typed over a session; where others changed the same, both are shown."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        session: Session,
        is_regular: bool,
        apart: Sequence[Slot] = (),
        **options: Any,
    ) -> None:
        self.session = session
        # Times that are exceptions to the others: they stay as they are.
        self._apart = list(apart)
        self.conflicts: list[Conflict] = []
        newest = queries.newest_change(session)
        self.first_seen = whole_number(str(data.get("seen", ""))) if data is not None else newest
        if data is not None:
            data = self._decided(data)
        # A form that was shown without times leaves them as they are.
        is_current = self.first_seen in {None, newest}
        self.has_times = (
            is_regular if data is None else "day" in data or (is_regular and is_current)
        )
        super().__init__(data, **options)

    def _decided(self, sent: QueryDict) -> QueryDict:
        """Where theirs was chosen, it stands in the form as if it had been typed."""
        chosen = [
            name.removeprefix(DECIDED)
            for name, value in sent.items()
            if name.startswith(DECIDED) and value == THEIRS
        ]
        if not chosen:
            return sent
        now = history.state_of(self.session)
        seen = merging.plain(merging.rewind(self.session, now, self.first_seen or 0))
        data = sent.copy()
        _type_in(data, {key: seen.get(key) for key in chosen}, self.session.week)
        return data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone = self.week.place.zone
        own = {slot.local_date for slot in self._apart}
        if own & {span.starts_at.astimezone(zone).date() for span in self.spans}:
            self.add_error("day", _("One of these days has an hour of its own: move it below."))
        elif self.has_times:
            self.spans = [*self.spans, *(span_of(slot) for slot in self._apart)]
        return cleaned

    def details(self) -> dict[str, Any]:
        said = super().details()
        untouched = self.session.minutes is None and "minutes" not in self.changed_data
        if not self.has_times:
            del said["minutes"]
        elif untouched:
            said["minutes"] = None
        return said

    def show_both(self, edited: merging.EditedTogether) -> None:
        """Come back with what could be merged, what was typed, and theirs beside it."""
        mine = merging.typed(
            {"title": self.cleaned_data["title"], **self.details()},
            self.spans if self.has_times else None,
        )
        reader = _reader(self.session.week, mine, edited.theirs)
        self.conflicts = [
            Conflict(
                key=key, label=merging.label_of(key),
                mine=merging.in_words(reader, key, mine.get(key)),
                theirs=merging.in_words(reader, key, edited.theirs.get(key)),
            )
            for key in edited.merged.conflicts
        ]  # fmt: skip
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["seen"] = str(edited.newest)
            _type_in(data, edited.merged.values, self.session.week)
            self.data = data
        self.add_error(
            None,
            _(
                "Somebody changed this session while you were writing. What you typed is still "
                "here, beside theirs: choose, then send it again."
            ),
        )


def _reader(week: Week, *states: history.State) -> history.Reader:
    return history.Reader(
        week, [Change(number=2, after=merging.as_slots(state)) for state in states]
    )


def _type_in(data: QueryDict, values: history.State, week: Week) -> None:
    """Write these into what was sent, as somebody would type them."""
    for key, value in values.items():
        if key == merging.TIMES:
            _type_times(data, value or [], week)
        elif key != "minutes" or value is not None:
            name = "format" if key == "format_id" else key
            data.setlist(name, _as_typed(value))


def _as_typed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]


def _type_times(data: QueryDict, times: Sequence[Sequence[Any]], week: Week) -> None:
    for name in _TIMES:
        if name != "minutes":
            data.pop(name, None)
    starts = [datetime.fromisoformat(each[0]).astimezone(week.place.zone) for each in times]
    if not _are_regular(starts, times):
        return
    data["day"] = starts[0].date().isoformat() if starts else ""
    if not starts:
        return
    first, length = starts[0], datetime.fromisoformat(times[0][1]) - starts[0]
    data["starts"] = f"{first:%H:%M}"
    data["minutes"] = str(length // timedelta(minutes=1))
    data["room"] = "" if times[0][2] is None else str(times[0][2])
    data.setlist("repeat", [start.date().isoformat() for start in starts[1:]])
    if is_ambiguous(first.date(), first.time(), week.place.zone):
        data["which_hour"] = "second" if first.fold else "first"


def _are_regular(starts: Iterable[datetime], times: Sequence[Sequence[Any]]) -> bool:
    """Whether the form can say them: the same hour, length and room, on different days."""
    local = list(starts)
    alike = {
        (start.time(), datetime.fromisoformat(each[1]) - start, each[2])
        for start, each in zip(local, times, strict=True)
    }
    return len(alike) <= 1 and len({start.date() for start in local}) == len(local)

"""When and where something is, as somebody was told it, and what has become of that since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from openweek.ground import clock
from openweek.look import dates
from openweek.place.models import Room
from openweek.programme import history
from openweek.programme.models import Signup, Slot
from openweek.week.models import Week

State = dict[str, Any]
CANCELLED: State = {"cancelled": True}
# What became of a letter about it: written, or not since that address had its letters for the day.
WRITTEN, HELD_BACK = "written", "held_back"


@dataclass(frozen=True, slots=True)
class News:
    """It moved ("moved"), was taken out ("cancelled"), or is there again ("back").

    ``told_at`` is empty as long as nobody was told; ``letter`` says what became of the letter.
    """

    kind: str
    before: State
    after: State
    told_at: datetime | None = None
    letter: str = ""


def state_of(slot: Slot) -> State:
    return history.slot_state(slot) or CANCELLED


def untold(signup: Signup) -> News | None:
    """What they do not know yet. Nothing when it came back to where it was, or is over.

    That something which has begun goes on for longer, or ends, those who are there know.
    """
    before, after = _bare(signup.told), state_of(signup.slot)
    if not before or _same(before, after):
        return None
    if max(_ends(before, signup.slot), _ends(after, signup.slot)) <= clock.now():
        return None
    return News(_kind(before, after), before, after)


def news_of(signup: Signup) -> News | None:
    """What their page says: what they do not know yet, else what they were told last."""
    fresh = untold(signup)
    if fresh is not None or not signup.told.get("before"):
        return fresh
    before, after = signup.told["before"], state_of(signup.slot)
    return News(
        _kind(before, after), before, after,
        told_at=datetime.fromisoformat(signup.told["at"]), letter=signup.told.get("letter", ""),
    )  # fmt: skip


def told(signup: Signup, *, letter: str) -> State:
    """What ``Signup.told`` becomes once they were told where it is now."""
    news = untold(signup)
    before = news.before if news else signup.told.get("before")
    extras = {"before": before} if before else {}
    return {
        **state_of(signup.slot), **extras, "letter": letter, "at": clock.now().isoformat(),
    }  # fmt: skip


def _bare(told: State) -> State:
    return {key: told[key] for key in ("cancelled", "room", "starts_at", "ends_at") if key in told}


def _same(before: State, after: State) -> bool:
    if before == after:
        return True
    if "cancelled" in before or "cancelled" in after:
        return False
    begun = datetime.fromisoformat(after["starts_at"]) <= clock.now()
    watched = ("room", "starts_at") if begun else ("room", "starts_at", "ends_at")
    return all(before[key] == after[key] for key in watched)


def _ends(state: State, slot: Slot) -> datetime:
    return datetime.fromisoformat(state["ends_at"]) if "ends_at" in state else slot.ends_at


def _kind(before: State, after: State) -> str:
    if "cancelled" in after:
        return "cancelled"
    return "back" if "cancelled" in before else "moved"


class Words:
    """Says states; the names of rooms are looked up once for all of them."""

    def __init__(self, week: Week, news: Iterable[News]) -> None:
        self._zone = week.place.zone
        states = [state for each in news for state in (each.before, each.after)]
        rooms = {state["room"] for state in states if state.get("room")}
        names = Room.objects.filter(pk__in=rooms).values_list("pk", "name") if rooms else ()
        self._rooms = dict(names)

    def where(self, state: State) -> str:
        """« jeudi 26 novembre, 10 h – 11 h, Grande salle »."""
        if "cancelled" in state:
            return _("not in the programme")
        starts, ends = (datetime.fromisoformat(state[key]) for key in ("starts_at", "ends_at"))
        day = dates.day(starts.astimezone(self._zone).date())
        room = self._rooms.get(state["room"]) or _("without a room")
        return f"{day}, {dates.hours(starts, ends, self._zone)}, {room}"

    def say(self, news: News) -> str:
        """One sentence."""
        said = {
            "moved": _("It has moved: %(after)s. Before, it was %(before)s."),
            "cancelled": _("It is cancelled. It was to be %(before)s."),
            "back": _("It is in the programme again: %(after)s."),
        }[news.kind]
        return said % {"before": self.where(news.before), "after": self.where(news.after)}

"""Clashes, said to people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.look import dates
from openweek.place.models import Feature, Room
from openweek.programme.clashes import Clash, Reason, names_of
from openweek.programme.models import Break
from openweek.programme.queries import Moment


@dataclass(frozen=True, slots=True)
class ClashInWords:
    """One line of the list above the grid; ``slot`` is the time that one would move."""

    slot: int
    when: str
    words: str
    is_hard: bool


class Teller:
    """Knows the names of what clashes."""

    def __init__(
        self,
        moments: Iterable[Moment],
        rooms: Iterable[Room],
        breaks: Iterable[Break],
        zone: ZoneInfo,
    ) -> None:
        self._moments: Mapping[int, Moment] = {each.slot_id: each for each in moments}
        self._seats = {room.pk: room.seats for room in rooms}
        self._breaks = {each.pk: each.title for each in breaks}
        self._zone = zone

    def tell(self, clash: Clash) -> ClashInWords:
        last = self._moments[clash.slots[-1]]
        return ClashInWords(
            slot=last.slot_id,
            when=dates.moment(last.starts_at, self._zone),
            words=self._say(clash, [self._moments[slot] for slot in clash.slots]),
            is_hard=clash.is_hard,
        )

    def _say(self, clash: Clash, moments: list[Moment]) -> str:
        first, last = moments[0], moments[-1]
        words = {"one": first.title, "other": last.title, "room": first.room}
        if clash.reason == Reason.FACILITATOR:
            written = names_of(first.facilitator)
            who = ", ".join(written.get(name, name) for name in clash.who)
            return _("%(who)s runs “%(one)s” and “%(other)s” at once.") % {**words, "who": who}
        if clash.reason == Reason.WISHES:
            said = ngettext(
                "%(count)d person would like both “%(one)s” and “%(other)s”.",
                "%(count)d people would like both “%(one)s” and “%(other)s”.",
                clash.people,
            )
            return said % {**words, "count": clash.people}
        return self._say_of_one(clash, words, self._seats.get(first.room_id or 0))

    def _say_of_one(self, clash: Clash, words: dict[str, str], seats: int | None) -> str:
        given = {**words, "count": clash.people, "seats": seats}
        if clash.reason == Reason.LACKS:
            what = ", ".join(str(Feature(code).label) for code in clash.what if code in Feature)
            return _("“%(one)s” needs %(what)s: %(room)s does not offer it.") % {
                **words, "what": what,
            }  # fmt: skip
        if clash.reason == Reason.SIGNED_UP:
            said = ngettext(
                "%(count)d person comes to “%(one)s”: %(room)s has %(seats)d seats.",
                "%(count)d people come to “%(one)s”: %(room)s has %(seats)d seats.",
                clash.people,
            )
            return said % given
        if clash.reason == Reason.SEATS:
            return _("“%(one)s” offers %(count)d seats: %(room)s has %(seats)d.") % given
        if clash.reason == Reason.CLOSED:
            return _("“%(one)s” is on while the doors are closed.") % words
        pause = self._breaks.get(clash.pause, "")
        return _("“%(one)s” is on during the break “%(pause)s”.") % {**words, "pause": pause}

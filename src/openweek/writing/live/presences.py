"""Who is in a text just now: the latest word of each browser, and none of one that left."""

from typing import TYPE_CHECKING

from openweek.writing.live import protocol
from openweek.writing.live.protocol import Presence

if TYPE_CHECKING:
    from openweek.writing.live.connection import Connection

GONE = "null"


class Presences:
    """A browser may only speak of itself: a number belongs to the connection that used it first,
    or to the next one of the same author, for a line that dropped.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Presence, Connection]] = {}
        self._news: dict[int, Presence] = {}

    def __bool__(self) -> bool:
        return bool(self._known)

    def take(self, who: "Connection", presences: list[Presence]) -> bool:
        """Whether anything of it is to be told."""
        taken = [one for one in presences if self._is_to_be_told(who, one)]
        for one in taken:
            self._news[one.client] = one
            if one.state == GONE:
                self._known.pop(one.client, None)
            else:
                self._known[one.client] = (one, who)
        return bool(taken)

    def _is_to_be_told(self, who: "Connection", one: Presence) -> bool:
        if one.client not in self._known:
            mine = sum(owner is who for _, owner in self._known.values())
            return one.state != GONE and mine < protocol.MAX_PRESENCES
        known, owner = self._known[one.client]
        if owner is not who and owner.author != who.author:
            return False
        return one.clock > known.clock or (one.clock == known.clock and one.state == GONE)

    def drop(self, who: "Connection") -> bool:
        """That connection is gone, and with it whom it showed."""
        left = [one for one, owner in self._known.values() if owner is who]
        for one in left:
            del self._known[one.client]
            self._news[one.client] = Presence(one.client, one.clock, GONE)
        return bool(left)

    def message(self) -> bytes:
        return protocol.awareness([one for one, _ in self._known.values()])

    def news(self) -> bytes:
        """What changed since the last time, the latest of each; empty when nothing did.

        It goes to its sender too: some clients take a line on which nothing comes for dead.
        """
        if not self._news:
            return b""
        message = protocol.awareness(self._news.values())
        self._news.clear()
        return message

"""Who is in a text just now: the latest word of each browser, and none of one that left."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openweek.writing.live import protocol
from openweek.writing.live.protocol import Presence

if TYPE_CHECKING:
    from openweek.writing.live.connection import Connection

GONE = "null"


@dataclass(frozen=True, slots=True)
class Far:
    """Somebody connected to another live process."""

    origin: bytes
    author: str


class Presences:
    """A browser may only speak of itself: a number belongs to the connection that used it first,
    or to the next one of the same author, for a line that dropped.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Presence, Connection | Far]] = {}
        self._news: dict[int, Presence] = {}
        self.told: list[Presence] = []  # the last news, for other processes

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
        is_back = isinstance(owner, Far) and one.clock == known.clock  # the line moved to us
        return one.clock > known.clock or (
            one.clock == known.clock and (is_back or one.state == GONE)
        )

    def drop(self, who: "Connection") -> bool:
        """That connection is gone, and with it whom it showed."""
        left = [one for one, owner in self._known.values() if owner is who]
        for one in left:
            del self._known[one.client]
            self._news[one.client] = Presence(one.client, one.clock, GONE)
        return bool(left)

    # --- in other processes -----------------------------------------------------------

    def here(self) -> list[Presence]:
        return [one for one, owner in self._known.values() if not isinstance(owner, Far)]

    def author_of(self, client: int) -> str:
        return self._known[client][1].author if client in self._known else ""

    def take_far(
        self, origin: bytes, seen: Iterable[tuple[Presence, str]], *, is_all: bool
    ) -> list[Presence]:
        """What another process says of its own people: what of it is new. With ``is_all``,
        nobody else is there any more.
        """
        seen = list(seen)
        news = [one for one, author in seen if self._take_far(one, Far(origin, author))]
        if is_all:
            clients = {one.client for one, _ in seen}
            gone = [
                Presence(client, one.clock, GONE)
                for client, (one, owner) in self._known.items()
                if client not in clients and isinstance(owner, Far) and owner.origin == origin
            ]
            for one in gone:
                del self._known[one.client]
            news += gone
        return news

    def _take_far(self, one: Presence, who: Far) -> bool:
        known, owner = self._known.get(one.client, (None, None))
        is_theirs = isinstance(owner, Far) and owner.origin == who.origin
        if one.state == GONE:
            if is_theirs:
                del self._known[one.client]
            return is_theirs
        if known is not None and owner is not None:
            if not is_theirs and owner.author != who.author:
                return False
            if one.clock <= known.clock:
                return False
        self._known[one.client] = (one, who)
        return True

    def message(self) -> bytes:
        return protocol.awareness([one for one, _ in self._known.values()])

    def news(self) -> bytes:
        """What changed since the last time, the latest of each; empty when nothing did.

        It goes to its sender too: some clients take a line on which nothing comes for dead.
        """
        if not self._news:
            return b""
        self.told = list(self._news.values())
        message = protocol.awareness(self.told)
        self._news.clear()
        return message

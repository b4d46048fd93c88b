"""Answers kept whole, so that most readers of a programme cost no more than sending it.

A view says of an answer that it may be kept (:mod:`openweek.ground.keeping`). It is then given to
whoever asks for the same address with the same cookies and in the same language, for as long as
three things are what they were just before it was made: the events of its place, the row of the
reader's session, the minute. All three are asked for each time; none is trusted to expire.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import parse_cookie
from django.utils.translation import get_language_from_request

from openweek.config.marks import Marks

Message = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, ...]

MOST_BYTES = 32 << 20
LARGEST_BYTES = 2 << 20
# Whoever says more than this in asking is answered, but nothing is kept for them.
LONGEST_ASKED = 8 << 10
# Of how many addresses it is known that they may be kept, before one is asked for again.
MOST_MET = 8192
# The headers that an answer can depend on.
ASKED = frozenset({b"host", b"cookie", b"accept-language", b"if-none-match", b"x-forwarded-proto"})
# What a browser that has the page already is told again (RFC 9110, 15.4.5).
TOLD_AGAIN = frozenset(
    {b"cache-control", b"content-location", b"date", b"etag", b"expires", b"last-modified", b"vary"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; ``place_id`` is None when it must not be kept."""

    status: int
    headers: Headers
    body: bytes
    place_id: int | None = None

    @property
    def weight(self) -> int:
        return len(self.body) + 2048

    def may_be_kept(self, cookies: bytes) -> bool:
        """For somebody with these cookies: it gives them none that they don't have already."""
        theirs = {each.strip() for each in cookies.split(b";")}
        return (
            self.place_id is not None
            and self.status == 200  # noqa: PLR2004  OK
            and len(self.body) <= LARGEST_BYTES
            and all(
                value.split(b";")[0] in theirs
                for name, value in self.headers
                if name == b"set-cookie"
            )
        )

    def for_one_who_has(self, tags: bytes) -> "Answer":
        """The answer itself, or in its place that nothing changed."""
        own = next((value for name, value in self.headers if name == b"etag"), b"")
        if not tags or not own or own.removeprefix(b"W/") not in _tags(tags):
            return self
        return Answer(304, [pair for pair in self.headers if pair[0] in TOLD_AGAIN], b"")


def _tags(header: bytes) -> set[bytes]:
    return {each.strip().removeprefix(b"W/") for each in header.split(b",")}


@dataclass(slots=True)
class _Entry:
    place_id: int
    mark: str
    answer: Answer


Make = Callable[[], Awaitable[Answer]]


class KeptAnswers:
    """The answers of one process."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._weight = 0
        # The places of answers that were asked for once, by the hash of their keys: only what is
        # asked for again takes room, so that a robot that asks each time otherwise displaces
        # nobody. Two of one hash are told apart by the place that the answer says.
        self._met: OrderedDict[int, int] = OrderedDict()
        # Who makes an answer just now: others who want it in the same state wait for it.
        self._making: dict[tuple[Key, str], asyncio.Future[Answer]] = {}

    async def answer(self, scope: Message, make: Make) -> Answer:
        """The kept answer if it is still true, else a new one, which may be kept."""
        asked = _Asked(scope)
        entry = self._entries.get(asked.key)
        place_id = entry.place_id if entry else self._met.get(hash(asked.key))
        if place_id is None:
            return (await self._first(asked, make)).for_one_who_has(asked.tags)
        mark = await self._marks.now(place_id, asked.session)
        # Somebody may have made it while we asked.
        entry = self._entries.get(asked.key, entry)
        if entry is None or mark != entry.mark:
            answer = await self._together(asked, mark, place_id, make)
        else:
            if asked.key in self._entries:
                self._entries.move_to_end(asked.key)
            answer = entry.answer
        return answer.for_one_who_has(asked.tags)

    async def _first(self, asked: "_Asked", make: Make) -> Answer:
        """Nothing is known of this address: which place it belongs to, its answer says.

        Made before its mark was read, it could be older than that: kept from the next time on.
        """
        answer = await make()
        if answer.place_id is not None and answer.may_be_kept(asked.cookies):
            self._met[hash(asked.key)] = answer.place_id
            while len(self._met) > MOST_MET:
                self._met.popitem(last=False)
        return answer

    async def _together(self, asked: "_Asked", mark: str, place_id: int, make: Make) -> Answer:
        flight = asked.key, mark
        if flight in self._making:
            answer = await asyncio.shield(self._making[flight])
            # One with a cookie is for the one who asked first alone.
            return answer if answer.may_be_kept(asked.cookies) else await make()
        self._making[flight] = made = asyncio.get_running_loop().create_future()
        try:
            answer = await make()
        except BaseException as trouble:
            self._forget(asked.key)
            made.set_exception(trouble)
            made.exception()  # seen: nobody may have waited for it
            raise
        else:
            if answer.may_be_kept(asked.cookies) and answer.place_id == place_id:
                self._keep(asked.key, _Entry(place_id, mark, answer))
            else:
                self._forget(asked.key)
            made.set_result(answer)
            return answer
        finally:
            del self._making[flight]

    def _keep(self, key: Key, entry: _Entry) -> None:
        self._forget(key)
        self._entries[key] = entry
        self._weight += _weight(key, entry)
        while self._weight > MOST_BYTES:
            self._weight -= _weight(*self._entries.popitem(last=False))

    def _forget(self, key: Key) -> None:
        self._met.pop(hash(key), None)
        gone = self._entries.pop(key, None)
        if gone is not None:
            self._weight -= _weight(key, gone)


def _weight(key: Key, entry: _Entry) -> int:
    return entry.answer.weight + sum(map(len, key))


class _Asked:
    """What of a request its answer can depend on."""

    __slots__ = ("cookies", "key", "session", "tags")

    def __init__(self, scope: Message) -> None:
        # One that is sent twice is joined as Django joins it: what is kept under a name must not
        # have been made for another one.
        said: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in ASKED:
                said[name] = said[name] + b"," + value if name in said else value
        self.tags: bytes = said.get(b"if-none-match", b"")
        self.cookies: bytes = said.get(b"cookie", b"")
        self.session, chosen = _cookies(self.cookies)
        # Who names no host is told the address at which they came in.
        host = said.get(b"host") or repr(scope.get("server")).encode()
        self.key: Key = (
            scope["scheme"].encode(),
            said.get(b"x-forwarded-proto", b""),
            host,
            scope.get("raw_path") or scope["path"].encode(),
            scope["query_string"],
            _language(chosen, said.get(b"accept-language", b"")),
            self.cookies,
        )


def may_be_kept(scope: Message) -> bool:
    """Whether this is a question that somebody else may ask as well."""
    if scope["method"] != "GET":
        return False
    length = len(scope["query_string"]) + len(scope["path"])
    for name, value in scope["headers"]:
        if name in ASKED:
            length += len(value)
        elif name in {b"content-length", b"transfer-encoding", b"range", b"authorization"}:
            return False
    return length <= LONGEST_ASKED


@lru_cache(maxsize=1024)
def _cookies(header: bytes) -> tuple[str, str]:
    """The key of the session, and the language that was chosen, as Django reads them.

    Read by a stricter parser, an odd cookie before it would hide the session: what is done in it
    would not be seen.
    """
    if not header:
        return "", ""
    jar = parse_cookie(header.decode("latin-1"))
    session = jar.get(settings.SESSION_COOKIE_NAME, "")
    # Any other is nobody's, and PostgreSQL refuses to look for some.
    known = session if session.isascii() and session.isalnum() else ""
    return known, jar.get(settings.LANGUAGE_COOKIE_NAME, "")


@lru_cache(maxsize=1024)
def _language(chosen: str, accepted: bytes) -> bytes:
    """The language in which Django would answer."""
    request = SimpleNamespace(
        COOKIES={settings.LANGUAGE_COOKIE_NAME: chosen} if chosen else {},
        META={"HTTP_ACCEPT_LANGUAGE": accepted.decode("latin-1")},
        path_info="/",
    )
    return get_language_from_request(request).encode()  # type: ignore[arg-type]  # all that it reads

"""How pages and commands write: through the live process when it runs, else in its place.

Where several live processes share the log, what concerns one text goes to the one that has it on
this machine; what all must know goes to all of them, on every machine (see calls.py).

A request is one line of JSON and, after it, as many bytes as its ``size`` says; so is the answer.
"""

import json
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings

from openweek.ground.authors import Author
from openweek.writing.log.opening import is_shared, open_store
from openweek.writing.log.paths import LockedError, control_socket, numbers_for, writing_lock
from openweek.writing.log.store import Row
from openweek.writing.models import Text
from openweek.writing.rules import is_frozen

PATIENCE_SECONDS = 10.0
MOST_NAMES = 20
GLANCE_SECONDS = 1.0  # a page would rather say nothing than wait


class FrozenError(Exception):
    """The text takes no more pens."""


class FullError(FrozenError):
    """The text holds as much as a text may (``OPENWEEK_TEXT_MEGABYTES``)."""


class LiveTroubleError(Exception):
    """The live process is there but does not answer, or could not do it."""


class _NobodyListensError(Exception):
    pass


def submit(text: Text, update: bytes, author: Author) -> None:
    """Have an update merged; it is durable when this returns."""
    request = {"do": "submit", "text": str(text.pk), "author": author.key, "name": author.name}

    def alone() -> None:
        if is_frozen(Text.objects.get(pk=text.pk)):
            raise FrozenError(text.title)
        with open_store() as store:
            store.append([Row(str(text.pk), author.key, author.name, update)])

    _ask_or(request, update, alone)


def submit_many(text: Text, updates: list[tuple[str, str, bytes]]) -> None:
    """The same for several authors' updates (key, name, update), each building on those before
    it: all of them or none.
    """
    rows = [Row(str(text.pk), *each) for each in updates]
    parts = [[row.author, row.name, len(row.payload)] for row in rows]
    request = {"do": "submit_many", "text": str(text.pk), "parts": parts}

    def alone() -> None:
        if is_frozen(Text.objects.get(pk=text.pk)):
            raise FrozenError(text.title)
        with open_store() as store:
            store.append(rows)

    _ask_or(request, b"".join(row.payload for row in rows), alone)


def forget(author: str) -> None:
    """Have the names of that author (a key) taken out of the log; what they wrote stays."""

    def alone() -> None:
        with open_store() as store:
            store.forget(author)

    _ask_or({"do": "forget", "author": author}, b"", alone)


def hold(text_ids: Iterable[str]) -> None:
    """Have these texts take no more pens while the caller's transaction freezes them.

    All that was accepted is durable when this returns. Without a freeze in the database within
    a minute, pens are taken again.
    """
    _tell_all("hold", text_ids)


def refresh(text_ids: Iterable[str]) -> None:
    """Tell the live process to look again whether these texts are frozen, and when they close."""
    _tell_all("refresh", text_ids)


def revoke(text_id: str) -> None:
    """Close every socket on a text; each who still has a right comes back by itself."""
    _tell_all("revoke", [text_id])


def remarked(text_id: str) -> None:
    """Tell everybody who has the text open that something was said beside it."""
    _tell_all("remarks", [text_id])


def state(text_id: str) -> bytes | None:
    """What the live process has in memory, saved or not yet; None when it does not run."""
    try:
        return _ask({"do": "state", "text": text_id}, b"")
    except _NobodyListensError:
        return None


def present_in(text_ids: Iterable[str]) -> dict[str, list[str]]:
    """Who has a pen in which text now: their names in order, at most twenty for each text.

    Texts in which nobody has one are left out. Empty when nobody answers within a second.
    """
    chosen = [str(text_id) for text_id in text_ids]
    request = {"do": "present", "texts": chosen}
    found: dict[str, set[str]] = {}
    if is_shared() and settings.OPENWEEK_REDIS_URL:
        from openweek.writing.log.redis import present_elsewhere  # noqa: PLC0415  not on a laptop

        found = present_elsewhere(chosen)
    for number in numbers_for(""):
        try:
            told = json.loads(_ask_one(number, request, b"", patience=GLANCE_SECONDS))
        except (_NobodyListensError, LiveTroubleError):
            continue
        for text_id, names in told.items():
            found.setdefault(text_id, set()).update(names)
    return {text_id: sorted(names)[:MOST_NAMES] for text_id, names in found.items()}


def measures() -> dict[int, dict[str, Any]]:
    """What each live process that runs here has counted of itself, by its number."""
    found: dict[int, dict[str, Any]] = {}
    for number in numbers_for(""):
        with suppress(_NobodyListensError, LiveTroubleError):
            told = _ask_one(number, {"do": "measures"}, b"", patience=GLANCE_SECONDS)
            found[number] = json.loads(told)
    return found


def _tell_all(
    do: str, text_ids: Iterable[str], *, patience: float = PATIENCE_SECONDS, **more: Any
) -> None:
    if not is_shared():
        _ask_or({"do": do, "texts": list(text_ids)}, b"", _nothing)
        return
    from openweek.writing.log import calls  # noqa: PLC0415  not on a laptop

    try:
        calls.call_all(do, text_ids, patience=patience, **more)
    except calls.NoAnswerError as trouble:
        raise LiveTroubleError(str(trouble)) from trouble


def _nothing() -> None:
    """With no live process there is no pen to drop and nothing that is not saved."""


def _ask_or(request: dict[str, Any], body: bytes, alone: Callable[[], None]) -> None:
    """Ask the live process; do it ourselves, holding its lock, when nobody listens.

    Between its taking the lock and its listening, and between its leaving and letting go of the
    lock, neither works: wait, and try both again.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            _ask(request, body)
        except _NobodyListensError:
            pass
        else:
            return
        if is_shared():
            alone()
            _tell_all("reread", [request["text"]] if "text" in request else [])
            return
        try:
            with writing_lock():
                alone()
        except LockedError as locked:
            if time.monotonic() > give_up_at:
                raise LiveTroubleError("the live process holds its lock but is deaf") from locked
            time.sleep(0.05)
        else:
            return


def _ask(request: dict[str, Any], body: bytes) -> bytes:
    """The live process of the text; the next one where that does not run."""
    for number in numbers_for(request.get("text", "")):
        try:
            return _ask_one(number, request, body)
        except _NobodyListensError:
            continue
    raise _NobodyListensError


def _ask_one(
    number: int, request: dict[str, Any], body: bytes, *, patience: float = PATIENCE_SECONDS
) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(patience)
        try:
            connection.connect(str(control_socket(number)))
        except (FileNotFoundError, ConnectionRefusedError) as nobody:
            raise _NobodyListensError from nobody
        try:
            connection.sendall(json.dumps({**request, "size": len(body)}).encode() + b"\n" + body)
            with connection.makefile("rb") as answers:
                answer = json.loads(answers.readline() or b'{"trouble": "it hung up"}')
                content = answers.read(answer.get("size", 0))
        except OSError as trouble:
            raise LiveTroubleError(str(trouble)) from trouble
    if answer.get("trouble") == "frozen":
        raise FrozenError(str(request.get("text")))
    if answer.get("trouble") == "full":
        raise FullError(str(request.get("text")))
    if "trouble" in answer:
        raise LiveTroubleError(answer["trouble"])
    return content

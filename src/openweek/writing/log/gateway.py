"""How pages and commands write: through the live process when it runs, else in its place.

A request is one line of JSON and, after it, as many bytes as its ``size`` says; so is the answer.
"""

import json
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from openweek.ground.authors import Author
from openweek.writing.log.opening import open_store
from openweek.writing.log.paths import LockedError, control_socket, writing_lock
from openweek.writing.log.store import Row
from openweek.writing.models import Text
from openweek.writing.rules import is_frozen

PATIENCE_SECONDS = 10.0


class FrozenError(Exception):
    """The text takes no more pens."""


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


def hold(text_ids: Iterable[str]) -> None:
    """Have these texts take no more pens while the caller's transaction freezes them.

    All that was accepted is durable when this returns. Without a freeze in the database within
    a minute, pens are taken again.
    """
    _ask_or({"do": "hold", "texts": list(text_ids)}, b"", _nothing)


def refresh(text_ids: Iterable[str]) -> None:
    """Tell the live process to look again whether these texts are frozen, and when they close."""
    _ask_or({"do": "refresh", "texts": list(text_ids)}, b"", _nothing)


def revoke(text_id: str) -> None:
    """Close every socket on a text; each who still has a right comes back by itself."""
    _ask_or({"do": "revoke", "texts": [text_id]}, b"", _nothing)


def state(text_id: str) -> bytes | None:
    """What the live process has in memory, saved or not yet; None when it does not run."""
    try:
        return _ask({"do": "state", "text": text_id}, b"")
    except _NobodyListensError:
        return None


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
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE_SECONDS)
        try:
            connection.connect(str(control_socket()))
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
    if "trouble" in answer:
        raise LiveTroubleError(answer["trouble"])
    return content

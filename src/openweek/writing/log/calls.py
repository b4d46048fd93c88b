"""Calls to every live process of an installation, on whichever machine, through PostgreSQL.

The database is where everything is durable, so whoever cannot be reached through it can make
nothing durable either. Who listens is read from the server's own list of connections: a process
that was killed is not in it any more.
"""

import json
import secrets
import time
from collections.abc import Iterable
from typing import Any

import psycopg
from django.conf import settings

CHANNEL = "openweek_live"
LISTENER = "openweek live"  # the application_name of whoever listens
TEXTS_AT_ONCE = 100  # a call has room for 8,000 bytes
LOOK_AGAIN_SECONDS = 0.5

_LISTENERS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %s
"""

Line = psycopg.Connection[tuple[Any, ...]]


class NoAnswerError(Exception):
    """Some of them did not do it in time, or the database could not be asked."""


def call_all(do: str, text_ids: Iterable[str], *, patience: float, **more: Any) -> None:
    """Return when each process that listens has done it; at once when none does.

    Raises NoAnswerError when one is still there after so many seconds but has not answered.
    """
    chosen = list(text_ids)
    give_up_at = time.monotonic() + patience
    try:
        with psycopg.connect(
            settings.OPENWEEK_DATABASE_URL, autocommit=True, connect_timeout=max(2, int(patience))
        ) as line:
            back = f"openweek_answer_{secrets.token_hex(8)}"
            line.execute(f"LISTEN {back}".encode())
            for start in range(0, len(chosen), TEXTS_AT_ONCE):
                told = {"do": do, "texts": chosen[start : start + TEXTS_AT_ONCE], **more}
                _call(line, {**told, "back": back}, give_up_at)
    except psycopg.Error as trouble:
        raise NoAnswerError(str(trouble)) from trouble


def count() -> int:
    """How many live processes there are in the installation; raises NoAnswerError."""
    try:
        with psycopg.connect(settings.OPENWEEK_DATABASE_URL, connect_timeout=5) as line:
            return len(listeners(line))
    except psycopg.Error as trouble:
        raise NoAnswerError(str(trouble)) from trouble


def listeners(line: Line) -> set[int]:
    return {int(pid) for (pid,) in line.execute(_LISTENERS, (LISTENER,))}


def _call(line: Line, told: dict[str, Any], give_up_at: float) -> None:
    awaited = listeners(line)
    line.execute("SELECT pg_notify(%s, %s)", (CHANNEL, json.dumps(told)))
    while awaited:
        if time.monotonic() > give_up_at:
            raise NoAnswerError(f"{len(awaited)} live processes do not answer")
        for notice in line.notifies(timeout=LOOK_AGAIN_SECONDS, stop_after=len(awaited)):
            answer = json.loads(notice.payload)
            if answer["trouble"]:
                raise NoAnswerError(answer["trouble"])
            awaited.discard(answer["from"])
        if awaited:
            awaited &= listeners(line)

"""Two live processes on one PostgreSQL and one Redis, all of them real."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.utils import load_backend

from openweek.config.databases import postgres
from openweek.writing.log.paths import control_socket, handover_socket
from openweek.writing.log.redis import processes
from openweek.writing.models import Text
from tests.redis_server import RedisServer
from tests.writing.client import Writer
from tests.writing.conftest import House, soon

NUMBERS = (0, 1)


@contextmanager
def rows_in(url: str) -> Iterator[None]:
    """Have this thread's rows in that PostgreSQL for a while."""
    usual = connections["default"]
    there = load_backend("django.db.backends.postgresql").DatabaseWrapper(
        {**usual.settings_dict, **postgres(url)}, "default"
    )
    connections["default"] = there
    try:
        yield
    finally:
        there.close()
        connections["default"] = usual


class Fleet(House):
    """One installation with two live processes; each may stand for another machine."""

    def __init__(self, folder: Path, port: int, redis: RedisServer) -> None:
        super().__init__(folder, port, None)  # type: ignore[arg-type]  no nursery: real starts
        self.redis = redis
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def all_up(self) -> None:
        self.redis.start()
        for number in NUMBERS:
            process = self._processes.get(number)
            if process is None or process.poll() is not None:
                self.start(number)
        soon(lambda: processes() == len(NUMBERS))

    def start(self, number: int) -> None:
        control_socket(number).unlink(missing_ok=True)
        env = {
            **os.environ,
            "OPENWEEK_DATA": str(self.folder),
            "OPENWEEK_SECRET_KEY": settings.SECRET_KEY,
            "OPENWEEK_DATABASE_URL": settings.OPENWEEK_DATABASE_URL,
            "OPENWEEK_REDIS_URL": settings.OPENWEEK_REDIS_URL,
        }
        command = [sys.executable, "-m", "openweek.writing.live", str(number)]
        self._processes[number] = subprocess.Popen(command, env=env)
        soon(control_socket(number).exists)

    def end(self, number: int, signalled: int = signal.SIGKILL) -> None:
        process = self._processes.pop(number, None)
        if process:
            process.send_signal(signalled)
            process.wait(timeout=15)

    def close(self) -> None:
        self.hang_up()
        for number in NUMBERS:
            self.end(number, signal.SIGTERM)

    def hang_up(self) -> None:
        for writer in self._writers:
            writer.hang_up()
        self._writers.clear()

    def text_of(self, text_id: str) -> Text:
        return Text.objects.get(pk=text_id)

    def writer_at(self, number: int, text: Text, name: str) -> Writer:
        """Whichever process the text would go to, this one comes in at that one."""
        writer = Writer(name)
        self._writers.append(writer)
        return self.join_at(number, writer, text)

    def join_at(self, number: int, writer: Writer, text: Text) -> Writer:
        hidden = [
            (handover_socket(other), handover_socket(other).with_suffix(".hidden"))
            for other in NUMBERS
            if other != number and handover_socket(other).exists()
        ]
        for path, away in hidden:
            path.rename(away)
        try:
            return self.join(writer, text)
        finally:
            for path, away in hidden:
                away.rename(path)

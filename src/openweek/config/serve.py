"""The supervisor behind ``openweek serve``: it prepares, starts the processes and keeps them up.

It imports nothing of Django, so that it weighs next to nothing while it waits.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

STOPPING_SECONDS = 10.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 15.0
STEADY_SECONDS = 30.0


class Refused(Exception):
    """Cannot start; the message says why, in words."""


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_seconds: float = FIRST_PAUSE_SECONDS
    start_not_before: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, pass_fds=tuple(self.pass_fds))

    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def fell(self) -> None:
        """Note that it died: it is started again after a pause that grows if it keeps dying."""
        steady = time.monotonic() - self.started_at > STEADY_SECONDS
        self.pause_seconds = (
            FIRST_PAUSE_SECONDS if steady else min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        )
        self.start_not_before = time.monotonic() + self.pause_seconds
        self.process = None


@dataclass
class Supervisor:
    children: list[Child]
    say: Callable[[str], None]
    stopping: bool = field(default=False)

    def run(self) -> None:
        """Until SIGTERM or SIGINT; a child that dies is started again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        while not self.stopping:
            self._look_around()
            time.sleep(0.1)
        self._stop()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look_around(self) -> None:
        for child in self.children:
            if child.process is not None and not child.is_up():
                self.say(f"{child.name} stopped ({child.process.returncode}); starting it again.")
                child.fell()
            if child.process is None and time.monotonic() >= child.start_not_before:
                child.start()

    def _stop(self) -> None:
        up = [child.process for child in self.children if child.process and child.is_up()]
        for process in up:
            process.terminate()
        until = time.monotonic() + STOPPING_SECONDS
        for process in up:
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def only_one(folder: Path) -> int:
    """Take the data folder for this server alone; Refused when another one has it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        os.close(lock)
        raise Refused(
            f"Un autre serveur OpenWeek utilise déjà {folder}. / "
            f"Another OpenWeek server is using {folder} already."
        ) from taken
    return lock


def listen(host: str, port: int) -> socket.socket:
    """Open the address; Refused, in words, when it is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as trouble:
        listening.close()
        raise Refused(
            f"Le port {port} n’est pas libre ({trouble.strerror}) : essayez un autre, "
            f"par exemple --port {port + 1}. / Port {port} is not free: try another."
        ) from trouble
    listening.listen(2048)
    listening.set_inheritable(True)
    return listening


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    folder: Path,
    live: int = 1,
    say: Callable[[str], None] = print,
) -> None:
    """Prepare the data folder, then serve until asked to stop.

    ``workers`` processes show pages and ``live`` ones carry what is being written.
    """
    lock = only_one(folder)
    listening = listen(host, port)
    subprocess.run([sys.executable, "-m", "openweek.config.prepare"], check=True)
    fd = listening.fileno()
    pages = [
        Child(f"pages {n + 1}", [sys.executable, "-m", "openweek.config.pages", str(fd)], [fd])
        for n in range(workers)
    ]
    writing = [
        Child(f"live {n + 1}", [sys.executable, "-m", "openweek.writing.live", str(n)])
        for n in range(live)
    ]
    shown = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1"} else host  # noqa: S104
    say(f"OpenWeek : http://{shown}:{port}/   (Ctrl+C pour arrêter / to stop)")
    Supervisor([*writing, *pages], say).run()
    listening.close()
    os.close(lock)

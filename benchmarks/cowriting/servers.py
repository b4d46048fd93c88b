"""The two servers, each started in a folder of its own and pinned to one core."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from benchmarks.cowriting.lines import Line
from openweek.writing.live import protocol

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, CLIENT_CORE = 0, os.cpu_count() - 1  # type: ignore[operator]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def soon(is_so: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > give_up_at:
            raise SystemExit(f"in vain: {what}")
        time.sleep(0.02)


def pin(pid: int, cores: set[int]) -> None:
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), cores)


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident, and proportional (pages shared with other processes counted in part)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    said = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return said["Rss:"] * 1024 / 1e6, said["Pss:"] * 1024 / 1e6


class Server(ABC):
    """One that is measured. ``pid`` is the process that carries the writing."""

    name: str
    port: int
    pid: int

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    @abstractmethod
    def new_texts(self, count: int) -> list[str]:
        """Names of texts in which nothing is written."""

    @abstractmethod
    def line(self, text: str, *, who: int = 0, receives: int = 0) -> Line:
        """Somebody who may write, connected and not yet told anything."""

    @abstractmethod
    def store(self, text: str, updates: list[bytes], whole: bytes) -> None:
        """Put a text there as if it had been written long ago; the server does not run."""

    @abstractmethod
    def opened(self, line: Line, opening: bytes) -> int:
        """Say the first thing on a line, wait until it is taken; how many updates were sent."""

    def restart(self) -> None:
        self.stop()
        self.start()

    def free(self) -> None:
        pin(self.pid, {SERVER_CORE, CLIENT_CORE})

    def bind(self) -> None:
        pin(self.pid, {SERVER_CORE})


class Ours(Server):
    """``openweek serve``, the lines through its front door with tickets, as browsers come."""

    name = "OpenWeek"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._place: object = None

    def start(self) -> None:
        command = [sys.executable, "-m", "openweek.config.cli", "serve", "--port", str(self.port)]
        environment = {**os.environ, "OPENWEEK_DATA": str(self.folder)}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        soon(lambda: self._child("openweek.writing.live"), "the live process")
        soon((self.folder / "run" / "control.sock").exists, "its socket")
        soon(self._answers, "pages")
        self.pid = self._child("openweek.writing.live")
        self.bind()

    def _child(self, module: str) -> int:
        assert self._process
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        for pid in children.read_text().split():
            if module in Path(f"/proc/{pid}/cmdline").read_text():
                return int(pid)
        return 0

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return b" 200 " in line.recv(100)
        except OSError:
            return False

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=30)
            self._process = None

    def new_texts(self, count: int) -> list[str]:
        from benchmarks.cowriting.house import new_texts  # noqa: PLC0415  wakes Django up

        return new_texts(count)

    def line(self, text: str, *, who: int = 0, receives: int = 0) -> Line:
        from benchmarks.cowriting.house import ticket  # noqa: PLC0415

        return Line(self.port, f"/live/{text}?ticket={ticket(text, who)}", receives=receives)

    def store(self, text: str, updates: list[bytes], whole: bytes) -> None:
        from benchmarks.cowriting.house import store  # noqa: PLC0415

        store(text, updates)

    def opened(self, line: Line, opening: bytes) -> int:
        line.write(opening)
        line.hear_saved(1)
        return 1


class Hocuspocus(Server):
    """From npm, in this folder: ``npm ci`` first."""

    name = "Hocuspocus"

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._database = folder / "hocuspocus.sqlite3"
        self._process: subprocess.Popen[str] | None = None
        self._made = 0

    @staticmethod
    def is_there() -> bool:
        return bool(shutil.which("node")) and (HERE / "node_modules").exists()

    def start(self) -> None:
        command = ["node", str(HERE / "hocuspocus.mjs"), str(self.port), str(self._database)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        if self._process.stdout.readline() != "listening\n":
            raise SystemExit("Hocuspocus did not start")
        self.pid = self._process.pid
        self.bind()

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def new_texts(self, count: int) -> list[str]:
        self._made += count
        return [f"text-{self._made - count + number}" for number in range(count)]

    def line(self, text: str, *, who: int = 0, receives: int = 0) -> Line:
        line = Line(self.port, "/", protocol.block(text.encode()), receives=receives)
        line.send(bytes((2, 0)) + protocol.block(b"token"))
        return line

    def store(self, text: str, updates: list[bytes], whole: bytes) -> None:
        connection = sqlite3.connect(self._database)
        connection.execute("INSERT INTO documents (name, data) VALUES (?, ?)", (text, whole))
        connection.commit()
        connection.close()

    def opened(self, line: Line, opening: bytes) -> int:
        """It answers in order: once it answers again, the update was applied."""
        line.write(opening)
        line.ask()
        return 0

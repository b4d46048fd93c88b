"""A real Redis for as long as a test wants it, reached through a socket in a folder."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self


def is_installed() -> bool:
    return shutil.which("redis-server") is not None


class RedisServer:
    """Keeps its address over stops and starts; what it knew is gone each time."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ow-redis-")
        self._socket = Path(self._folder.name) / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        if self._process:
            return
        options = ["--port", "0", "--save", "", "--appendonly", "no", "--dir", self._folder.name]
        self._process = subprocess.Popen(
            ["redis-server", *options, "--unixsocket", str(self._socket)],
            stdout=subprocess.DEVNULL,
        )
        give_up_at = time.monotonic() + 10
        while not self._answers():
            assert time.monotonic() < give_up_at, "Redis does not start"
            time.sleep(0.01)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as asking:
            try:
                asking.connect(str(self._socket))
            except OSError:
                return False
            asking.sendall(b"PING\r\n")
            return asking.recv(7) == b"+PONG\r\n"

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._folder.cleanup()

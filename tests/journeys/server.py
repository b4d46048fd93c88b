"""``openweek`` as somebody started it, on a data folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PICTURE = Path(__file__).parent / "atelier.png"
PATIENCE_SECONDS = 60


@dataclass
class Server:
    """The supervisor with its pages and its co-writing, in a process group of their own."""

    folder: Path
    command: str = "demo"
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Return after how many seconds it answered."""
        begun = time.monotonic()
        self.port = self.port or _free_port()
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "openweek.config.cli", self.command,
                "--port", str(self.port), "--data", str(self.folder),
            ],
            env=self._environment(),
            cwd=ROOT,
            start_new_session=True,
        )  # fmt: skip
        while not self._answers():
            if self.process.poll() is not None:
                raise AssertionError(f"the server left with {self.process.returncode}")
            assert time.monotonic() - begun < PATIENCE_SECONDS, "the server did not answer in time"
            time.sleep(0.05)
        return time.monotonic() - begun

    def _answers(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            asking.close()

    def stop(self) -> None:
        """As a machine that is switched off in good order."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process = None

    def kill(self) -> None:
        """As a machine whose plug is pulled: all its processes at once, without a word."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        self.process = None

    def end(self) -> None:
        """Leave nothing behind, whatever a test did."""
        if self.process is not None:
            group = self.process.pid
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)

    def stage(self, scene: str, **given: Any) -> Any:
        """Set a scene through the actions of the house, in a process beside the server."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.stage", scene, json.dumps(given)],
            env=self._environment(),
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _environment(self) -> dict[str, str]:
        ours = {
            "OPENWEEK_DATA": str(self.folder),
            "OPENWEEK_URL": self.url,
            "OPENWEEK_DEMONSTRATION": "1",
            "DJANGO_SETTINGS_MODULE": "openweek.config.settings",
        }
        clean = {k: v for k, v in os.environ.items() if not k.startswith("OPENWEEK_")}
        return {**clean, **ours}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

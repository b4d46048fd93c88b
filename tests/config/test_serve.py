"""What the supervisor promises."""

import socket
import sys
import threading
from pathlib import Path

import pytest

from openweek.config.serve import Child, Refused, Supervisor, listen, only_one


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    only_one(tmp_path)
    with pytest.raises(Refused, match=str(tmp_path)):
        only_one(tmp_path)


def test_a_port_that_is_taken_is_said_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"{port}.*--port {port + 1}"):
            listen("127.0.0.1", port)


def test_a_child_that_dies_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signal.signal", lambda number, answer: None)
    said: list[str] = []
    supervisor = Supervisor([], said.append)
    again = threading.Event()

    class Counted(Child):
        starts = 0

        def start(self) -> None:
            super().start()
            self.starts += 1
            if self.starts == 2:
                supervisor.stopping = True
                again.set()

    supervisor.children.append(Counted("quitter", [sys.executable, "-c", "raise SystemExit(3)"]))
    supervisor.run()
    assert again.is_set()
    assert said == ["quitter stopped (3); starting it again."]

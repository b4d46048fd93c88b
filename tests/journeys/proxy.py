"""A line between browser and server that can be cut.

Chromium's own offline mode keeps what a WebSocket sends and delivers it later; a cut cable does
not. Here both ends see their connection break, and new ones are refused until it is mended.
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

CHUNK = 64 * 1024


class Line:
    """Listens on a port of its own and passes on every byte, both ways."""

    def __init__(self, to_port: int) -> None:
        self._to = ("127.0.0.1", to_port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ends: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._is_cut = False
        self._is_silent = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            for end in self._ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def fall_silent(self) -> None:
        """Nobody hears that it broke: what is sent goes nowhere, as when a network vanishes."""
        self._is_silent = True

    def mend(self) -> None:
        with self._lock:
            self._is_cut = False
            self._is_silent = False

    def __enter__(self) -> Self:
        self._run(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join(timeout=10)
        self._listening.close()

    def _run(self, what: object, *ends: socket.socket) -> None:
        assert callable(what)
        thread = threading.Thread(target=what, args=ends, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        with self._lock:
            if self._is_cut:
                near.close()
                return
            try:
                far = socket.create_connection(self._to)
            except OSError:
                near.close()
                return
            self._ends |= {near, far}
        closing = threading.Semaphore(1)  # taken by whichever direction ends first
        self._run(lambda: self._pass(near, far, closing))
        self._run(lambda: self._pass(far, near, closing))

    def _pass(self, one: socket.socket, other: socket.socket, closing: threading.Semaphore) -> None:
        is_lost = False  # a connection that lost a byte stays dead
        with suppress(OSError):
            while data := one.recv(CHUNK):
                if self._is_silent:
                    is_lost = True
                if not is_lost:
                    other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)
        if closing.acquire(blocking=False):
            return
        with self._lock:
            self._ends -= {one, other}
        one.close()
        other.close()

"""A WebSocket of which a test holds every byte: to cut it in the middle of a frame, to reset it, to
send rubbish along it, or to have five hundred of them without a thread each.

It answers like the connection of the ``websockets`` package as far as tests/writing/client.py
needs.
"""

import base64
import os
import select
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.frames import Close
from websockets.utils import apply_mask

BINARY, CLOSE, PING, PONG = 2, 8, 9, 10
NO_STATUS = 1005
_AT_ONCE = 1 << 16


class RefusedError(Exception):
    """The door did not let us in."""


def frame(payload: bytes, opcode: int = BINARY) -> bytes:
    """As a browser sends it: masked."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2)
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8)
    mask = os.urandom(4)
    return head + mask + apply_mask(payload, mask)


def hand_over(address: str, to: Path, *, small: bool = False) -> "Line":
    """A line at whose other end the live process is already: no pages between, ten times as fast.

    ``to`` is the live process' own door, at which pages hand over what they have accepted;
    ``small``: there is hardly any room for what is not read.
    """
    parts = urlsplit(address)
    with socket.create_server(("127.0.0.1", 0), backlog=1) as listening:
        ours = socket.socket()
        if small:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        ours.connect(listening.getsockname())
        theirs, _ = listening.accept()
    ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    head = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nsec-websocket-key: x\r\n\r\n"
    with theirs, socket.socket(socket.AF_UNIX) as door:
        door.connect(str(to))
        socket.send_fds(door, [head.encode()], [theirs.fileno()])
    return Line(address, ours)


class Line:
    def __init__(self, address: str, handed: socket.socket | None = None) -> None:
        parts = urlsplit(address)
        self.socket = handed or socket.socket()
        self.socket.settimeout(10)
        self._buffer = b""
        self.pongs = 0
        self.closed_with: int | None = None
        try:
            if handed is None:
                self.socket.connect((parts.hostname, parts.port))
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._ask(parts.netloc, f"{parts.path}?{parts.query}")
            self._shake_hands()
        except (OSError, RefusedError):
            self.socket.close()
            raise

    def _ask(self, host: str, path: str) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def _shake_hands(self) -> None:
        while b"\r\n\r\n" not in self._buffer:
            came = self.socket.recv(_AT_ONCE)
            if not came:
                raise RefusedError("hung up before the answer")
            self._buffer += came
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RefusedError(head.split(b"\r\n")[0].decode())

    def send(self, message: bytes) -> None:
        self.send_bytes(frame(message))

    def send_bytes(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except OSError as broken:
            raise ConnectionClosedError(None, None) from broken

    def recv(self, timeout: float) -> bytes:
        """The next message; TimeoutError, ConnectionClosed."""
        give_up_at = time.monotonic() + timeout
        while True:
            got = self._next()
            if got is not None:
                opcode, payload = got
                if opcode == BINARY:
                    return payload
                if opcode == CLOSE:
                    self.close()
                    code = int.from_bytes(payload[:2]) if payload else NO_STATUS
                    self.closed_with = code
                    raise ConnectionClosed(Close(code, payload[2:].decode()), None)
                self.pongs += opcode == PONG
                if opcode == PING:
                    self.send_bytes(frame(payload, PONG))
                continue
            left = max(0.0, give_up_at - time.monotonic())
            if not self._is_readable(left):
                raise TimeoutError
            self._fill()

    def _is_readable(self, seconds: float) -> bool:
        if self.socket.fileno() < 0:
            raise ConnectionClosedError(None, None)
        poll = select.poll()
        poll.register(self.socket, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _fill(self) -> None:
        try:
            came = self.socket.recv(_AT_ONCE)
        except OSError as broken:
            raise ConnectionClosedError(None, None) from broken
        if not came:
            raise ConnectionClosedError(None, None)
        self._buffer += came

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 127, 2
        if size > 125:
            width = 2 if size == 126 else 8
            if len(buffer) < 2 + width:
                return None
            size, start = int.from_bytes(buffer[2 : 2 + width]), 2 + width
        if len(buffer) < start + size:
            return None
        self._buffer = buffer[start + size :]
        return buffer[0] & 15, buffer[start : start + size]

    def end_sending(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        """What is on its way, both ways, is lost."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

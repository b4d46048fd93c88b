"""Lines to either server: past the handshake, joined to a text, ready to be handed to the load."""

import base64
import os
import socket
import struct
from dataclasses import dataclass

from openweek.writing import crdt
from openweek.writing.live import protocol
from openweek.writing.live.protocol import Reader

PATIENCE_SECONDS = 60.0


@dataclass
class Line:
    """A WebSocket; ``address`` stands before each message, for servers that carry many texts."""

    port: int
    path: str
    address: bytes = b""
    receives: int = 0  # bytes of the kernel's buffer; 0 leaves what the system gives

    def __post_init__(self) -> None:
        self._buffer = b""
        self.socket = socket.socket()
        self.socket.settimeout(PATIENCE_SECONDS)
        if self.receives:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receives)
        self.socket.connect(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        head_lines = (
            f"GET {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        self.socket.sendall("\r\n".join((*head_lines, "", "")).encode())
        while b"\r\n\r\n" not in self._buffer:
            self._more()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"no WebSocket: {head!r}")

    def send(self, message: bytes) -> None:
        payload = self.address + message
        size = len(payload)
        if size < 126:
            head = bytes((0x82, 0x80 | size))
        elif size < 1 << 16:
            head = b"\x82\xfe" + struct.pack(">H", size)
        else:
            head = b"\x82\xff" + struct.pack(">Q", size)
        self.socket.sendall(head + bytes(4) + payload)

    def receive(self) -> bytes:
        """The next message; the kind of a close is no message."""
        while True:
            opcode, payload = self._frame()
            if opcode == 8:
                raise SystemExit(f"hung up on: {payload!r}")
            if opcode == 2:
                return payload[len(self.address) :]

    def _frame(self) -> tuple[int, bytes]:
        self._need(2)
        size, head = self._buffer[1] & 127, 2
        if size == 126:
            self._need(4)
            size, head = int.from_bytes(self._buffer[2:4]), 4
        elif size == 127:
            self._need(10)
            size, head = int.from_bytes(self._buffer[2:10]), 10
        self._need(head + size)
        opcode, payload = self._buffer[0] & 15, self._buffer[head : head + size]
        self._buffer = self._buffer[head + size :]
        return opcode, payload

    def _need(self, size: int) -> None:
        if len(self._buffer) >= size:
            return
        parts, had = [self._buffer], len(self._buffer)
        while had < size:
            part = self.socket.recv(1 << 18)
            if not part:
                raise SystemExit("hung up on")
            parts.append(part)
            had += len(part)
        self._buffer = b"".join(parts)

    def _more(self) -> None:
        self._need(len(self._buffer) + 1)

    # --- y-sync -----------------------------------------------------------------------

    def ask(self) -> bytes:
        """Everything that is there: the answer to step 1 of an empty document."""
        self.send(protocol.sync(protocol.STEP_1, crdt.EMPTY_STATE))
        return self.hear_answer()

    def hear_answer(self) -> bytes:
        while True:
            reader = Reader(self.receive())
            if reader.number() == protocol.SYNC and reader.number() == protocol.STEP_2:
                return reader.block()

    def write(self, update: bytes) -> None:
        self.send(protocol.sync(protocol.UPDATE, update))

    def hear_saved(self, count: int) -> None:
        while True:
            reader = Reader(self.receive())
            if reader.number() == protocol.SAVED and reader.number() >= count:
                return

    def rest(self) -> bytes:
        """What was read and not used; the load begins behind it."""
        return self._buffer

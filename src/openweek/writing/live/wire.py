"""A WebSocket (RFC 6455) written straight onto the transport: no extension, binary messages only.

One frame is built once and written to every reader of a text, which is most of the server's work.
"""

import asyncio
import base64
import hashlib
import socket
from collections.abc import Callable
from typing import cast

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

MAX_MESSAGE = 1 << 20
WRITE_AHEAD = 1 << 20  # unsent bytes past which a reader counts as slow
SEND_BUFFER = 1 << 18  # of the kernel, which else keeps megabytes for whoever does not read
CLOSING_SECONDS = 5.0
CLOSING_BYTES = 16 << 20  # still taken, and thrown away, from somebody who is being hung up on

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
_CONTROL_LIMIT = 125
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

GOING_AWAY, PROTOCOL_ERROR, UNSUPPORTED, BAD_DATA, TOO_BIG, COME_AGAIN, TRY_LATER = (
    1001, 1002, 1003, 1007, 1009, 1012, 1013,
)  # fmt: skip
_NORMAL = 1000


def frame(payload: bytes, opcode: int = BINARY) -> bytes:
    """A whole message as the server sends it."""
    size = len(payload)
    if size < _TWO_BYTES:
        return bytes((0x80 | opcode, size)) + payload
    if size < 1 << 16:
        return bytes((0x80 | opcode, _TWO_BYTES)) + size.to_bytes(2) + payload
    return bytes((0x80 | opcode, _EIGHT_BYTES)) + size.to_bytes(8) + payload


def welcome(key: bytes) -> bytes:
    """The answer that turns a request into a WebSocket."""
    proof = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
    )


class BrokenFrameError(Exception):
    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


class Frames:
    """Takes bytes as they come, gives whole messages; raises BrokenFrameError."""

    __slots__ = ("_buffer", "_kind", "_parts", "_size")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._parts: list[bytes] = []
        self._kind = 0
        self._size = 0

    def feed(self, data: bytes, take: Callable[[int, bytes], None]) -> None:
        """Call ``take(opcode, payload)`` for each message that has become whole."""
        buffer = self._buffer
        buffer += data
        start = 0
        while True:
            size_at = self._measure(buffer, start)
            if size_at is None:
                break
            mask_at, size = size_at
            end = mask_at + 4 + size
            if len(buffer) < end:
                break
            body_at = mask_at + 4
            payload = apply_mask(bytes(buffer[body_at:end]), bytes(buffer[mask_at:body_at]))
            self._frame(buffer[start], payload, take)
            start = end
        if start:
            del buffer[:start]

    def _measure(self, buffer: bytearray, start: int) -> tuple[int, int] | None:
        """Where the mask stands and how long the payload is; None when more bytes are needed."""
        if len(buffer) < start + 2:
            return None
        first, second = buffer[start], buffer[start + 1]
        if first & 0x70 or not second & 0x80:
            raise BrokenFrameError(PROTOCOL_ERROR, "reserved bits, or no mask")
        size, mask_at = second & 0x7F, start + 2
        if first & 8 and (size > _CONTROL_LIMIT or not first & 0x80):
            raise BrokenFrameError(PROTOCOL_ERROR, "a long or cut control frame")
        if size >= _TWO_BYTES:
            width = 2 if size == _TWO_BYTES else 8
            if len(buffer) < mask_at + width:
                return None
            size = int.from_bytes(buffer[mask_at : mask_at + width])
            mask_at += width
        if size + self._size > MAX_MESSAGE:
            raise BrokenFrameError(TOO_BIG, "more than 1 MiB")
        return mask_at, size

    def _frame(self, first: int, payload: bytes, take: Callable[[int, bytes], None]) -> None:
        opcode, is_last = first & 0x0F, first & 0x80
        if opcode & 8:
            take(opcode, payload)
            return
        if (opcode == CONTINUATION) != bool(self._kind):
            raise BrokenFrameError(PROTOCOL_ERROR, "a piece out of its place")
        if is_last and not self._kind:
            take(opcode, payload)
            return
        self._kind = self._kind or opcode
        self._parts.append(payload)
        self._size += len(payload)
        if is_last:
            kind, whole = self._kind, b"".join(self._parts)
            self._kind, self._size = 0, 0
            self._parts.clear()
            take(kind, whole)


class Wire(asyncio.Protocol):
    """One WebSocket. Who inherits answers :meth:`message` and :meth:`gone`."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._frames = Frames()
        self.is_closing = False
        self.quiet_rounds = 0
        self._hanging_up: asyncio.TimerHandle | None = None
        self._thrown_away = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop’s is no subclass
        line = self.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self.transport.set_write_buffer_limits(high=WRITE_AHEAD, low=WRITE_AHEAD // 16)

    def data_received(self, data: bytes) -> None:
        self.quiet_rounds = 0
        if self.is_closing:
            self._throw_away(data)
            return
        try:
            self._frames.feed(data, self._take)
        except BrokenFrameError as broken:
            self.close(broken.code, str(broken))

    def _take(self, opcode: int, payload: bytes) -> None:
        if self.is_closing:
            return
        if opcode == BINARY:
            self.message(payload)
        elif opcode == PING:
            if self.transport.get_write_buffer_size() < WRITE_AHEAD:
                self.transport.write(frame(payload, PONG))
        elif opcode == CLOSE:
            self.close(int.from_bytes(payload[:2]) if len(payload) > 1 else _NORMAL)
        elif opcode != PONG:
            raise BrokenFrameError(UNSUPPORTED, "binary messages only")

    def ping(self) -> None:
        self.transport.write(frame(b"", PING))

    def close(self, code: int, why: str = "") -> None:
        """Say why and hang up.

        What the other side is still sending is taken until it hangs up too, within bounds: a
        socket closed with something unread resets the line, and the reason would be lost.
        """
        if self.is_closing:
            return
        self.is_closing = True
        self.gone()
        transport = self.transport
        if transport.is_closing():
            return
        transport.write(frame(code.to_bytes(2) + why.encode()[:120], CLOSE))
        transport.write_eof()
        transport.resume_reading()
        loop = asyncio.get_running_loop()
        self._hanging_up = loop.call_later(CLOSING_SECONDS, transport.abort)

    def _throw_away(self, data: bytes) -> None:
        self._thrown_away += len(data)
        if self._thrown_away > CLOSING_BYTES:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._hanging_up:
            self._hanging_up.cancel()
        if not self.is_closing:
            self.is_closing = True
            self.gone()

    def message(self, payload: bytes) -> None:
        raise NotImplementedError

    def gone(self) -> None:
        """Called once, when nothing more will come."""
        raise NotImplementedError

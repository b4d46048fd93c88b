"""WebSocket frames, however they are cut on their way."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openweek.writing.live.wire import (
    BINARY,
    CONTINUATION,
    MAX_MESSAGE,
    PING,
    BrokenFrameError,
    Frames,
    frame,
    welcome,
)


def masked(payload: bytes, first: int = 0x80 | BINARY, key: bytes = b"\x01\x80\xff\x07") -> bytes:
    """A frame as a client sends it."""
    whole = frame(payload)
    head = bytearray(whole[: len(whole) - len(payload)])
    head[0] = first
    head[1] |= 0x80
    return bytes(head) + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


def heard(*pieces: bytes) -> list[tuple[int, bytes]]:
    messages: list[tuple[int, bytes]] = []
    frames = Frames()
    for piece in pieces:
        frames.feed(piece, lambda opcode, payload: messages.append((opcode, payload)))
    return messages


@given(st.lists(st.binary(max_size=300), max_size=5), st.lists(st.integers(0, 1500), max_size=8))
def test_messages_are_the_same_however_the_bytes_are_cut(
    payloads: list[bytes], cuts: list[int]
) -> None:
    sent = b"".join(masked(payload) for payload in payloads)
    edges = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    pieces = [sent[start:stop] for start, stop in pairwise(edges)]
    assert heard(*pieces) == [(BINARY, payload) for payload in payloads]


def test_a_message_in_pieces_is_one_message_and_a_ping_may_come_between() -> None:
    sent = masked(b"ab", BINARY) + masked(b"?", 0x80 | PING) + masked(b"cd", 0x80 | CONTINUATION)
    assert heard(sent) == [(PING, b"?"), (BINARY, b"abcd")]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, MAX_MESSAGE])
def test_every_length_is_written_as_it_is_read(size: int) -> None:
    assert heard(masked(b"x" * size)) == [(BINARY, b"x" * size)]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(b"not masked"), 1002),
        (masked(b"", 0xC0 | BINARY), 1002),
        (masked(b"x" * 126, 0x80 | PING), 1002),
        (masked(b"", PING), 1002),
        (masked(b"no beginning", 0x80 | CONTINUATION), 1002),
        (masked(b"a", BINARY) + masked(b"b", BINARY), 1002),
        (bytes((0x82, 0xFF)) + (MAX_MESSAGE + 1).to_bytes(8), 1009),
        (bytes((0x82, 0xFF)) + b"\xff" * 8, 1009),
        (masked(b"x" * MAX_MESSAGE, BINARY) + masked(b"x", 0x80 | CONTINUATION), 1009),
    ],
)
def test_what_is_no_frame_is_refused_before_it_is_gathered(sent: bytes, code: int) -> None:
    with pytest.raises(BrokenFrameError) as refused:
        heard(sent)
    assert refused.value.code == code


def test_the_answer_to_a_handshake_is_the_one_of_the_standard() -> None:
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in welcome(b"dGhlIHNhbXBsZSBub25jZQ==")

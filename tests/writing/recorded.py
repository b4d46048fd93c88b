"""Small sounds and films: as much of each as tells what it is, and what it tells of its sender."""

import io
import wave

WHERE = b"+45.7640+004.8357/"  # as telephones write it


def wav(*, told: bytes = b"") -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x10" * 800)
    return made.getvalue() + (chunk(b"LIST", told) if told else b"")


def chunk(kind: bytes, said: bytes) -> bytes:
    return kind + len(said).to_bytes(4, "little") + said


def mp3(*, told: bytes = b"") -> bytes:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    size = len(told)
    length = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return (b"ID3\x04\x00\x00" + length + told if told else b"") + frame * 4


def flac(*, told: bytes = b"") -> bytes:
    head = b"fLaC" + b"\x00\x00\x00\x22" + bytes(34)
    return head + b"\x84" + len(told).to_bytes(3) + told + b"\xff\xf8" + bytes(64)


def ogg() -> bytes:
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x13" + b"OpusHead\x01\x01" + bytes(60)


def webm(codec: bytes = b"V_VP8") -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(20) + b"\x86\x85" + codec


def box(kind: bytes, *inside: bytes) -> bytes:
    said = b"".join(inside)
    return (len(said) + 8).to_bytes(4) + kind + said


def mp4(handler: bytes = b"vide", *, told: bytes = b"") -> bytes:
    """As telephones make it: the sound and pictures first, what they are at the end."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12))))
    tags = [box(b"udta", told), box(b"meta", told)] if told else []
    return box(b"ftyp", b"isom", bytes(4)) + box(b"mdat", bytes(99)) + box(b"moov", track, *tags)

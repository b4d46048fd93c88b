"""Sound and film: known by their content, kept as they are but for what they say of the sender.

Nothing is encoded anew. What names a device, a place or a person and can be found without
decoding (tags of MP3, FLAC, WAV and MP4, where telephones write where they were) is overwritten
with zeros, so that nothing moves. Ogg and WebM are kept whole.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from openweek.ground.files import sync_folder

HEAD = 64 * 1024
_PIECE = 1024 * 1024
_MOST_BOXES = 20_000


class UnfinishedError(Exception):
    """It begins as a sound or film does, and its end is missing or makes no sense."""


@dataclass(frozen=True, slots=True)
class Blank:
    """``head`` is written there, and so many zeros after it."""

    start: int
    head: bytes
    zeros: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is, and what in it is overwritten."""

    content_type: str
    ending: str
    blanks: list[Blank] = field(default_factory=list)

    @property
    def is_film(self) -> bool:
        return self.content_type.startswith("video/")


@dataclass(frozen=True, slots=True)
class Kept:
    digest: str
    file: str


def recognised(file: IO[bytes], size: int) -> Found | None:
    """None for what is neither sound nor film that browsers play."""
    file.seek(0)
    head = file.read(HEAD)
    found = _by_head(head)
    if head[4:8] == b"ftyp":
        found = _mp4(file, size)
    elif head[:4] == b"fLaC":
        found = Found("audio/flac", "flac", list(_flac_tags(file, size)))
    elif head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        found = Found("audio/wav", "wav", list(_wav_tags(file, size)))
    elif head[:3] == b"ID3" or _is_mp3_frame(head):
        found = _mp3(file, head, size)
    file.seek(0)
    return found


def _by_head(head: bytes) -> Found | None:
    first_packet = head[28 : 28 + 16]
    if head[:4] == b"OggS" and first_packet.startswith((b"OpusHead", b"\x01vorbis", b"\x7fFLAC")):
        return Found("audio/ogg", "ogg")
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64]:
        if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1")):
            return Found("video/webm", "webm")
        if any(codec in head for codec in (b"A_OPUS", b"A_VORBIS")):
            return Found("audio/webm", "weba")
    return None


# --- MP3 --------------------------------------------------------------------------------

_TAG_HEAD, _OLD_TAG = 10, 128


def _mp3(file: IO[bytes], head: bytes, size: int) -> Found | None:
    blanks = []
    start = 0
    if head[:3] == b"ID3" and len(head) > _TAG_HEAD:
        length = 0
        for byte in head[6:_TAG_HEAD]:
            length = length << 7 | byte & 127
        start = _TAG_HEAD + length
        blanks.append(Blank(_TAG_HEAD, b"", length))
        file.seek(start)
        head = file.read(HEAD)
    if not _is_mp3_frame(head.lstrip(b"\0")):
        return None
    if size > start + _OLD_TAG:
        file.seek(size - _OLD_TAG)
        if file.read(3) == b"TAG":
            blanks.append(Blank(size - _OLD_TAG, b"TAG", _OLD_TAG - 3))
    return Found("audio/mpeg", "mp3", blanks)


def _is_mp3_frame(head: bytes) -> bool:
    """The synchronising bits, layer III, and a rate and a frequency that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004  bits
        return False
    has_version = head[1] & 0x18 != 0x08  # noqa: PLR2004
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return has_version and rate not in {0, 15} and frequency != 3  # noqa: PLR2004


# --- FLAC and WAV -----------------------------------------------------------------------

_PADDING = 1
_TELLING_BLOCKS = {2, 4, 6}  # application, comment, picture
_TELLING_CHUNKS = {b"LIST", b"id3 ", b"ID3 ", b"bext", b"iXML", b"_PMX", b"cart", b"axml"}


def _flac_tags(file: IO[bytes], size: int) -> Iterator[Blank]:
    place, is_last = 4, False
    for _ in range(_MOST_BOXES):
        if is_last:
            return
        file.seek(place)
        head = file.read(4)
        length = int.from_bytes(head[1:])
        if len(head) < 4 or place + 4 + length > size:  # noqa: PLR2004  a head
            raise UnfinishedError
        is_last = bool(head[0] & 128)
        if head[0] & 127 in _TELLING_BLOCKS:
            yield Blank(place, bytes([head[0] & 128 | _PADDING]) + head[1:], length)
        place += 4 + length
    raise UnfinishedError


def _wav_tags(file: IO[bytes], size: int) -> Iterator[Blank]:
    place = 12
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004  a head
            return
        length = min(int.from_bytes(head[4:], "little"), size - place - 8)
        if head[:4] in _TELLING_CHUNKS:
            yield Blank(place, b"JUNK" + head[4:], length)
        place += 8 + length + length % 2


# --- MP4, M4A, 3GP, MOV -----------------------------------------------------------------

_WITHIN = {b"moov", b"trak", b"mdia"}
_TELLING_BOXES = {b"udta", b"meta", b"uuid"}


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    inside: int
    end: int


def _mp4(file: IO[bytes], size: int) -> Found | None:
    """Pictures come in the same boxes: what has no track is none of ours."""
    handlers: set[bytes] = set()
    blanks: list[Blank] = []
    is_film_or_sound = False
    for box in _boxes(file, 0, size):
        if box.kind in _TELLING_BOXES:
            blanks.append(Blank(box.start + 4, b"free", box.end - box.start - 8))
        elif box.kind == b"hdlr":
            file.seek(box.inside + 8)
            handlers.add(file.read(4))
        is_film_or_sound = is_film_or_sound or box.kind == b"moov"
    if b"vide" in handlers:
        return Found("video/mp4", "mp4", blanks)
    if b"soun" in handlers:
        return Found("audio/mp4", "m4a", blanks)
    if is_film_or_sound:
        raise UnfinishedError
    return None


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[_Box]:
    """Those that tell of tracks, down to what each track is, and those that tell of the sender."""
    waiting = [(start, end)]
    for _ in range(_MOST_BOXES):
        if not waiting:
            return
        start, end = waiting.pop()
        file.seek(start)
        head = file.read(16)
        length, inside = int.from_bytes(head[:4]), start + 8
        if length == 1:
            length, inside = int.from_bytes(head[8:16]), start + 16
        stop = start + length if length else end
        if len(head) < 8 or stop < inside or stop > end:  # noqa: PLR2004  a head
            if head[4:8] == b"mdat" or start + 8 > end:
                continue  # cut off within the sound itself, or padding at the end
            raise UnfinishedError
        box = _Box(head[4:8], start, inside, stop)
        yield box
        if stop < end:
            waiting.append((stop, end))
        if box.kind in _WITHIN and inside < stop:
            waiting.append((inside, stop))
    raise UnfinishedError


# --- keeping ----------------------------------------------------------------------------


def keep(file: IO[bytes], found: Found, folder: Path, root: Path) -> Kept:
    """On the disk, whole or not at all, under its digest; never more than a piece in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "w+b") as copy:
            file.seek(0)
            while piece := file.read(_PIECE):
                copy.write(piece)
            for blank in found.blanks:
                _overwrite(copy, blank)
            copy.flush()
            os.fsync(copy.fileno())
            copy.seek(0)
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
        target = folder / f"{digest}.{found.ending}"
        Path(scratch).replace(target)
    finally:
        Path(scratch).unlink(missing_ok=True)
    sync_folder(folder)
    return Kept(digest, str(target.relative_to(root)))


def _overwrite(copy: IO[bytes], blank: Blank) -> None:
    copy.seek(blank.start)
    copy.write(blank.head)
    left = blank.zeros
    while left > 0:
        piece = min(left, _PIECE)
        copy.write(bytes(piece))
        left -= piece

"""Pages of the folder straight out of its zip: nothing is unpacked, and each part is found at once.

Nobody reaches another file by a name: it is looked up among those that are in the zip.
"""

import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

_CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
_HEADER = 30  # bytes of a local header, before a name and what else is said
# A chapter of two hundred pages weighs a tenth of this.
_LONGEST = 32 << 20


class NoSuchPageError(LookupError):
    """Nothing in the folder has that name."""


@dataclass(frozen=True)
class Packed:
    """A zip on the disk; another ``digest`` is another zip, were it under the same name."""

    path: Path
    digest: str


@dataclass(frozen=True)
class Member:
    """``lies`` are its bytes in the zip; they are the file itself when it was stored as it is."""

    name: str
    lies: range
    is_stored: bool
    size: int

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES.get(PurePosixPath(self.name).suffix, "application/octet-stream")


def member_of(packed: Packed, name: str) -> Member:
    """NoSuchPageError for a name that it does not hold, FileNotFoundError when it is gone."""
    try:
        where = _directory(packed)[name]
    except KeyError as unknown:
        raise NoSuchPageError(name) from unknown
    with packed.path.open("rb") as file:
        file.seek(where.header_offset + _HEADER - 4)
        lengths = file.read(4)
    begins = (
        where.header_offset
        + _HEADER
        + int.from_bytes(lengths[:2], "little")
        + int.from_bytes(lengths[2:], "little")
    )
    return Member(
        name=name,
        lies=range(begins, begins + where.compress_size),
        is_stored=where.compress_type == zipfile.ZIP_STORED,
        size=where.file_size,
    )


def unpacked(packed: Packed, member: Member) -> bytes:
    """One that was pressed, which only words are."""
    with packed.path.open("rb") as file:
        file.seek(member.lies.start)
        pressed = file.read(len(member.lies))
    if member.is_stored:
        return pressed
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(pressed, _LONGEST)


@dataclass(frozen=True, slots=True)
class _Where:
    header_offset: int
    compress_size: int
    file_size: int
    compress_type: int


@lru_cache(maxsize=16)
def _directory(packed: Packed) -> dict[str, _Where]:
    """What is in it, for the last that were asked for; the file of an edition never changes."""
    with zipfile.ZipFile(packed.path) as archive:
        return {
            each.filename: _Where(
                each.header_offset, each.compress_size, each.file_size, each.compress_type
            )
            for each in archive.infolist()
        }

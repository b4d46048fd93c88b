"""Zip files in which nothing depends on the day: the same files give the same bytes."""

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

# What XML 1.0 cannot carry, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_THE_DAY = (1980, 1, 1, 0, 0, 0)  # the first one that a zip can say
_PIECE = 1 << 20

# Words, bytes, or a file that is read when its turn comes.
Content = str | bytes | Path


def pack(to: BinaryIO, files: Mapping[str, Content], *, mime_type: str = "") -> None:
    """``files`` by their names; text is cleaned of what XML cannot say.

    With ``mime_type`` that is said first and uncompressed, as an EPUB wants it.
    """
    with zipfile.ZipFile(to, "w") as archive:
        if mime_type:
            _put(archive, "mimetype", mime_type.encode(), zipfile.ZIP_STORED)
        for name, content in files.items():
            if isinstance(content, str):
                _put(archive, name, clean_xml(content).encode(), zipfile.ZIP_DEFLATED)
            else:  # pictures, sound and film are compressed already
                _put(archive, name, content, zipfile.ZIP_STORED)


def clean_xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _put(archive: zipfile.ZipFile, name: str, content: bytes | Path, compression: int) -> None:
    entry = zipfile.ZipInfo(name, date_time=_THE_DAY)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    if isinstance(content, bytes):
        archive.writestr(entry, content, compresslevel=9)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as file, archive.open(entry, "w") as inside:
        while piece := file.read(_PIECE):
            inside.write(piece)

"""The zip that an EPUB is: the type of the file first, and nothing that depends on the day."""

import io
import re
import zipfile
from collections.abc import Mapping

# What XML 1.0 cannot carry, however it is escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_THE_DAY = (1980, 1, 1, 0, 0, 0)  # the first one that a zip can say


def packed(mime_type: str, files: Mapping[str, str | bytes]) -> bytes:
    """``files`` by their names; text is cleaned of what XML cannot say."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        _put(archive, "mimetype", mime_type.encode(), zipfile.ZIP_STORED)
        for name, content in files.items():
            if isinstance(content, str):
                _put(archive, name, clean_xml(content).encode(), zipfile.ZIP_DEFLATED)
            else:  # pictures are compressed already
                _put(archive, name, content, zipfile.ZIP_STORED)
    return target.getvalue()


def clean_xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _put(archive: zipfile.ZipFile, name: str, content: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, date_time=_THE_DAY)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, compresslevel=9)

"""From bytes to text, whatever they were packed or written in, and never more than is sane."""

import codecs
import io
import zlib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.programme.importing.incoming import Unreadable

# The largest programme that we know of has 3 MB.
MOST_PACKED = 8 * 1024 * 1024
MOST_BYTES = 16 * 1024 * 1024
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TOO_LARGE = gettext_lazy("This file is larger than %(limit)d MB: no programme is.")


def unpack(content: bytes) -> bytes:
    """What is in the file, unpacked if it was; refuses what would swell beyond reason."""
    if len(content) > MOST_BYTES:
        raise Unreadable(too_large())
    if content.startswith(ZIP):
        raise Unreadable(_("This is a zip archive. Unpack it, and choose the file that is in it."))
    if content.startswith(GZIP):
        content = _gunzip(content)
    if not content.strip():
        raise Unreadable(_("This file is empty."))
    return content


def too_large() -> str:
    return str(TOO_LARGE) % {"limit": MOST_BYTES // (1024 * 1024)}


def _gunzip(content: bytes) -> bytes:
    unpacked = io.BytesIO()
    unzip = zlib.decompressobj(wbits=31)
    try:
        unpacked.write(unzip.decompress(content, MOST_BYTES + 1))
    except zlib.error as broken:
        raise Unreadable(_("This packed file is damaged: it cannot be unpacked.")) from broken
    if unpacked.tell() > MOST_BYTES:
        raise Unreadable(too_large())
    # A file that was cut short still says what came before.
    return unpacked.getvalue()


def text_of(content: bytes) -> str:
    """UTF-8 if it is that, UTF-16 if it says so, else what western spreadsheets write."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        # One broken letter in a text that else is UTF-8 does not make it latin-1.
        replaced = content.decode("utf-8", errors="replace")
        if replaced.count("\ufffd") * 10 < sum(1 for each in replaced if ord(each) > 127):  # noqa: PLR2004  ASCII
            return replaced
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1" if broken else "utf-8")

"""What is not taken: said by its name, with what to do instead."""

from collections.abc import Callable

from django.utils.translation import gettext as _


class MediaRefusedError(Exception):
    """Not taken; the message says to the person what to do."""


class NotOursError(MediaRefusedError):
    """Not taken, however often it is sent: what it is or holds does not fit here."""


def refusal_of(head: bytes) -> str:
    """Words for what begins like this, "" where that alone is no reason to refuse it."""
    return next((words() for begins, words in _KNOWN if begins(head)), "")


def unreadable() -> str:
    return _(
        "We could not read this as a picture, sound or film. Photographs and drawings "
        "in JPEG, PNG, WebP or AVIF are taken; not SVG, GIF or HEIC. Sound may be "
        "MP3, M4A, Ogg, WAV or FLAC, film MP4 or WebM."
    )


def _heic() -> str:
    return _(
        "Your telephone sends HEIC, which browsers do not show. Choose “Most compatible” in the "
        "settings of its camera, or send the picture to yourself by mail, which makes a JPEG of "
        "it; then put that in."
    )


def _svg() -> str:
    return _("This is a drawing in SVG, which can hold more than a drawing. Save it as PNG.")


def _gif() -> str:
    return _("This is a GIF. Save it as PNG if it stands still, as a film in MP4 if it moves.")


def _pdf() -> str:
    return _(
        "This is a PDF, not a picture. Take a picture of its page (a screenshot), or copy its "
        "words into the text."
    )


def _document() -> str:
    return _(
        "This is a document of a word processor or a spreadsheet. Open it, copy what is in it, "
        "and paste that into the text: lists and tables come along."
    )


def _archive() -> str:
    return _("This is an archive. Open it, and put in what it holds one by one.")


def _page() -> str:
    return _("This is a page or a text, not a picture. Copy its words into the text.")


def _picture(kind: str) -> Callable[[], str]:
    return lambda: (
        _("This picture is in %(kind)s, which browsers do not show. Save it as JPEG or PNG.")
        % {"kind": kind}
    )


def _sound(kind: str) -> Callable[[], str]:
    return lambda: (
        _("This sound is in %(kind)s, which browsers do not play. Save it as MP3 or M4A.")
        % {"kind": kind}
    )


def _film(kind: str) -> Callable[[], str]:
    return lambda: (
        _("This film is in %(kind)s, which browsers do not play. Save it as MP4.") % {"kind": kind}
    )


def _starts(*beginnings: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head[at : at + 64].startswith(beginnings)


def _is_svg(head: bytes) -> bool:
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2000].lower()
    return begins.startswith(b"<svg") or (
        begins.startswith((b"<?xml", b"<!")) and b"<svg" in begins
    )


def _is_heic(head: bytes) -> bool:
    """AVIF comes in the same boxes, and is taken."""
    length = min(int.from_bytes(head[:4]), 256)
    brands = head[8:length]
    names = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
    return head[4:8] == b"ftyp" and brands[:4] in names and b"avif" not in brands


def _is_document(head: bytes) -> bool:
    within = (b"word/", b"xl/", b"ppt/", b"[Content_Types]", b"mimetypeapplication/vnd.oasis")
    is_zipped = head.startswith(b"PK\x03\x04") and any(name in head[:4000] for name in within)
    return is_zipped or head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf"))


def _is_page(head: bytes) -> bool:
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    return begins.startswith((b"<!doctype html", b"<html", b"<?xml"))


def _is_matroska(head: bytes) -> bool:
    return head.startswith(b"\x1aE\xdf\xa3") and b"matroska" in head[:64]


def _is_avi(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"AVI "


_KNOWN: list[tuple[Callable[[bytes], bool], Callable[[], str]]] = [
    (_is_heic, _heic),
    (_is_svg, _svg),
    (_starts(b"GIF87a", b"GIF89a"), _gif),
    (_starts(b"%PDF-"), _pdf),
    (_is_document, _document),
    (_starts(b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b"), _archive),
    (_is_page, _page),
    (_starts(b"II*\0", b"MM\0*"), _picture("TIFF")),
    (_starts(b"BM"), _picture("BMP")),
    (_starts(b"8BPS"), _picture("PSD")),
    (_starts(b"\x00\x00\x00\x0cJXL ", b"\xff\x0a"), _picture("JPEG XL")),
    (_starts(b"#!AMR"), _sound("AMR")),
    (_starts(b"FORM"), _sound("AIFF")),
    (_is_matroska, _film("MKV")),
    (_is_avi, _film("AVI")),
    (_starts(b"\x30\x26\xb2\x75"), _film("WMV")),
    (_starts(b"FLV"), _film("FLV")),
    (_starts(b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"), _film("MPEG")),
]

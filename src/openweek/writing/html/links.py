"""Addresses that people wrote, made fit for a page."""

import re
from urllib.parse import quote, urlsplit

from openweek.ground.text import BIDI
from openweek.writing.html.nodes import NOT_XML

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")


def safe_link(href: object) -> str:
    """The address, fit for an attribute once escaped, or "" for one that no page should carry."""
    if not isinstance(href, str):
        return ""
    cleaned = NOT_XML.sub("", BIDI.sub("", href)).strip()
    try:
        parts = urlsplit(cleaned)
        host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    except ValueError:
        return ""
    if parts.scheme == "mailto" and _ADDRESS.fullmatch(parts.path):
        return f"mailto:{_quoted(parts.path)}"
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme}://{host}{_quoted(parts.path)}{query}{fragment}"


def _quoted(part: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe="/%=:;$&()+,!?*@'~")

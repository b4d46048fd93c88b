"""An edition as EPUB 3.3: the same edition gives the same bytes.

Everything is inside: no font, style or picture is fetched from anywhere.
"""

from openweek.publishing.epub.archive import packed
from openweek.publishing.epub.pages import files_of
from openweek.publishing.models import Edition

MIME_TYPE = "application/epub+zip"

__all__ = ["MIME_TYPE", "build"]


def build(edition: Edition) -> bytes:
    return packed(MIME_TYPE, files_of(edition))

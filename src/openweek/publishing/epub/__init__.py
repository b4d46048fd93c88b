"""An edition as EPUB 3.3: the same edition gives the same bytes.

Everything is inside: no font, style or picture is fetched from anywhere.
"""

from typing import BinaryIO

from openweek.publishing.archive import pack
from openweek.publishing.epub.pages import files_of
from openweek.publishing.models import Edition

MIME_TYPE = "application/epub+zip"

__all__ = ["MIME_TYPE", "build"]


def build(edition: Edition, to: BinaryIO) -> None:
    pack(to, files_of(edition), mime_type=MIME_TYPE)

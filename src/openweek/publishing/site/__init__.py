"""An edition as a folder of pages that any browser reads, from a USB stick as well as from here.

No server is needed and nothing is fetched: fonts, style, search and media are inside, and every
address is relative. The same edition gives the same bytes.
"""

from typing import BinaryIO

from openweek.publishing.archive import pack
from openweek.publishing.models import Edition
from openweek.publishing.site.pages import files_of

MIME_TYPE = "application/zip"

__all__ = ["MIME_TYPE", "build"]


def build(edition: Edition, to: BinaryIO) -> None:
    pack(to, files_of(edition))

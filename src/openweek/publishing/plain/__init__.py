"""An edition as words that anything reads: Markdown with its media, in one file, and plain text.

The same edition gives the same bytes.
"""

from typing import BinaryIO

from openweek.publishing.archive import pack
from openweek.publishing.models import Edition
from openweek.publishing.plain.markdown import files_of, page_of
from openweek.publishing.plain.text import text_of

MARKDOWN_TYPE = "text/markdown; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"
FOLDER_TYPE = "application/zip"

__all__ = [
    "FOLDER_TYPE", "MARKDOWN_TYPE", "TEXT_TYPE", "build_folder", "build_page", "build_text",
]  # fmt: skip


def build_folder(edition: Edition, to: BinaryIO) -> None:
    """A folder: the book, and beside it its pictures, sound and film."""
    pack(to, files_of(edition))


def build_page(edition: Edition, to: BinaryIO) -> None:
    """One file; its media are where the edition is on the web."""
    to.write(page_of(edition).encode())


def build_text(edition: Edition, to: BinaryIO) -> None:
    to.write(text_of(edition).encode())

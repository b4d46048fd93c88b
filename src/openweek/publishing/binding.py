"""The forms that an edition takes, and who makes each.

A binder writes the whole file to ``to``: the same edition gives the same bytes, whenever and
wherever. It reads pictures where they lie, one at a time, so that memory stays what it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from openweek.publishing import epub, paper, plain, site
from openweek.publishing.models import Edition, EditionFile

Build = Callable[[Edition, BinaryIO], None]


@dataclass(frozen=True)
class Binder:
    """``ending`` of its name, and the type that a browser is told.

    One that ``is_set_apart`` has another process work, so that others are bound meanwhile.
    """

    build: Build
    ending: str
    content_type: str
    is_set_apart: bool = False


Kind = EditionFile.Kind
BINDERS: dict[str, Binder] = {
    Kind.EPUB: Binder(epub.build, "epub", epub.MIME_TYPE),
    Kind.PDF_A5: Binder(paper.build_a5, "pdf", paper.MIME_TYPE, is_set_apart=True),
    Kind.PDF_A4: Binder(paper.build_a4, "pdf", paper.MIME_TYPE, is_set_apart=True),
    Kind.SITE: Binder(site.build, "zip", site.MIME_TYPE),
    Kind.MARKDOWN: Binder(plain.build_folder, "md.zip", plain.FOLDER_TYPE),
    Kind.MARKDOWN_PAGE: Binder(plain.build_page, "md", plain.MARKDOWN_TYPE),
    Kind.TEXT: Binder(plain.build_text, "txt", plain.TEXT_TYPE),
}

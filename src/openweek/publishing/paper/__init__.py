"""An edition as PDF, A5 to fold or A4: the same edition gives the same bytes.

Tagged (PDF/UA-1), in its language, with its fonts inside.
"""

from functools import partial
from pathlib import Path
from typing import BinaryIO

from openweek.look import typesetting
from openweek.publishing.models import Edition
from openweek.publishing.paper.pages import said
from openweek.publishing.paper.pictures import pictures_of

MIME_TYPE = "application/pdf"
TEMPLATE = Path(__file__).parent / "book.typ"

__all__ = ["MIME_TYPE", "build", "build_a4", "build_a5"]


def build(edition: Edition, to: BinaryIO, *, size: str) -> None:
    """``size`` is ``a5`` or ``a4``."""
    with pictures_of(edition) as pictures:
        data, files = said(edition, pictures)
        typesetting.typeset_to(
            to,
            TEMPLATE,
            {**data, "size": size},
            files,
            photographs=pictures.files,
            made_at=edition.published_at.replace(microsecond=0),
        )


build_a5, build_a4 = partial(build, size="a5"), partial(build, size="a4")

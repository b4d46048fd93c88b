"""Reads of books and editions."""

from openweek.publishing.queries.books import (
    BookLine,
    ChapterProgress,
    books_in,
    books_of_place,
    progress_of,
    published,
    shares_of,
)
from openweek.publishing.queries.covers import CoverPicture, cover_pictures
from openweek.publishing.queries.editions import (
    Form,
    ShownChapter,
    ShownEdition,
    edition_with,
    editions_of,
    file_address,
    file_name,
    file_of,
    forms_of,
    image_address,
    kind_named,
    page_address,
    picture_of,
    recording_of,
    shown_edition,
)
from openweek.publishing.queries.machine import machine_readable
from openweek.publishing.queries.sources import held_back, licences_for
from openweek.publishing.queries.trouble import Trouble, in_trouble

__all__ = [
    "BookLine",
    "ChapterProgress",
    "CoverPicture",
    "Form",
    "ShownChapter",
    "ShownEdition",
    "Trouble",
    "books_in",
    "books_of_place",
    "cover_pictures",
    "edition_with",
    "editions_of",
    "file_address",
    "file_name",
    "file_of",
    "forms_of",
    "held_back",
    "image_address",
    "in_trouble",
    "kind_named",
    "licences_for",
    "machine_readable",
    "page_address",
    "picture_of",
    "progress_of",
    "published",
    "recording_of",
    "shares_of",
    "shown_edition",
]  # fmt: skip

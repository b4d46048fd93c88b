"""The shelf of a place, each of its books, and what is taken away of them."""

from openweek.publishing.views.books import book, books, publish_book
from openweek.publishing.views.covering import choose_cover
from openweek.publishing.views.editions import edition
from openweek.publishing.views.files import book_file, book_image, book_recording, edition_file
from openweek.publishing.views.site import edition_site
from openweek.publishing.views.sources import book_sources, remove_source
from openweek.publishing.views.withdrawn import put_back_book, reopen_book, withdraw_book

__all__ = [
    "book", "book_file", "book_image", "book_recording", "book_sources", "books", "choose_cover",
    "edition",
    "edition_file", "edition_site", "publish_book", "put_back_book", "remove_source", "reopen_book",
    "withdraw_book",
]  # fmt: skip

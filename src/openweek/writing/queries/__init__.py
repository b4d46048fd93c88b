"""Reads of what is written."""

from openweek.writing.queries.contributions import (
    Made,
    PutIn,
    Saved,
    author_names,
    hands_in,
    put_in,
    saved_of,
)
from openweek.writing.queries.presence import writing_now
from openweek.writing.queries.texts import (
    Contribution,
    PlainText,
    authors_of,
    plain_of,
    tree_of,
)

__all__ = [
    "Contribution", "Made", "PlainText", "PutIn", "Saved", "author_names", "authors_of",
    "hands_in", "plain_of", "put_in", "saved_of", "tree_of", "writing_now",
]  # fmt: skip

"""Reads of what is written."""

from openweek.writing.queries.presence import writing_now
from openweek.writing.queries.texts import (
    Contribution,
    PlainText,
    authors_of,
    plain_of,
    tree_of,
)

__all__ = ["Contribution", "PlainText", "authors_of", "plain_of", "tree_of", "writing_now"]

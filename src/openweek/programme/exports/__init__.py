"""The programme for calendars, other software and other sites.

Each format is a module with ``render(week) -> bytes``: it reads the public rows of
``queries.exports`` and nothing else, not even the hour, so that an answer can be kept for as long
as :func:`openweek.programme.exports.tags.tag` stays the same.
"""

from typing import Protocol

from openweek.programme.exports import (
    ics,
    programme_csv,
    programme_json,
    programme_rss,
    schedule_json,
    schedule_xml,
)
from openweek.week.models import Week

__all__ = [
    "Export",
    "ics",
    "programme_csv",
    "programme_json",
    "programme_rss",
    "schedule_json",
    "schedule_xml",
]


class Export(Protocol):
    """A module that writes the whole week in one format."""

    CONTENT_TYPE: str

    def render(self, week: Week) -> bytes: ...

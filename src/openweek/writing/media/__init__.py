"""Pictures, sound and film: known by their content, never by their name, and kept.

What is kept of a picture is never what was sent, but pictures of our own: no EXIF, no second
meaning. Sound and film stay as they are (see ``writing/recordings.py``).
"""

from openweek.writing.media.adding import add_media, words_for
from openweek.writing.media.limits import MOST_BYTES, MOST_PER_TEXT
from openweek.writing.media.refusals import MediaRefusedError, NotOursError

__all__ = [
    "MOST_BYTES",
    "MOST_PER_TEXT",
    "MediaRefusedError",
    "NotOursError",
    "add_media",
    "words_for",
]

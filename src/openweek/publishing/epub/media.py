"""Pictures, sound and film of a book, as they are inside: what is too heavy stays on its page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openweek.publishing.files import image_path, size_path
from openweek.publishing.models import Edition
from openweek.writing.html import Recording

# As wide as a page of a tablet shows.
WIDEST = 1600
# What every reader of books plays; film has no such list, so that each is tried.
_SOUNDS = {
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "audio/ogg": "audio/ogg; codecs=opus",
}
# A book that telephones take in.
_MOST_FOR_ONE = 10 << 20
_MOST_FOR_ALL = 30 << 20


@dataclass(frozen=True)
class Media:
    """A picture, a sound or a film that is in the book."""

    id: str
    href: str
    content_type: str
    content: Path


def pictures_of(edition: Edition) -> dict[str, Media]:
    """By the id of their media."""
    return {
        media: _picture(edition, media)
        for media in sorted(edition.images)
        if edition.image(media) is not None
    }


def _picture(edition: Edition, media: str) -> Media:
    known = edition.images[media]
    path = size_path(edition, known, at_most=WIDEST)
    return Media(f"image-{media}", f"images/{media}{path.suffix}", known["content_type"], path)


def recordings_of(edition: Edition) -> dict[str, Media]:
    """The lightest first, as long as there is room."""
    found = [
        (image_path(edition, each).stat().st_size, media, _type_in_book(each["content_type"]))
        for media, each in edition.images.items()
        if edition.recording(media) is not None
    ]
    chosen: dict[str, Media] = {}
    room = _MOST_FOR_ALL
    for size, media, content_type in sorted(found):
        if content_type and size <= min(_MOST_FOR_ONE, room):
            path = image_path(edition, edition.images[media])
            href = f"recordings/{media}{path.suffix}"
            chosen[media] = Media(f"recording-{media}", href, content_type, path)
            room -= size
    return chosen


def _type_in_book(content_type: str) -> str:
    is_film = content_type.startswith("video/")
    return content_type if is_film else _SOUNDS.get(content_type, "")


def recording_of(
    edition: Edition, inside: dict[str, Media], page: str
) -> Callable[[str], Recording | None]:
    """In the book, or on its page."""

    def found(media: str) -> Recording | None:
        known = edition.recording(media)
        if known is None:
            return None
        here = inside.get(media)
        return Recording(here.href if here else page, known["content_type"], here=here is not None)

    return found

"""Where published books lie: whole, or not at all."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from openweek.ground.files import copy_whole, write_whole
from openweek.publishing.models import Book, Edition
from openweek.writing.models import Media

Images = dict[str, dict[str, Any]]

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
_RECORDINGS = ("audio/", "video/")


def folder_of(book: Book) -> Path:
    folder: Path = settings.OPENWEEK_DATA / "published" / book.place.slug / book.slug
    return folder


def epub_path(edition: Edition) -> Path:
    return folder_of(edition.book) / edition.epub


def image_path(edition: Edition, image: dict[str, Any]) -> Path:
    return folder_of(edition.book) / "images" / Path(image["file"]).name


def keep_epub(book: Book, content: bytes) -> str:
    """The name under which it is kept: the same bytes have the same name."""
    name = f"{hashlib.sha256(content).hexdigest()}.epub"
    write_whole(folder_of(book) / name, content)
    return name


def keep_images(book: Book, wanted: set[str]) -> Images:
    """Copies of pictures, sound and film of the book's own texts; what is lost is left out."""
    kept: Images = {}
    own = Media.objects.filter(text__in=book.chapters.values("text"), pk__in=wanted)
    for media in own.order_by("pk"):
        source = Path(settings.MEDIA_ROOT) / media.file
        ending = _ending(media)
        if ending is None or not source.is_file():
            continue
        name = f"{media.digest}.{ending}"
        target = folder_of(book) / "images" / name
        if not target.is_file():  # named by its content, and whole if it is there at all
            copy_whole(source, target)
        kept[str(media.pk)] = {
            "file": name,
            "content_type": media.content_type,
            "width": media.width,
            "height": media.height,
        }
    return kept


def _ending(media: Media) -> str | None:
    if media.content_type.startswith(_RECORDINGS):
        return Path(media.file).suffix.removeprefix(".")
    return _ENDINGS.get(media.content_type)

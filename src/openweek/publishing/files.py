"""Where published books lie: whole, or not at all."""

from pathlib import Path
from typing import Any

from django.conf import settings

from openweek.ground.files import copy_all_whole
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.writing.models import Consent, Media

Images = dict[str, dict[str, Any]]

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
_RECORDINGS = ("audio/", "video/")


def folder_of(book: Book) -> Path:
    folder: Path = settings.OPENWEEK_DATA / "published" / book.place.slug / book.slug
    return folder


def file_path(file: EditionFile) -> Path:
    return folder_of(file.edition.book) / file.file


def image_path(edition: Edition, image: dict[str, Any]) -> Path:
    return folder_of(edition.book) / "images" / Path(image["file"]).name


def size_path(edition: Edition, image: dict[str, Any], *, at_most: int) -> Path:
    """The largest of its sizes of so many pixels across, else the whole picture."""
    sizes = image.get("sizes", {})
    fitting = [int(size) for size in sizes if size.isdecimal() and int(size) <= at_most]
    if image["width"] <= at_most or not fitting:
        return image_path(edition, image)
    return folder_of(edition.book) / "images" / Path(sizes[str(max(fitting))]).name


def print_path(edition: Edition, image: dict[str, Any]) -> Path:
    """As a JPEG when there is one, which more printers of books can read."""
    name = image.get("sizes", {}).get("print")
    return folder_of(edition.book) / "images" / Path(name or image["file"]).name


def keep_images(book: Book, wanted: set[str]) -> Images:
    """Copies of pictures, sound and film of the book's own texts, with their other sizes.

    Left out: what is lost, and those in which somebody can be recognised who was not asked.
    """
    kept: Images = {}
    copies: dict[Path, Path] = {}
    own = Media.objects.filter(text__in=book.chapters.values("text"), pk__in=wanted)
    for media in own.exclude(consent=Consent.UNASKED).order_by("pk"):
        own_copies = _copies(book, media)
        if own_copies:
            kept[str(media.pk)] = _kept(book, media, own_copies)
            copies |= {target: source for source, target in own_copies.values()}
    copy_all_whole((source, target) for target, source in copies.items())
    return kept


def _copies(book: Book, media: Media) -> dict[str, tuple[Path, Path]]:
    """By size, from where to where, named by what is in them; "" is the whole one."""
    ending, root = _ending(media), Path(settings.MEDIA_ROOT)
    folder = folder_of(book) / "images"
    if ending is None or not (root / media.file).is_file():
        return {}
    found = {"": (root / media.file, folder / f"{media.digest}.{ending}")}
    for size, file in sorted(media.sizes.items()):
        if (root / file).is_file():
            name = f"{media.digest}-{size}{Path(file).suffix}"
            found[size] = (root / file, folder / name)
    return found


def _kept(book: Book, media: Media, copies: dict[str, tuple[Path, Path]]) -> dict[str, Any]:
    has_own_terms = media.licence not in {"", book.licence}
    names = {size: target.name for size, (_, target) in copies.items()}
    return {
        "file": names.pop(""),
        "content_type": media.content_type,
        "width": media.width,
        "height": media.height,
        "alt": media.alt,
        "credit": media.credit or (media.author_name if has_own_terms else ""),
        "licence": media.licence,
        "sizes": names,
    }


def _ending(media: Media) -> str | None:
    if media.content_type.startswith(_RECORDINGS):
        return Path(media.file).suffix.removeprefix(".")
    return _ENDINGS.get(media.content_type)

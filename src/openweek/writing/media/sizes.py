"""Pictures that were kept before there were several sizes, and what everything weighs."""

from openweek.writing.media import pictures
from openweek.writing.models import Media


def measure(media: Media) -> None:
    """Make what is missing. Raises OSError or NotOursError when its file is not what it was."""
    sizes = media.sizes
    if media.kind == "image":
        sizes, size = pictures.complete(media.file)
    else:
        (path,) = pictures.files_of(media.file, {})
        size = path.stat().st_size
    Media.objects.filter(pk=media.pk).update(sizes=sizes, size=size)

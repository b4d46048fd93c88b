"""A text as its readers see it on a page, with the pictures, sound and film that are its own."""

from django.urls import reverse
from django.utils.safestring import SafeString

from openweek.writing.html import Picture, Recording, render_tree
from openweek.writing.models import Media, Text
from openweek.writing.tree import Node


def html_of(text: Text, tree: Node) -> SafeString:
    """The words of media that are not, or no longer, those of the text stand in their place."""
    known = {str(media.pk): media for media in text.media.all()}

    def address(media: str) -> str:
        return reverse("media", args=[text.pk, media])

    def image_url(media: str) -> str | Picture:
        found = known.get(media)
        return _picture(found, address(media)) if found and found.kind == "image" else ""

    def recording_of(media: str) -> Recording | None:
        found = known.get(media)
        return Recording(address(media), found.content_type) if found else None

    return render_tree(tree, image_url=image_url, recording_of=recording_of, language=text.language)


def _picture(media: Media, address: str) -> Picture:
    narrower = tuple(
        (int(size), f"{address}?size={size}") for size in media.sizes if size.isdecimal()
    )
    return Picture(address, media.width, media.height, narrower)

"""Pictures, sound and film, each with the words that stand for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from openweek.writing.html.nodes import Node, attrs, escaped, kind, wrapped

ImageUrl = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or a film; one that is not ``here`` is at the address of a page that has it."""

    address: str
    content_type: str
    here: bool = True


RecordingOf = Callable[[str], Recording | None]


def picture(node: Node, image_url: ImageUrl) -> str:
    told = attrs(node)
    media = told.get("media")
    alt, caption = escaped(told.get("alt")), escaped(told.get("caption"))
    address = image_url(media) if isinstance(media, str) else ""
    if not address:
        return wrapped("p", alt) + wrapped("p", caption)
    shown = f'<img src="{escape(address)}" alt="{alt}"/>'
    return f"<figure>{shown}{wrapped('figcaption', caption)}</figure>"


def recording(node: Node, recording_of: RecordingOf, *, in_book: bool) -> str:
    told = attrs(node)
    media = told.get("media")
    found = recording_of(media) if isinstance(media, str) else None
    is_film = kind(node) == "film"
    if found and not found.content_type.startswith("video/" if is_film else "audio/"):
        found = None  # a picture, or the other of the two
    words, caption = _paragraphs(told), wrapped("p", escaped(told.get("caption")))
    if found is None:
        return words + caption
    shown = _shown(found, told, is_film=is_film, in_book=in_book)
    if words:
        name = escaped(_("What is seen and heard") if is_film else _("What is heard"))
        words = f"<details><summary>{name}</summary>{words}</details>"
    caption = wrapped("figcaption", escaped(told.get("caption")))
    return f'<figure class="{kind(node)}">{shown}{words}{caption}</figure>'


def _shown(found: Recording, told: Mapping[str, Any], *, is_film: bool, in_book: bool) -> str:
    address = escape(found.address)
    if not found.here:
        where = _("The film is on the page of this book:") if is_film else ""
        where = where or _("The sound is on the page of this book:")
        return f'<p class="elsewhere">{escaped(where)} <a href="{address}">{address}</a></p>'
    name = escaped(told.get("caption")) or escaped(_("Film") if is_film else _("Sound"))
    tag = "video" if is_film else "audio"
    inline = ' playsinline="playsinline"' if is_film and not in_book else ""
    instead = escaped(
        _("This film cannot be shown here.") if is_film else _("This sound cannot be heard here.")
    )
    return (
        f'<{tag} src="{address}" controls="controls" preload="metadata"{inline} '
        f'aria-label="{name}">{instead}</{tag}>'
    )


def _paragraphs(told: Mapping[str, Any]) -> str:
    lines = escaped(told.get("words")).split("\n")
    return "".join(wrapped("p", each.strip()) for each in lines)

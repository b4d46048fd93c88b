"""Pictures, sound and film, each with the words that stand for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from openweek.writing.html.nodes import Node, attrs, escaped, kind, wrapped


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its place is kept while it comes, and no more comes than is shown.

    ``narrower`` are other sizes of it, with how many pixels wide each is.
    """

    address: str
    width: int = 0
    height: int = 0
    narrower: tuple[tuple[int, str], ...] = ()


ImageUrl = Callable[[str], "str | Picture"]
# As wide as a column of text, or the screen where that is narrower.
_SHOWN = "(min-width: 46rem) 43rem, 92vw"


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or a film; one that is not ``here`` is at the address of a page that has it."""

    address: str
    content_type: str
    here: bool = True


RecordingOf = Callable[[str], Recording | None]


def picture(node: Node, image_url: ImageUrl, *, in_book: bool = False) -> str:
    """One that is decorative has no words on purpose."""
    told = attrs(node)
    media = told.get("media")
    is_decorative = told.get("decorative") is True
    alt, caption = "" if is_decorative else escaped(told.get("alt")), escaped(told.get("caption"))
    given = image_url(media) if isinstance(media, str) else ""
    found = given if isinstance(given, Picture) else Picture(given)
    if not found.address:
        return wrapped("p", alt) + wrapped("p", caption)
    more = "" if isinstance(given, str) else _room(found, in_book=in_book)
    shown = f'<img src="{escape(found.address)}" alt="{alt}"{more}/>'
    return f"<figure>{shown}{wrapped('figcaption', caption)}</figure>"


def _room(found: Picture, *, in_book: bool) -> str:
    """Words do not jump when it comes; a telephone is not sent more than it shows."""
    told = f' width="{found.width}" height="{found.height}"' if found.width else ""
    if in_book:
        return told
    if found.narrower and found.width:
        offered = [*found.narrower, (found.width, found.address)]
        srcset = ", ".join(f"{address} {width}w" for width, address in offered)
        told += f' srcset="{escape(srcset)}" sizes="{_SHOWN}"'
    return f'{told} loading="lazy" decoding="async"'


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

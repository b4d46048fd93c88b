"""Pictures in the sizes that there are, sound and film: by what name they lie in the folder."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from openweek.publishing.files import image_path
from openweek.publishing.models import Edition
from openweek.writing.html import Recording

# As wide as a column of text, or the screen where that is narrower.
SIZES = "(min-width: 46rem) 43rem, 92vw"


@dataclass(frozen=True)
class Picture:
    """``name`` is that of the largest; ``widths`` names what there is, from the narrowest up."""

    name: str
    width: int
    height: int
    widths: dict[int, str] = field(default_factory=dict)

    @cached_property
    def given(self) -> dict[str, str]:
        """Attributes with which a page of five hundred pictures opens at once, and stays put."""
        told = {"loading": "lazy", "decoding": "async"}
        if self.width and self.height:
            told |= {"width": str(self.width), "height": str(self.height)}
        if len(self.widths) > 1:
            told["srcset"] = ", ".join(f"{name} {width}w" for width, name in self.widths.items())
            told["sizes"] = SIZES
        return told


@dataclass
class Shelf:
    """All that an edition shows, once, and where each file is read from when its turn comes."""

    edition: Edition
    files: dict[str, Path] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)  # by name
    _names: dict[str, str] = field(default_factory=dict)  # by the id of their media
    _recordings: dict[str, Recording] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for media in sorted(self.edition.images):
            if self.edition.image(media):
                self._put_picture(media, self.edition.images[media])
            elif self.edition.recording(media):
                self._put_recording(media, self.edition.images[media])

    def picture_address(self, media: str) -> str:
        return self._names.get(media, "")

    def narrow_address(self, media: str, *, at_least: int) -> str:
        """The narrowest of its sizes that is as wide as that, else the whole picture."""
        name = self.picture_address(media)
        widths = self.pictures[name].widths if name else {}
        return next((widths[width] for width in sorted(widths) if width >= at_least), name)

    def recording_of(self, media: str) -> Recording | None:
        return self._recordings.get(media)

    def _put_picture(self, media: str, kept: dict[str, Any]) -> None:
        whole = self._put(f"media/{media}", kept["file"])
        widths = {
            width: self._put(f"media/{media}-{width}", file)
            for width, file in sorted(_narrower(kept))
        }
        if kept["width"]:
            widths[kept["width"]] = whole
        self._names[media] = whole
        self.pictures[whole] = Picture(whole, kept["width"] or 0, kept["height"] or 0, widths)

    def _put_recording(self, media: str, kept: dict[str, Any]) -> None:
        name = self._put(f"media/{media}", kept["file"])
        self._recordings[media] = Recording(name, kept["content_type"])

    def _put(self, stem: str, file: str) -> str:
        path = image_path(self.edition, {"file": file})
        name = f"{stem}{path.suffix}"
        self.files[name] = path
        return name


def _narrower(kept: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Those for screens; what is kept for print has no width as its name."""
    for width, file in (kept.get("sizes") or {}).items():
        if width.isdecimal() and 0 < int(width) < (kept["width"] or 0):
            yield int(width), file

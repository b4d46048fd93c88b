"""Pictures as JPEGs on the disk, which a PDF takes as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from openweek.publishing.files import print_path
from openweek.publishing.models import Edition

# Fewer pixels than that would be a blot on a whole page.
SMALLEST_COVER = 400
_MOST_PIXELS = 1600
_QUALITY = 85
_PLAIN = {"RGB", "L"}


@dataclass
class Pictures:
    """Those that an edition shows, by the name under which the template finds them."""

    edition: Edition
    scratch: Path
    files: dict[str, Path] = field(default_factory=dict)
    _known: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    def of(self, media: object) -> dict[str, Any] | None:
        """``file``, and how many pixels wide and high; None for what is not at hand."""
        if not isinstance(media, str):
            return None
        if media not in self._known:
            self._known[media] = self._found(media)
        return self._known[media]

    def cover(self, media: str) -> dict[str, Any] | None:
        """None too for one that is too small to be a cover."""
        found = self.of(media)
        is_large = found and min(found["width"], found["height"]) >= SMALLEST_COVER
        return found if is_large else None

    def has_recording(self, media: object) -> bool:
        return isinstance(media, str) and self.edition.recording(media) is not None

    def _found(self, media: str) -> dict[str, Any] | None:
        kept = self.edition.image(media)
        if kept is None:
            return None
        name = f"picture-{len(self.files) + 1}.jpg"
        try:
            path = self._as_jpeg(print_path(self.edition, kept), name)
            with Image.open(path) as opened:
                width, height = opened.size
        except (OSError, SyntaxError, ValueError):  # lost, or not a picture any more
            return None
        self.files[name] = path
        return {"file": name, "width": width, "height": height}

    def _as_jpeg(self, path: Path, name: str) -> Path:
        with Image.open(path) as opened:
            if opened.format == "JPEG" and opened.mode in _PLAIN:
                return path
            opened.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
            seen = opened.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        white.convert("RGB").save(self.scratch / name, "JPEG", quality=_QUALITY)
        return self.scratch / name


@contextmanager
def pictures_of(edition: Edition) -> Iterator[Pictures]:
    """What had to be made for it goes away with it."""
    with TemporaryDirectory(prefix="openweek-pictures-") as scratch:
        yield Pictures(edition, Path(scratch))

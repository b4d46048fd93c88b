"""Pictures, made anew in the sizes that pages and print need: no EXIF, no second meaning."""

import hashlib
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from openweek.ground.files import write_whole
from openweek.writing.media.refusals import NotOursError, refusal_of, unreadable

CONTENT_TYPE = "image/webp"
LARGEST_SIDE, SMALL_WIDTH = 1600, 800
SMALL, PRINT = "800", "print"  # as Media.sizes calls them: so many pixels wide; for paper
# A JPEG is made smaller while it is decoded; the others take all of their pixels' memory.
MOST_PIXELS = {"JPEG": 80_000_000, "PNG": 30_000_000, "WEBP": 30_000_000, "AVIF": 30_000_000}
# Several pictures in one JPEG, as some telephones make them: the first is the one that was taken.
_MANY_IN_ONE = {"MPO": "JPEG"}
_QUALITY, _PRINT_QUALITY = 82, 88
_PAPER = "white"
_SRGB = ImageCms.createProfile("sRGB")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}
_DEEP_TO_EIGHT_BITS = 1 / 257

# One at a time: four large pictures at once would take a small machine's memory.
_decoding = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Kept:
    """On the disk, relative to the media folder; ``size`` is that of all files, in bytes."""

    digest: str
    file: str
    sizes: dict[str, str]
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes
    others: dict[str, bytes]
    width: int
    height: int


def keep(content: bytes, folder: str) -> Kept:
    """Raises NotOursError, in words, when it is no picture that we take."""
    with _said_in_words(content), _decoding, _opened(content) as opened:
        made = _made(opened)
    digest = hashlib.sha256(made.content).hexdigest()
    name = f"{folder}/{digest}.webp"
    _write(name, made.content)
    sizes = _keep_others(made.others, f"{folder}/{digest}")
    size = len(made.content) + sum(map(len, made.others.values()))
    return Kept(digest, name, sizes, size, made.width, made.height)


def complete(file: str) -> tuple[dict[str, str], int]:
    """The other sizes of a picture that was kept before there were any, and the bytes of all."""
    content = (Path(settings.MEDIA_ROOT) / file).read_bytes()
    with _said_in_words(content), _decoding, _opened(content) as opened:
        others = _others(opened.convert("RGBA" if opened.has_transparency_data else "RGB"))
    sizes = _keep_others(others, file.removesuffix(".webp"))
    return sizes, len(content) + sum(map(len, others.values()))


def files_of(file: str, sizes: dict[str, str]) -> list[Path]:
    return [Path(settings.MEDIA_ROOT) / each for each in (file, *sizes.values())]


def _keep_others(others: dict[str, bytes], start: str) -> dict[str, str]:
    sizes = {}
    for name, content in others.items():
        sizes[name] = f"{start}-{name}.{'jpg' if name == PRINT else 'webp'}"
        _write(sizes[name], content)
    return sizes


def _write(name: str, content: bytes) -> None:
    write_whole(Path(settings.MEDIA_ROOT) / name, content)


@contextmanager
def _said_in_words(content: bytes) -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise NotOursError(_too_many_pixels()) from bomb
    # RuntimeError is what the library says that reads AVIF.
    except (SyntaxError, ValueError, EOFError, RuntimeError, UnidentifiedImageError) as broken:
        raise NotOursError(refusal_of(content) or unreadable()) from broken
    except OSError as broken:
        if broken.errno is not None:  # of the disk, not of the picture
            raise
        raise NotOursError(refusal_of(content) or unreadable()) from broken


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Opening reads only the head: the pixels are counted before any of them is made."""
    with Image.open(BytesIO(content), formats=list(MOST_PIXELS)) as opened:
        kind = str(opened.format)
        if opened.width * opened.height > MOST_PIXELS[_MANY_IN_ONE.get(kind, kind)]:
            raise NotOursError(_too_many_pixels())
        yield opened


def _made(opened: Image.Image) -> _Made:
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    upright = _upright(opened)
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    plain = _in_srgb(upright, opened.info.get("icc_profile"))
    plain.info.clear()
    return _Made(_webp(plain), _others(plain), plain.width, plain.height)


def _upright(opened: Image.Image) -> Image.Image:
    """As the telephone says that it was held; where what it says makes no sense, as it lies."""
    try:
        held = opened.getexif().get(ExifTags.Base.Orientation)
        turn = _TURNS.get(held) if isinstance(held, int) else None
    except (struct.error, SyntaxError, ValueError, TypeError, KeyError):
        return opened
    return opened if turn is None else opened.transpose(turn)


def _others(plain: Image.Image) -> dict[str, bytes]:
    """A smaller one for telephones, where it is smaller; one that every printer knows."""
    others = {}
    if plain.width > SMALL_WIDTH:
        small = plain.copy()
        small.thumbnail((SMALL_WIDTH, LARGEST_SIDE))
        others[SMALL] = _webp(small)
    others[PRINT] = _jpeg(plain)
    return others


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every page and printer takes for granted, so that none turn pale."""
    if picture.mode in _DEEP:  # sixteen bits to a point: Pillow would make nearly all of it white
        picture = picture.convert("F").point(lambda value: value * _DEEP_TO_EIGHT_BITS).convert("L")
        profile = None
    is_seen_through = picture.has_transparency_data
    mode = "RGBA" if is_seen_through else "RGB"
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture.convert(mode)
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, given, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile that is none, or of another kind
        return picture.convert(mode)
    return made if made is not None else picture.convert(mode)


def _webp(picture: Image.Image) -> bytes:
    made = BytesIO()
    picture.save(made, "WEBP", quality=_QUALITY)
    return made.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    """What can be seen through lies on white paper."""
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, _PAPER)
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    made = BytesIO()
    picture.save(made, "JPEG", quality=_PRINT_QUALITY)
    return made.getvalue()


def _too_many_pixels() -> str:
    return _("This picture has too many pixels for us. Make it smaller, then send it again.")

"""Pictures are known by their content, made anew, and as private as their text."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.writing import actions
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.media import MOST_BYTES, MediaRefusedError, add_media
from openweek.writing.models import Media, Text
from tests.factories.places import make_place

pytestmark = pytest.mark.django_db

CAMILLE = Author(name="Camille", person_id=1)
ORIENTATION, TURNED, MAKER = 0x0112, 6, 0x010F

Put = Callable[..., Media]


@pytest.fixture
def text(settings: Any, tmp_path: Path) -> Text:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    return actions.create_text(place=make_place(), title="Territoire", language="fr", by=CAMILLE)


@pytest.fixture
def put(text: Text) -> Put:
    def put(content: bytes, *, alt: str = "Un figuier", name: str = "photo.jpg") -> Media:
        return add_media(text=text, by=CAMILLE, file=SimpleUploadedFile(name, content), alt=alt)

    return put


def drawn(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    made = BytesIO()
    Image.new(mode, size, "orange").save(made, kind, **more)
    return made.getvalue()


def kept(media: Media, folder: Path) -> Image.Image:
    return Image.open(BytesIO((folder / media.file).read_bytes()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_is_kept_as_our_own_webp(kind: str, put: Put, text: Text, tmp_path: Path) -> None:
    media = put(drawn(kind))

    assert media.file == f"texts/{text.pk}/{media.digest}.webp"
    assert (media.content_type, media.width, media.height) == ("image/webp", 40, 30)
    assert media.alt == "Un figuier"
    assert kept(media, tmp_path).format == "WEBP"
    assert Event.objects.latest("pk").kind == "writing.media_added"


def test_a_photograph_stands_upright_and_says_nothing_of_who_took_it(
    put: Put, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    exif[MAKER] = "A telephone"
    media = put(drawn("JPEG", exif=exif))

    picture = kept(media, tmp_path)
    assert picture.size == (30, 40)
    assert not picture.getexif()
    assert b"telephone" not in (tmp_path / media.file).read_bytes()


def test_a_large_picture_is_made_small_enough_for_a_page(put: Put) -> None:
    media = put(drawn("PNG", (3200, 800)))

    assert (media.width, media.height) == (1600, 400)


def test_what_can_be_seen_through_stays_so(put: Put, tmp_path: Path) -> None:
    made = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(made, "PNG")

    assert kept(put(made.getvalue()), tmp_path).mode == "RGBA"


def test_the_same_picture_is_kept_once(put: Put) -> None:
    assert put(drawn("PNG")) == put(drawn("PNG"))
    assert Media.objects.count() == 1


def png_of(width: int, height: int) -> bytes:
    """A head that promises that many pixels, and next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("size", [(50_000, 50_000), (10_000, 10_000), (6_000, 6_000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(
    size: tuple[int, int], put: Put
) -> None:
    with pytest.raises(MediaRefusedError, match="pixels"):
        put(png_of(*size))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF_AND_PAGE = b"GIF89a/*" + b"\0" * 40 + b"*/=1;<html><script>alert(1)</script>"


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        GIF_AND_PAGE,
        b"",
        b"<html></html>",
        drawn("PNG")[:60],
        drawn("GIF"),
        b"\xff\xd8\xff" * 9,
    ],
    ids=["svg", "gif and page", "empty", "page", "cut", "gif", "broken jpeg"],
)
def test_what_is_no_picture_of_ours_is_refused_whatever_it_is_called(
    content: bytes, put: Put, tmp_path: Path
) -> None:
    with pytest.raises(MediaRefusedError, match="SVG"):
        put(content, name="photo.png")
    assert list(tmp_path.rglob("*.*")) == []


def test_a_page_behind_a_picture_does_not_come_in(put: Put, tmp_path: Path) -> None:
    media = put(drawn("PNG") + b"<html><script>alert(1)</script>")

    assert b"script" not in (tmp_path / media.file).read_bytes()


def test_a_file_that_weighs_too_much_is_refused_with_its_weight(put: Put) -> None:
    with pytest.raises(MediaRefusedError, match="13"):
        put(b"\0" * (MOST_BYTES + 1024 * 1024))


@pytest.mark.parametrize("alt", ["", "  ", "\u200f\n"])
def test_a_picture_without_words_is_refused(alt: str, put: Put) -> None:
    with pytest.raises(MediaRefusedError):
        put(drawn("PNG"), alt=alt)


def test_nothing_is_put_into_a_frozen_text(put: Put, text: Text) -> None:
    actions.freeze_texts(texts=[text], by=CAMILLE)

    with pytest.raises(TextIsFrozenError):
        put(drawn("PNG"))

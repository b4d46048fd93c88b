"""Pictures are known by their content, made anew, and as private as their text."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image, ImageCms

from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.writing import actions, queries
from openweek.writing.actions import TextIsFrozenError
from openweek.writing.jobs import measure_one
from openweek.writing.media import MOST_BYTES, MediaRefusedError, add_media
from openweek.writing.models import Media, Text
from openweek.writing.queries.media import room_of
from tests.factories.places import make_place
from tests.writing import recorded

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
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (SVG, "SVG"),
        (b'<?xml version="1.0"?>\n' + SVG, "SVG"),
        (GIF_AND_PAGE, "GIF"),
        (drawn("GIF"), "GIF"),
        (HEIC, "HEIC"),
        (b"%PDF-1.7\n" + bytes(99), "PDF"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "processor"),
        (b"PK\x03\x04" + bytes(26) + b"photos/1.jpg", "archive"),
        (drawn("TIFF"), "TIFF"),
        (drawn("BMP"), "BMP"),
        (b"#!AMR\n" + bytes(99), "AMR"),
        (b"<html></html>", "page"),
        (b"", "JPEG"),
        (drawn("PNG")[:60], "JPEG"),
        (b"\xff\xd8\xff" * 9, "JPEG"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_by_its_name_whatever_it_is_called(
    content: bytes, named: str, put: Put, tmp_path: Path
) -> None:
    with translation.override("en"), pytest.raises(MediaRefusedError, match=named):
        put(content, name="photo.png")
    assert [path for path in tmp_path.rglob("*.*") if path.is_file()] == []


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


# --- sizes ---------------------------------------------------------------------------------


def size_of(file: str, folder: Path) -> tuple[str | None, tuple[int, int]]:
    with Image.open(folder / file) as picture:
        return picture.format, picture.size


def test_a_picture_is_kept_for_telephones_and_for_paper_too(put: Put, tmp_path: Path) -> None:
    media = put(drawn("PNG", (3200, 800)))

    assert size_of(media.sizes["800"], tmp_path) == ("WEBP", (800, 200))
    assert size_of(media.sizes["print"], tmp_path) == ("JPEG", (1600, 400))
    files = [media.file, *media.sizes.values()]
    assert media.size == sum((tmp_path / file).stat().st_size for file in files)


def test_a_cover_of_one_pixel_is_a_picture_like_any_other(put: Put, tmp_path: Path) -> None:
    media = put(drawn("PNG", (1, 1)))

    assert (media.width, media.height, list(media.sizes)) == (1, 1, ["print"])
    assert size_of(media.sizes["print"], tmp_path) == ("JPEG", (1, 1))


def test_what_is_printed_says_nothing_of_who_took_it_and_lies_on_white(
    put: Put, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[MAKER] = "A telephone"
    photograph = put(drawn("JPEG", exif=exif))
    made = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(made, "PNG")
    seen_through = put(made.getvalue())

    assert b"telephone" not in (tmp_path / photograph.sizes["print"]).read_bytes()
    with Image.open(tmp_path / seen_through.sizes["print"]) as printed:
        assert printed.getpixel((0, 0)) == (255, 255, 255)


def many_in_one() -> bytes:
    made = BytesIO()
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("orange", "teal"))
    first.save(made, "MPO", save_all=True, append_images=[second])
    return made.getvalue()


def sixteen_bits() -> bytes:
    made = BytesIO()
    Image.new("I;16", (40, 30), 32_896).save(made, "PNG")
    return made.getvalue()


def moving() -> bytes:
    made = BytesIO()
    first, second = (Image.new("RGB", (40, 30), colour) for colour in ("orange", "teal"))
    first.save(made, "WEBP", save_all=True, append_images=[second], lossless=True)
    return made.getvalue()


def profiled() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return drawn("JPEG", icc_profile=profile, quality=95)


def for_the_printer() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 30), "orange").convert("CMYK").save(made, "JPEG", quality=95)
    return made.getvalue()


ORANGE, GREY = (255, 165, 0), (128, 128, 128)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (many_in_one(), ORANGE),
        (moving(), ORANGE),
        (profiled(), ORANGE),
        (drawn("JPEG", icc_profile=b"no profile"), ORANGE),
        (for_the_printer(), ORANGE),
        (drawn("PNG", mode="P"), ORANGE),
        (sixteen_bits(), GREY),
        (drawn("PNG", mode="L"), (178, 178, 178)),
    ],
    ids=["MPO", "moving", "ICC", "broken ICC", "CMYK", "palette", "16 bits", "grey"],
)
def test_whatever_a_camera_or_a_printer_makes_of_it_its_colours_stay(
    content: bytes, colour: tuple[int, int, int], put: Put, tmp_path: Path
) -> None:
    media = put(content)

    for file in (media.file, media.sizes["print"]):
        with Image.open(tmp_path / file) as picture:
            assert picture.info.get("icc_profile") is None
            seen = picture.convert("RGB").getpixel((5, 5))
            assert isinstance(seen, tuple)
            assert all(abs(a - b) < 8 for a, b in zip(seen, colour, strict=True)), seen


def test_pictures_of_before_get_their_sizes_one_by_one(put: Put, tmp_path: Path) -> None:
    media = put(drawn("PNG", (1600, 400)))
    Media.objects.update(sizes={}, size=0)
    for file in media.sizes.values():
        (tmp_path / file).unlink()

    assert measure_one()
    assert not measure_one()
    again = Media.objects.get()
    assert again.sizes == media.sizes
    assert size_of(again.sizes["800"], tmp_path) == ("WEBP", (800, 200))
    assert again.size > 0


# --- what is said of it --------------------------------------------------------------------


def test_a_decorative_picture_needs_no_words_but_a_sound_does(text: Text) -> None:
    about = actions.About(is_decorative=True)

    def put(content: bytes) -> Media:
        file = SimpleUploadedFile("x", content)
        return add_media(text=text, by=CAMILLE, file=file, alt="", about=about)

    assert put(drawn("PNG")).is_decorative
    with pytest.raises(MediaRefusedError):
        put(recorded.ogg())


def test_whose_it_is_and_who_agreed_can_be_said_again(put: Put) -> None:
    media = put(drawn("PNG"))
    about = actions.About(
        credit="Ginette", licence="CC0-1.0", consent="agreed", consent_said="Paul, au téléphone"
    )
    actions.change_media(media=media, about=about, by=CAMILLE)

    kept = Media.objects.get()
    assert (kept.credit, kept.licence, kept.author_name) == ("Ginette", "CC0-1.0", "Camille")
    assert (kept.consent, kept.consent_said) == ("agreed", "Paul, au téléphone")
    event = Event.objects.latest("pk")
    assert (event.kind, event.data) == (
        "writing.media_changed", {"media": str(media.pk), "text": False},
    )  # fmt: skip


def test_the_words_in_the_text_change_wherever_it_stands(put: Put, text: Text) -> None:
    media = put(drawn("PNG"))
    image = {"type": "image", "attrs": {"media": str(media.pk), "alt": "Un figuier"}}
    other = {"type": "image", "attrs": {"media": "another", "alt": "Une menthe"}}
    quote = {"type": "blockquote", "content": [image]}
    actions.add_blocks(text=text, by=CAMILLE, tree={"type": "doc", "content": [quote, other]})

    before = Event.objects.latest("pk").pk
    said = {"alt": "", "decorative": True, "caption": "Mars"}
    actions.change_media(
        media=media, about=actions.About(is_decorative=True), by=CAMILLE, said=said
    )
    assert [each.kind for each in Event.objects.filter(pk__gt=before)] == ["writing.media_changed"]
    changed = {"media": str(media.pk), "alt": "", "caption": "Mars", "decorative": True}
    expected = [{"type": "blockquote", "content": [{"type": "image", "attrs": changed}]}, other]
    assert queries.tree_of(text)["content"] == expected
    said = {"alt": "Un figuier", "decorative": None}
    actions.change_media(media=media, about=actions.About(), by=CAMILLE, said=said)
    assert queries.tree_of(text)["content"][0]["content"][0]["attrs"] == {
        "media": str(media.pk), "alt": "Un figuier", "caption": "Mars",
    }  # fmt: skip


# --- how much fits -------------------------------------------------------------------------


def test_a_place_has_so_much_room_for_all_its_texts(put: Put, text: Text, settings: Any) -> None:
    first = put(drawn("PNG"))
    room = room_of(text.place_id)
    assert room.used == first.size
    settings.OPENWEEK_PLACE_MEDIA_MB = 1
    Media.objects.update(size=1024 * 1024 - 100)

    with translation.override("en"), pytest.raises(MediaRefusedError, match=r"1\.0 MB"):
        put(drawn("PNG", (50, 50)))
    assert put(drawn("PNG")) == first, "the same picture takes no room"
    assert Media.objects.count() == 1
    folder = Path(settings.MEDIA_ROOT) / f"texts/{text.pk}"
    assert len(list(folder.iterdir())) == 2, "what was refused left no file"


def test_another_place_has_its_own_room(put: Put, settings: Any) -> None:
    put(drawn("PNG"))
    assert room_of(make_place("Ailleurs").pk).used == 0

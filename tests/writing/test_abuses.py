"""What robots and broken files try with pictures and uploads."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, features

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place, Role
from openweek.writing import actions
from openweek.writing.media import MediaRefusedError, add_media
from openweek.writing.models import Level, Media, Text, Upload
from tests.factories.places import make_person, make_place

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
CAMILLE = Author(name="Camille", person_id=7)
# Says that it was held in some way, in numbers that are none.
NONSENSE = [
    # Turned to the right, and how wide it is in words.
    (
        b"MM\0*\0\0\0\x08\0\x03\x01\0\0\x02\0\0\0\x06\0\0\x00\x32\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
        b"\x01\x01\0\x07\0\0\0\x04abcd\0\0\0\0Maker\0"
    ),
    b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x05\0\0\0\x01\0\0\0\xff",
    b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x026\0\0\0\0\0\0\0",
    b"II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\xff\xff\xff\xff\x06\0\0\0",
    b"MM\0*\xff\xff\xff\xff",
    b"",
]


@pytest.fixture
def text(settings: Any, tmp_path: Path) -> Text:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    made = actions.create_text(place=make_place(), title="Voix", language="fr", by=SOFTWARE)
    actions.grant(text=made, level=Level.WRITE, by=SOFTWARE, role=Role.CONTRIBUTOR)
    return made


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("told", NONSENSE)
def test_a_photograph_whose_camera_talks_nonsense_is_one_all_the_same(
    text: Text, told: bytes
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "#0B6B70").save(drawn, "JPEG", exif=b"Exif\0\0" + told)
    file = SimpleUploadedFile("x.jpg", drawn.getvalue())
    assert add_media(text=text, by=CAMILLE, file=file, alt="Un mur").kind == "image"


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
def test_a_picture_that_its_reader_chokes_on_is_refused_in_words(text: Text) -> None:
    drawn = io.BytesIO()
    Image.effect_noise((64, 48), 50).convert("RGB").save(drawn, "AVIF")
    whole = drawn.getvalue()
    start = whole.index(b"mdat") + 4
    for broken in (whole[:start] + bytes(len(whole) - start), whole[: start + 9]):
        with pytest.raises(MediaRefusedError):
            add_media(
                text=text, by=CAMILLE, file=SimpleUploadedFile("x.avif", broken), alt="Un mur"
            )
    assert not Media.objects.exists()


def test_uploads_of_which_nothing_comes_shut_nobody_out_for_a_day(
    text: Text, settings: Any
) -> None:
    settings.OPENWEEK_PLACE_MEDIA_MB = 300
    size = 150 * MEGABYTE
    now = clock.now()
    with clock.at(now):
        for robot in ("a", "b"):
            actions.begin_upload(text=text, by=Author(passer_by=robot), size=size)
        with pytest.raises(MediaRefusedError):
            actions.begin_upload(text=text, by=CAMILLE, size=MEGABYTE)
    with clock.at(now + timedelta(minutes=11)):
        actions.begin_upload(text=text, by=CAMILLE, size=MEGABYTE)
    assert Upload.objects.count() == 1


def test_no_other_site_makes_a_browser_send_begin_or_drop_an_upload(text: Text) -> None:
    place: Place = text.place
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person(place, "Bachir"))
    upload = actions.begin_upload(text=text, by=CAMILLE, size=9)
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "9", "Upload-Offset": "0"}
    begin, go_on = (
        reverse("begin_upload", args=[text.pk]),
        reverse("upload", args=[text.pk, upload.pk]),
    )
    answers = [
        browser.post(begin, headers=tus),
        browser.post(go_on, headers={**tus, "X-HTTP-Method-Override": "DELETE"}),
        browser.patch(go_on, b"x", "application/offset+octet-stream", headers=tus),
        browser.delete(go_on, headers=tus),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert Upload.objects.count() == 1

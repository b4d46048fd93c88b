"""Sound and film are known by their content, and say nothing of who sent them."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openweek.ground.authors import Author
from openweek.writing import actions, recordings
from openweek.writing.media import MediaRefusedError, add_media
from openweek.writing.models import Media, Text
from tests.factories.places import make_place
from tests.writing import recorded
from tests.writing.recorded import WHERE

pytestmark = pytest.mark.django_db

CAMILLE = Author(name="Camille", person_id=1)
Put = Callable[..., Media]


@pytest.fixture
def put(settings: Any, tmp_path: Path) -> Put:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    text = actions.create_text(place=make_place(), title="Voix", language="fr", by=CAMILLE)

    def put(content: bytes, *, words: str = "On rit.") -> Media:
        file = SimpleUploadedFile("photo.jpg", content)
        return add_media(text=Text.objects.get(pk=text.pk), by=CAMILLE, file=file, alt=words)

    return put


@pytest.mark.parametrize(
    ("content", "kind", "content_type"),
    [
        (recorded.mp3(), "sound", "audio/mpeg"),
        (recorded.mp3(told=b"TIT2"), "sound", "audio/mpeg"),
        (recorded.ogg(), "sound", "audio/ogg"),
        (recorded.wav(), "sound", "audio/wav"),
        (recorded.flac(), "sound", "audio/flac"),
        (recorded.mp4(b"soun"), "sound", "audio/mp4"),
        (recorded.mp4(b"vide"), "film", "video/mp4"),
        (recorded.webm(), "film", "video/webm"),
        (recorded.webm(b"A_OPUS"), "sound", "audio/webm"),
    ],
)
def test_what_it_is_is_read_in_it(content: bytes, kind: str, content_type: str, put: Put) -> None:
    media = put(content)

    assert (media.kind, media.content_type) == (kind, content_type)
    assert put(content) == media


@pytest.mark.parametrize(
    "made",
    [recorded.mp3, recorded.flac, recorded.wav, recorded.mp4],
    ids=lambda made: made.__name__,
)
def test_where_it_was_recorded_is_not_kept_and_nothing_else_moves(
    made: Callable[..., bytes], put: Put, tmp_path: Path
) -> None:
    sent = made(told=WHERE)
    kept = (tmp_path / put(sent).file).read_bytes()

    assert WHERE in sent
    assert WHERE not in kept
    assert len(kept) == len(sent)
    assert recordings.recognised(SimpleUploadedFile("x", kept), len(kept)) is not None


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF\x00\x00\x00\x00AVI ",
        recorded.webm(b"S_TEXT"),
        recorded.box(b"ftyp", b"heic", bytes(4)) + recorded.box(b"meta", bytes(40)),
        b"ID3\x04\x00\x00\x00\x00\x00\x04<html><script>alert(1)</script>",
        b"\xff\xfb<html>",
    ],
)
def test_what_no_browser_plays_is_refused(content: bytes, put: Put, tmp_path: Path) -> None:
    with pytest.raises(MediaRefusedError):
        put(content)
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize("content", [recorded.mp4()[:-30], recorded.flac(told=b"x" * 99)[:60]])
def test_half_a_film_is_told_from_no_film(content: bytes, put: Put) -> None:
    with pytest.raises(MediaRefusedError, match=r"end is missing|fin"):
        put(content)


def test_too_much_is_refused_with_its_weight(put: Put, settings: Any) -> None:
    settings.OPENWEEK_SOUND_MB = 1
    with pytest.raises(MediaRefusedError, match="2"):
        put(recorded.wav() + bytes(2 << 20))
    assert put(recorded.mp4() + recorded.box(b"free", bytes(2 << 20))).kind == "film"


def test_words_are_asked_for(put: Put) -> None:
    with pytest.raises(MediaRefusedError):
        put(recorded.ogg(), words=" ")


def test_a_full_disk_is_said_and_leaves_nothing(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MediaRefusedError, match=r"dis[kq]"):
        put(recorded.wav())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Media.objects.exists()

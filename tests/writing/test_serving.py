"""Players are given the parts that they ask for."""

from pathlib import Path

import pytest
from django.http import Http404, HttpResponseBase
from django.test import RequestFactory

from openweek.writing.serving import file_answer

pytestmark = pytest.mark.django_db  # whose connections are looked after when an answer ends


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.ogg"
    path.write_bytes(bytes(range(100)))
    return path


def asked(path: Path, method: str = "GET", **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(method, "/", headers=headers)
    return file_answer(request, path, content_type="audio/ogg", name="sound.ogg", mark="a1")


def body(answer: HttpResponseBase) -> bytes:
    said = answer.getvalue()  # type: ignore[attr-defined]
    answer.close()
    return bytes(said)


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 99),
        ("bytes=90-", 90, 99),
        ("bytes=-5", 95, 99),
        ("bytes=-500", 0, 99),
        ("bytes=99-400", 99, 99),
    ],
)
def test_a_part_is_given_as_asked(part: str, first: int, last: int, sound: Path) -> None:
    answer = asked(sound, Range=part)

    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/100"
    assert answer["Content-Length"] == str(last + 1 - first)
    assert body(answer) == bytes(range(first, last + 1))


@pytest.mark.parametrize("part", ["", "bytes=5-1", "bytes=-", "bytes=0-1,4-5", "words=1-2"])
def test_what_cannot_be_asked_for_is_answered_whole(part: str, sound: Path) -> None:
    answer = asked(sound, Range=part)

    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert body(answer) == bytes(range(100))


@pytest.mark.parametrize("part", ["bytes=100-", "bytes=-0"])
def test_past_the_end_there_is_nothing(part: str, sound: Path) -> None:
    answer = asked(sound, Range=part)

    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(("mark", "status"), [('"a1"', 206), ('"another"', 200)])
def test_a_part_never_continues_another_file(mark: str, status: int, sound: Path) -> None:
    answer = asked(sound, **{"Range": "bytes=5-", "If-Range": mark})

    assert answer.status_code == status
    answer.close()


def test_nothing_in_a_file_runs(sound: Path) -> None:
    answer = asked(sound)
    answer.close()

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "audio/ogg"


def test_a_lost_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Http404):
        asked(tmp_path / "gone.ogg")

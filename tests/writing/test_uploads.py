"""Files that come in parts: whole and as they were sent, or not at all."""

import errno
import io
import os
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from openweek.ground import clock
from openweek.ground.authors import SOFTWARE, Author
from openweek.ground.models import Event
from openweek.place.models import Place, Role
from openweek.writing import actions
from openweek.writing.actions import uploads
from openweek.writing.media import MediaRefusedError, add_media, parts
from openweek.writing.models import Level, Media, Text, Upload
from openweek.writing.queries.media import room_of
from tests.factories.places import make_person, make_place
from tests.writing import recorded

pytestmark = pytest.mark.django_db

PART = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}
FILM = recorded.mp4() + recorded.box(b"free", bytes(range(256)) * 40)
BEGUN, KEPT, WRONG, NOT_HERE, GONE = 201, 204, 409, 404, 410
NO_MEDIA, TOO_LARGE, LOCKED, DISK_FULL, NOT_ALLOWED = 415, 413, 423, 507, 405
CAMILLE = Author(name="Camille", person_id=7)


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Place:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    return make_place()


@pytest.fixture
def text(place: Place) -> Text:
    made = actions.create_text(place=place, title="Voix", language="fr", by=SOFTWARE)
    actions.grant(text=made, level=Level.WRITE, by=SOFTWARE, role=Role.CONTRIBUTOR)
    return made


@pytest.fixture
def telephone(place: Place, text: Text) -> "Telephone":
    return Telephone(place, text, "Bachir")


class Telephone:
    """Somebody's, which sends a file in parts to a text."""

    def __init__(self, place: Place, text: Text, name: str) -> None:
        self.client, self.text = Client(), text
        self.person = make_person(place, name, Role.CONTRIBUTOR)
        self.client.force_login(self.person)

    def begin(self, size: int, *, name: str = "film.mp4", **headers: str) -> Any:
        told = {**TUS, "Upload-Length": str(size)}
        told["Upload-Metadata"] = f"filename {b64encode(name.encode()).decode()}"
        address = reverse("begin_upload", args=[self.text.pk])
        return self.client.post(address, headers={**told, **headers})

    def begun(self, size: int) -> str:
        return str(self.begin(size)["Location"])

    def send(self, address: str, offset: int, content: bytes) -> Any:
        headers = {**TUS, "Upload-Offset": str(offset)}
        return self.client.patch(address, content, content_type=PART, headers=headers)

    def ask(self, address: str) -> Any:
        return self.client.head(address, headers=TUS)

    def offset(self, address: str) -> int:
        return int(self.ask(address)["Upload-Offset"])

    def put_in(self, address: str, **said: str) -> Any:
        told = {"upload": address.rstrip("/").rpartition("/")[2], "alt": "On rit.", **said}
        return self.client.post(reverse("add_media", args=[self.text.pk]), told)

    def sent(self, content: bytes) -> str:
        address = self.begun(len(content))
        assert self.send(address, 0, content).status_code == KEPT
        return address


def number(address: str) -> UUID:
    return UUID(address.rstrip("/").rpartition("/")[2])


def file_of(media: Media, folder: Path) -> bytes:
    return (folder / media.file).read_bytes()


def test_a_film_comes_in_parts_and_becomes_a_film_of_the_text(
    telephone: Telephone, tmp_path: Path
) -> None:
    begun = telephone.begin(len(FILM))
    address = begun["Location"]
    assert (begun.status_code, begun["Tus-Resumable"]) == (BEGUN, "1.0.0")
    assert "GMT" in begun["Upload-Expires"]
    assert Upload.objects.get().name == "film.mp4"
    offset = 0
    while offset < len(FILM):
        answer = telephone.send(address, offset, FILM[offset : offset + 4000])
        assert answer.status_code == KEPT
        offset = int(answer["Upload-Offset"])
        assert telephone.offset(address) == offset

    made = telephone.put_in(address, consent="unasked")
    assert (made.status_code, made.json()["kind"]) == (BEGUN, "film")
    media = Media.objects.get()
    assert (media.consent, media.author_name, media.alt) == ("unasked", "Bachir", "On rit.")
    assert file_of(media, tmp_path) == FILM
    assert Event.objects.latest("pk").kind == "writing.media_added"
    again = telephone.put_in(address)
    assert again.json() == made.json()
    assert Media.objects.count() == 1
    assert telephone.ask(address).status_code == GONE


def test_what_is_understood_is_told(telephone: Telephone) -> None:
    answer = telephone.client.options(reverse("begin_upload", args=[telephone.text.pk]))

    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert int(answer["Tus-Max-Size"]) == 200 << 20
    address = telephone.begun(9)
    assert telephone.client.head(address).status_code == 412
    assert telephone.client.get(address, headers=TUS).status_code == NOT_ALLOWED
    assert telephone.send(address, 0, b"x" * 9).status_code == KEPT


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": ""},
        {"Upload-Length": "-1"},
        {"Upload-Length": "9" * 30},
        {"Upload-Metadata": "filename !!"},
        {"Upload-Metadata": "filename /w=="},
    ],
)
def test_a_beginning_that_makes_no_sense_begins_nothing(
    headers: dict[str, str], telephone: Telephone
) -> None:
    assert telephone.begin(9, **headers).status_code == 400
    assert not Upload.objects.exists()


def test_nobody_else_goes_on_with_it_and_a_right_taken_back_ends_it(
    telephone: Telephone, place: Place, text: Text
) -> None:
    address = telephone.begun(len(FILM))
    other = Telephone(place, text, "Zoé")

    assert other.ask(address).status_code == NOT_HERE
    assert other.send(address, 0, FILM).status_code == NOT_HERE
    assert other.client.delete(address, headers=TUS).status_code == NOT_HERE
    assert other.put_in(address).status_code == NOT_HERE
    text.grants.all().delete()
    assert telephone.send(address, 0, FILM).status_code == NOT_HERE
    assert parts.path_of(number(address)).stat().st_size == 0


def test_no_part_comes_once_the_text_is_frozen(telephone: Telephone, text: Text) -> None:
    address = telephone.begun(len(FILM))
    actions.freeze_texts(texts=[text], by=SOFTWARE)

    assert telephone.send(address, 0, FILM).status_code == WRONG
    assert telephone.begin(9).status_code == WRONG


def test_parts_that_do_not_join_on_are_refused_with_where_it_goes_on(telephone: Telephone) -> None:
    address = telephone.begun(10)
    telephone.send(address, 0, b"01234")

    for offset in (0, 4, 6, 10):
        answer = telephone.send(address, offset, b"56789")
        assert (answer.status_code, answer["Upload-Offset"]) == (WRONG, "5")
    too_much = telephone.send(address, 5, b"56789 and more")
    assert too_much.status_code == TOO_LARGE
    assert telephone.offset(address) == 5
    assert telephone.send(address, 5, b"56789").status_code == KEPT
    assert parts.path_of(number(address)).read_bytes() == b"0123456789"


def test_two_parts_at_once_are_one_too_many(telephone: Telephone) -> None:
    address = telephone.begun(10)
    with parts.held(number(address)):
        assert telephone.send(address, 0, b"01234").status_code == LOCKED
    assert telephone.send(address, 0, b"01234").status_code == KEPT


@pytest.mark.parametrize(
    ("begins", "named"), [(b"%PDF-1.7", "PDF"), (b"GIF89a", "GIF"), (b"MM\0*", "TIFF")]
)
def test_what_will_never_fit_is_told_by_its_first_part(
    begins: bytes, named: str, telephone: Telephone
) -> None:
    address = telephone.begun(5 << 20)
    answer = telephone.send(address, 0, begins + bytes(1 << 20))

    assert answer.status_code == NO_MEDIA
    assert named in answer.content.decode()
    assert telephone.ask(address).status_code == NOT_HERE


def test_a_picture_that_is_too_heavy_is_told_by_its_first_part(telephone: Telephone) -> None:
    address = telephone.begun(20 << 20)

    assert telephone.send(address, 0, b"\xff\xd8\xff" + bytes(99)).status_code == NO_MEDIA
    assert telephone.begin(201 << 20).status_code == TOO_LARGE


def test_what_is_not_whole_is_not_taken_and_can_go_on(telephone: Telephone) -> None:
    address = telephone.begun(len(FILM))
    telephone.send(address, 0, FILM[:99])

    assert telephone.put_in(address).status_code == 400
    telephone.send(address, 99, FILM[99:])
    assert telephone.put_in(address, alt=" ").status_code == 400, "it lacks its words"
    assert telephone.put_in(address).status_code == BEGUN


def test_what_turns_out_to_be_nothing_is_dropped(telephone: Telephone, tmp_path: Path) -> None:
    address = telephone.sent(b"nothing of ours" * 9)

    assert telephone.put_in(address).status_code == 400
    assert telephone.put_in(address).status_code == NOT_HERE
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_giving_up_leaves_nothing(telephone: Telephone) -> None:
    address = telephone.sent(FILM[:50])

    assert telephone.client.delete(address, headers=TUS).status_code == KEPT
    assert not parts.path_of(number(address)).exists()
    assert Event.objects.latest("pk").kind == "writing.upload_given_up"
    assert telephone.send(address, 50, b"x").status_code == NOT_HERE


def test_a_full_disk_is_told_and_keeps_what_was_there(
    telephone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = telephone.begun(10)
    telephone.send(address, 0, b"01234")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert telephone.send(address, 5, b"56789").status_code == DISK_FULL
    assert telephone.offset(address) == 5
    assert telephone.send(address, 5, b"56789").status_code == KEPT


def test_it_is_forgotten_a_day_after_its_last_part(telephone: Telephone) -> None:
    begun_at = clock.now()
    address = telephone.begun(10)
    with clock.at(begun_at + timedelta(hours=20)):
        telephone.send(address, 0, b"01234")
    stray = parts.path_of(uuid4())
    stray.touch()
    os.utime(stray, (0, 0))
    with clock.at(begun_at + timedelta(hours=43)):
        assert actions.forget_uploads() == 0
        assert telephone.offset(address) == 5
    assert not stray.exists(), "nobody knew of it"
    with clock.at(begun_at + timedelta(hours=45)):
        assert actions.forget_uploads() == 1
        assert telephone.ask(address).status_code == NOT_HERE
    assert not parts.path_of(number(address)).exists()


def test_a_few_are_on_their_way_at_once_and_the_forsaken_make_room(
    telephone: Telephone, text: Text
) -> None:
    now = clock.now()
    first = telephone.begun(10)
    for _ in range(uploads.MOST_AT_ONCE - 1):
        telephone.begun(10)
    assert telephone.begin(10).status_code == 429
    with clock.at(now + uploads.FORSAKEN + timedelta(seconds=1)):
        assert telephone.begin(10).status_code == BEGUN
    assert telephone.ask(first).status_code == NOT_HERE


def test_what_is_on_its_way_counts_for_the_room_of_the_place(
    telephone: Telephone, text: Text, settings: Any
) -> None:
    settings.OPENWEEK_PLACE_MEDIA_MB = 1
    address = telephone.begun(1 << 20)

    assert room_of(text.place_id).left == 0
    refused = telephone.begin(10)
    assert refused.status_code == 429
    assert "1" in refused.content.decode()
    telephone.client.delete(address, headers=TUS)
    assert telephone.begin(10).status_code == BEGUN


def test_it_is_room_enough_for_what_was_announced(telephone: Telephone, settings: Any) -> None:
    settings.OPENWEEK_PLACE_MEDIA_MB = 1
    film = FILM + recorded.box(b"free", bytes((1 << 20) - len(FILM) - 8))
    address = telephone.sent(film)

    assert telephone.put_in(address).status_code == BEGUN
    assert room_of(telephone.text.place_id).used == len(film) == 1 << 20


# --- whatever happens on the way ------------------------------------------------------------

Happening = Callable[[Upload, bytes, int], None]


def cut_off_in_the_middle(upload: Upload, rest: bytes, at: int) -> None:
    """The process died while it wrote: more lies there than anybody was told."""

    class Killed(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EINTR, "killed")

    with pytest.raises(OSError, match="killed"):
        actions.keep_part(upload=upload, offset=at, body=Killed())
    with parts.path_of(upload.pk).open("ab") as file:
        file.write(os.urandom(len(rest) // 2 + 1))


def sent_again(upload: Upload, rest: bytes, at: int) -> None:
    """Its answer was lost, so that the telephone sends the same part once more."""
    if at:
        with pytest.raises(actions.WrongOffsetError):
            actions.keep_part(upload=upload, offset=0, body=io.BytesIO(rest))


def ahead(upload: Upload, rest: bytes, at: int) -> None:
    with pytest.raises(actions.WrongOffsetError):
        actions.keep_part(upload=upload, offset=at + 1, body=io.BytesIO(rest))


def line_cut_while_sending(upload: Upload, rest: bytes, at: int) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(errno.ECONNRESET, "cut")
            return super().read(3)

    with pytest.raises(OSError, match="cut"):
        actions.keep_part(upload=upload, offset=at, body=Cut(rest))


def restored_from_an_older_copy(upload: Upload, rest: bytes, at: int) -> None:
    """The file is of before, the row of after."""
    os.truncate(parts.path_of(upload.pk), at // 2)


HAPPENINGS = [
    cut_off_in_the_middle, sent_again, ahead, line_cut_while_sending, restored_from_an_older_copy,
]  # fmt: skip


@example_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    padding=st.integers(0, 5000),
    sizes=st.lists(st.integers(1, 2500), min_size=1, max_size=8),
    happenings=st.lists(st.sampled_from([None, *HAPPENINGS]), max_size=12),
)
@example(  # an older copy of the file, and then a death: what lies there was not told
    padding=926,
    sizes=[289, 2, 1266],
    happenings=[None, None, restored_from_an_older_copy, cut_off_in_the_middle],
)
def test_whatever_happens_on_the_way_it_is_what_was_sent(
    padding: int,
    sizes: list[int],
    happenings: list[Happening | None],
    place: Place,
    tmp_path: Path,
) -> None:
    Upload.objects.all().delete()  # what an example that failed left behind would hide why
    text = actions.create_text(place=place, title="Voix", language="fr", by=SOFTWARE)
    source = recorded.mp4() + recorded.box(b"free", os.urandom(padding))
    upload = actions.begin_upload(text=text, by=CAMILLE, size=len(source))
    turns = 0
    while (here := parts.here(upload.pk, Upload.objects.get(pk=upload.pk).offset)) < len(source):
        happening = happenings[turns] if turns < len(happenings) else None
        part = source[here : here + sizes[turns % len(sizes)]]
        turns += 1
        if happening is not None:
            happening(upload, part, here)
            continue
        assert actions.keep_part(upload=upload, offset=here, body=io.BytesIO(part)) == here + len(
            part
        )
    assert parts.path_of(upload.pk).read_bytes()[: len(source)] == source
    media = become_media(text, upload)
    assert file_of(media, tmp_path) == source
    assert not parts.path_of(upload.pk).exists()


def become_media(text: Text, upload: Upload) -> Media:
    return add_media(text=text, by=CAMILLE, upload=upload, alt="On rit.")


def test_half_of_it_never_becomes_anything(text: Text, tmp_path: Path) -> None:
    upload = actions.begin_upload(text=text, by=CAMILLE, size=len(FILM))
    actions.keep_part(upload=upload, offset=0, body=io.BytesIO(FILM[:500]))
    cut_off_in_the_middle(upload, FILM, 500)
    with parts.path_of(upload.pk).open("ab") as file:
        file.write(FILM)  # as long as it should be, but nobody was told

    with pytest.raises(MediaRefusedError):
        become_media(text, upload)
    assert not Media.objects.exists()

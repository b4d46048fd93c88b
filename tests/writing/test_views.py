"""The page of a text: who sees what, and the ways in without the editor."""

import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from openweek.ground.authors import SOFTWARE, Author
from openweek.place import actions as place_actions
from openweek.place.middleware import HELD
from openweek.place.models import Place, Role
from openweek.writing import actions, queries
from openweek.writing.live.ticket import read_ticket
from openweek.writing.media import add_media
from openweek.writing.models import Level, Media, Text
from tests.conftest import SignIn
from tests.factories.places import make_person, make_place
from tests.writing import recorded

pytestmark = pytest.mark.django_db

TERRITOIRE = {
    "type": "doc",
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "Ici pousse le figuier."}]}
    ],
}
Ask = Callable[[Client], Any]


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.OPENWEEK_DATA = settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def place(data: Path) -> Place:
    return make_place()


@pytest.fixture
def text(place: Place) -> Text:
    """Contributors write it, visitors read it."""
    made = actions.create_text(
        place=place,
        title="Territoire",
        language="fr",
        by=SOFTWARE,
        tree=TERRITOIRE,
        prompts=["Où sommes-nous ?"],
        home="/le-preau/books/explorbook/",
        home_title="ExplorBook",
    )
    actions.grant(text=made, level=Level.WRITE, by=SOFTWARE, role=Role.CONTRIBUTOR)
    actions.grant(text=made, level=Level.READ, by=SOFTWARE, role=Role.VISITOR)
    return made


def to(text: Text, name: str, *more: object) -> str:
    return reverse(name, args=[text.pk, *more])


def said(client: Client, text: Text) -> str:
    return client.get(to(text, "edit_text")).content.decode()


def drawn(width: int = 8) -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (width, 6), "orange").save(made, "PNG")
    return SimpleUploadedFile("x.png", made.getvalue(), "image/png")


def picture_in(text: Text) -> Media:
    return add_media(text=text, by=SOFTWARE, file=drawn(), alt="Un figuier")


def asks(text: Text) -> dict[str, Ask]:
    media = picture_in(text)
    return {
        "edit_text": lambda client: client.get(to(text, "edit_text")),
        "text_ticket": lambda client: client.get(to(text, "text_ticket")),
        "media": lambda client: client.get(to(text, "media", media.pk)),
        "write_plain": lambda client: client.post(
            to(text, "write_plain"), {"body": "Ici pousse le figuier. Et la menthe."}
        ),
        "add_media": lambda client: client.post(
            to(text, "add_media"), {"file": drawn(), "alt": "Un figuier"}
        ),
        "media_of_text": lambda client: client.get(to(text, "media_of_text")),
        "change_media": lambda client: client.post(to(text, "change_media", media.pk), {}),
        "begin_upload": lambda client: client.post(
            to(text, "begin_upload"), headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9"}
        ),
        # Nobody else's upload is there for anybody.
        "upload": lambda client: client.head(
            to(text, "upload", uuid.uuid4()), headers={"Tus-Resumable": "1.0.0"}
        ),
    }


READ, WROTE, MADE, NO, NOT_HERE = 200, 302, 201, 403, 404
FOR_PENS = (
    "write_plain", "add_media", "media_of_text", "change_media", "begin_upload", "upload",
)  # fmt: skip
READER = {"edit_text": READ, "text_ticket": READ, "media": READ, **dict.fromkeys(FOR_PENS, NO)}
WRITER = {
    **READER, "write_plain": WROTE, "add_media": MADE, "media_of_text": READ,
    "change_media": READ, "begin_upload": MADE, "upload": NOT_HERE,
}  # fmt: skip
STRANGER = dict.fromkeys(READER, NOT_HERE)


@pytest.mark.parametrize(
    ("role", "is_of_this_place", "expected"),
    [
        ("", True, STRANGER),
        (Role.VISITOR, True, READER),
        (Role.CONTRIBUTOR, True, WRITER),
        (Role.COWORKER, True, WRITER),
        (Role.CONCIERGE, True, WRITER),
        (Role.VISITOR, False, STRANGER),
        (Role.CONTRIBUTOR, False, STRANGER),
        (Role.COWORKER, False, STRANGER),
        (Role.CONCIERGE, False, STRANGER),
    ],
)
def test_each_role_may_what_its_grant_says_and_only_at_its_place(
    role: str, is_of_this_place: bool, expected: dict[str, int], place: Place, text: Text
) -> None:
    client = Client()
    if role:
        at = place if is_of_this_place else make_place("Ailleurs")
        client.force_login(make_person(at, "Bachir", role))

    found = {}
    for name, ask in asks(text).items():
        answer = ask(client)
        found[name] = answer.status_code
        answer.getvalue()  # reads a picture's file to its end, which closes it

    assert found == expected


def test_a_text_that_is_not_there_is_like_one_that_may_not_be_seen(place: Place) -> None:
    assert Client().get(reverse("edit_text", args=[uuid.uuid4()])).status_code == NOT_HERE


@pytest.fixture
def writer(place: Place, client: Client) -> Client:
    client.force_login(make_person(place, "Bachir", Role.CONTRIBUTOR))
    return client


@pytest.fixture
def reader(place: Place) -> Client:
    client = Client()
    client.force_login(make_person(place, "Zoé", Role.VISITOR))
    return client


def test_a_writer_finds_the_editor_the_prompts_and_the_way_back(writer: Client, text: Text) -> None:
    page = said(writer, text)

    assert "data-editor" in page
    assert "Ici pousse le figuier." in page
    assert "Où sommes-nous ?" in page
    assert 'href="/le-preau/books/explorbook/"' in page


def test_a_reader_finds_the_words_and_no_pen(reader: Client, text: Text) -> None:
    page = said(reader, text)

    assert "<p>Ici pousse le figuier.</p>" in page
    assert "data-editor" not in page
    assert "<textarea" not in page


def test_words_that_look_like_a_script_stay_words(reader: Client, text: Text) -> None:
    bad = {"type": "text", "text": "<script>alert(1)</script>"}
    actions.add_blocks(
        text=text, by=SOFTWARE,
        tree={"type": "doc", "content": [{"type": "paragraph", "content": [bad]}]},
    )  # fmt: skip

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in said(reader, text)


def test_a_frozen_text_is_read_with_a_kind_word(writer: Client, text: Text) -> None:
    actions.freeze_texts(texts=[text], by=SOFTWARE)
    page = said(writer, text)

    assert "Les plumes sont posées" in page
    assert "data-editor" not in page
    assert "Ici pousse le figuier." in page


def plain_form(client: Client, text: Text) -> dict[str, str]:
    form = client.get(to(text, "edit_text")).context["form"]
    return {"body": form["body"].value(), "base": form["base"].value()}


def test_plain_words_are_merged_with_what_came_meanwhile(writer: Client, text: Text) -> None:
    form = plain_form(writer, text)
    actions.write_plain(text=text, by=SOFTWARE, body="Ici, au soleil, pousse le figuier.")

    answer = writer.post(
        to(text, "write_plain"), {**form, "body": f"{form['body']}\n\nEt la menthe."}, follow=True
    )

    assert "Ce que vous avez écrit est enregistré." in answer.content.decode()
    assert queries.plain_of(text).body == "Ici, au soleil, pousse le figuier.\n\nEt la menthe."
    assert "Bachir" in {part.name for part in queries.authors_of(text)}


def test_the_same_form_sent_twice_is_merged_once(writer: Client, text: Text) -> None:
    form = plain_form(writer, text)
    form["body"] += "\n\nEt la menthe."

    for _ in range(2):
        assert writer.post(to(text, "write_plain"), form).status_code == WROTE

    assert queries.plain_of(text).body == "Ici pousse le figuier.\n\nEt la menthe."


def test_a_whole_library_pasted_is_refused_with_its_size_and_stays(
    writer: Client, text: Text
) -> None:
    body = "figuiers" * 625_000
    answer = writer.post(to(text, "write_plain"), {"body": body})

    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 400
    assert "5,0 millions de caractères" in page
    assert body[:1000] in page
    assert queries.plain_of(text).body == "Ici pousse le figuier."


def test_a_text_of_too_many_lines_is_refused_with_their_number_and_stays(
    writer: Client, text: Text
) -> None:
    answer = writer.post(to(text, "write_plain"), {"body": "- a\n" * 7000})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "7000 lignes" in page
    assert queries.plain_of(text).body == "Ici pousse le figuier."


@pytest.mark.parametrize("base", ["x", "-1", "9" * 40, "1 OR 1"])
def test_a_base_that_no_form_of_ours_had_is_refused(base: str, writer: Client, text: Text) -> None:
    answer = writer.post(to(text, "write_plain"), {"body": "Autre chose", "base": base})

    assert answer.status_code == 400
    assert queries.plain_of(text).body == "Ici pousse le figuier."


def test_words_that_come_after_the_end_are_shown_again(writer: Client, text: Text) -> None:
    actions.freeze_texts(texts=[text], by=SOFTWARE)
    answer = writer.post(to(text, "write_plain"), {"body": "Trop tard"})

    assert answer.status_code == 409
    assert "Trop tard" in answer.content.decode()


def test_reading_changes_nothing(writer: Client, text: Text) -> None:
    before = queries.plain_of(text)
    for name in ["edit_text", "text_ticket"]:
        writer.get(to(text, name))
    for name in ["write_plain", "add_media", "begin_upload"]:
        assert writer.get(to(text, name)).status_code == 405

    assert queries.plain_of(text) == before


# --- the pass to the live server ----------------------------------------------------------


def ticket(client: Client, text: Text) -> dict[str, Any]:
    answer: HttpResponse = client.get(to(text, "text_ticket"))
    return answer.json()  # type: ignore[attr-defined, no-any-return]


def test_a_ticket_says_who_writes_and_with_which_right(writer: Client, text: Text) -> None:
    told = ticket(writer, text)

    read = read_ticket(told["ticket"])
    assert (read.text, read.name, read.level) == (str(text.pk), "Bachir", "write")
    assert (told["name"], told["level"]) == ("Bachir", "write")
    assert told["expires"] > "2026"


def test_those_who_share_a_link_are_told_apart_by_their_browsers(place: Place, text: Text) -> None:
    capability, _ = place_actions.give_capability(
        kind="team", place=place, subject="challenges.team:1", by=SOFTWARE, name="Les Figues"
    )
    actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, capability=capability)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        session = client.session
        session[HELD] = [capability.pk]
        session.save()

    one, again, other = (
        read_ticket(ticket(client, text)["ticket"]) for client in (here, here, elsewhere)
    )

    assert (one.name, one.level) == ("Les Figues", "write")
    assert one.author.startswith(f"c:{capability.pk}:")
    assert one.author == again.author
    assert one.author != other.author


def test_a_passer_by_who_may_write_stays_the_same_in_one_browser(text: Text) -> None:
    actions.grant(text=text, level=Level.WRITE, by=SOFTWARE, role="anyone")
    here, elsewhere = Client(), Client()

    first, again = (read_ticket(ticket(here, text)["ticket"]) for _ in range(2))

    assert first.author == again.author
    assert first.name == "Quelqu’un"
    assert first.author != read_ticket(ticket(elsewhere, text)["ticket"]).author


def test_a_passer_by_who_only_reads_is_left_no_cookie(text: Text) -> None:
    actions.grant(text=text, level=Level.READ, by=SOFTWARE, role="anyone")
    client = Client()

    assert ticket(client, text)["level"] == "read"
    assert not client.cookies


# --- pictures ------------------------------------------------------------------------------


def test_a_picture_comes_with_what_keeps_it_harmless(reader: Client, text: Text) -> None:
    media = picture_in(text)
    answer = reader.get(to(text, "media", media.pk))

    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="{media.pk}.webp"'
    assert "private" in answer["Cache-Control"]
    assert "immutable" in answer["Cache-Control"]
    assert answer.getvalue()[8:12] == b"WEBP"


def test_a_sound_is_given_in_parts_to_whoever_reads(
    reader: Client, writer: Client, text: Text
) -> None:
    file = SimpleUploadedFile("x.wav", recorded.wav())
    told = writer.post(to(text, "add_media"), {"file": file, "alt": "Un\nrire"}).json()
    address = to(text, "media", told["media"])
    part = reader.get(address, headers={"Range": "bytes=0-3"})

    assert (told["kind"], told["alt"]) == ("sound", "Un\nrire")
    assert (part.status_code, part.getvalue()) == (206, b"RIFF")
    assert part["Content-Security-Policy"].endswith("sandbox")
    assert Client().get(address).status_code == NOT_HERE


def test_a_picture_of_another_text_is_not_given_by_this_one(
    reader: Client, text: Text, place: Place
) -> None:
    secret = actions.create_text(place=place, title="Secret", language="fr", by=SOFTWARE)

    assert reader.get(to(text, "media", picture_in(secret).pk)).status_code == NOT_HERE


def test_a_picture_is_shown_where_it_was_put(reader: Client, text: Text) -> None:
    media = picture_in(text)
    image = {"type": "image", "attrs": {"media": str(media.pk), "alt": "Un figuier"}}
    foreign = {"type": "image", "attrs": {"media": str(uuid.uuid4()), "alt": "Ailleurs"}}
    actions.add_blocks(text=text, by=SOFTWARE, tree={"type": "doc", "content": [image, foreign]})

    page = said(reader, text)

    shown = f'<img src="{to(text, "media", media.pk)}" alt="Un figuier" width="8" height="6"'
    assert shown in page
    assert "<p>Ailleurs</p>" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"alt": "Un figuier"}, "Choisissez un fichier"),
        ({"file": "drawn", "alt": " "}, "Dites en quelques mots"),
        ({"file": "svg", "alt": "Un figuier"}, "SVG"),
    ],
)
def test_a_picture_that_is_not_taken_is_answered_in_words(
    sent: dict[str, str], words: str, writer: Client, text: Text
) -> None:
    files = {"drawn": drawn(), "svg": SimpleUploadedFile("x.svg", b"<svg/>")}
    answer = writer.post(
        to(text, "add_media"), {name: files.get(value, value) for name, value in sent.items()}
    )

    assert answer.status_code == 400
    assert words in answer.json()["trouble"]


def test_no_picture_comes_into_a_frozen_text(writer: Client, text: Text) -> None:
    actions.freeze_texts(texts=[text], by=Author(name="Camille", person_id=1))
    answer = writer.post(to(text, "add_media"), {"file": drawn(), "alt": "Un figuier"})

    assert answer.status_code == 409
    assert "fermé" in answer.json()["trouble"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_media_asks_as_much_for_one_picture_as_for_three(
    sign_in: SignIn, place: Place, text: Text, count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(count):  # the same picture twice would be kept once
        add_media(text=text, by=SOFTWARE, file=drawn(width=8 + number), alt="Un figuier")
    client = sign_in(make_person(place, "Léo", Role.CONTRIBUTOR))
    with django_assert_num_queries(8):
        page = client.get(to(text, "media_of_text")).content.decode()
    assert page.count('class="media-card"') == count

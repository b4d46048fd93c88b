"""Texts out to a file and in from one, as somebody at a terminal does it."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openweek.config.cli import main
from openweek.ground import clock
from openweek.ground.authors import SOFTWARE
from openweek.place.models import Place
from openweek.writing import actions
from openweek.writing.models import Grant, Text
from openweek.writing.queries import tree_of
from tests.factories.places import make_place
from tests.writing.conftest import document
from tests.writing.test_tree import normal

pytestmark = pytest.mark.django_db
NOBODY = uuid.UUID(int=0)
ELSEWHERE = Path(__file__).parents[1] / "writing" / "elsewhere"


@pytest.fixture
def place(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    settings.OPENWEEK_DATA = tmp_path
    monkeypatch.setenv("OPENWEEK_DATA", str(tmp_path))
    return make_place()


@pytest.fixture
def text(place: Place) -> Text:
    return actions.create_text(
        place=place, title="Territoire", language="fr", by=SOFTWARE,
        tree=document("Ici pousse le figuier."),
    )  # fmt: skip


def run(*words: object, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["text", *map(str, words)], input=given)


def imported(*words: object, given: bytes = b"") -> Text:
    result = run("import", *words, given=given)
    assert result.exit_code == 0, result.output
    return Text.objects.get(pk=result.stdout.strip())


@pytest.mark.parametrize("file_format", ["json", "yjs"])
def test_a_text_made_elsewhere_comes_in_and_goes_out_equal(
    file_format: str, place: Place, tmp_path: Path
) -> None:
    text = imported(ELSEWHERE / f"text.{file_format}", "--place", place.slug)
    out = tmp_path / "out.json"
    assert run("export", text.pk, "-o", out).exit_code == 0

    assert normal(json.loads(out.read_bytes())) == normal(
        json.loads((ELSEWHERE / "text.json").read_bytes())
    )
    assert (text.title, Grant.objects.get(text=text).role) == ("text", "concierge")


@pytest.mark.parametrize(
    ("file_format", "words"),
    [
        ("md", "Un **mot**.\n"), ("html", "<p>Un <b>mot</b>."),
        ("json", json.dumps(document("Un mot."))),
    ],
)  # fmt: skip
def test_what_comes_in_by_a_pipe_goes_out_by_one(
    file_format: str, words: str, place: Place
) -> None:
    text = imported(
        "-", "--place", place.slug, "--title", "Mots", "--format", file_format, given=words.encode()
    )
    result = run("export", text.pk, "--format", "md")

    assert text.title == "Mots"
    assert result.stdout.replace("*", "") == "Un mot.\n"


def test_more_words_are_added_to_a_text(text: Text, place: Place) -> None:
    imported(
        "-", "--place", place.slug, "--into", text.pk, "--format", "md", given=b"Et la menthe."
    )

    assert tree_of(text) == document("Ici pousse le figuier.", "Et la menthe.")


def test_a_text_as_it_was(text: Text) -> None:
    began = text.created_at
    clock_then = (began + timedelta(seconds=1)).isoformat()
    assert "figuier" in run("export", text.pk, "--format", "md", "--at", clock_then).stdout
    early = run("export", text.pk, "--format", "md", "--at", "2001-01-01")

    assert early.exit_code == 2
    assert "began only on" in early.stderr
    assert clock.now() > began


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["export", NOBODY, "--format", "md"], 1, "There is no text"),
        (["export", "figuier", "--format", "md"], 1, "no number of a text"),
        (["export", NOBODY], 2, "Say which format"),
        (["import", "-", "--place", "nowhere", "--format", "md"], 1, "No place 'nowhere'"),
        (["import", "-", "--place", "{place}", "--format", "json"], 1, "no JSON"),
        (["import", "-", "--place", "{place}", "--format", "yjs"], 1, "no Yjs update"),
        (["import", "gone.md", "--place", "{place}"], 2, "No such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(
    words: list[object], code: int, why: str, place: Place
) -> None:
    result = run(*[str(word).replace("{place}", place.slug) for word in words], given=b"\xc3\xa9")

    assert result.exit_code == code
    assert why in result.output
    assert not Text.objects.exists()


def test_nothing_comes_into_a_closed_text(text: Text, place: Place) -> None:
    actions.freeze_texts(texts=[text], by=SOFTWARE)
    result = run(
        "import", "-", "--place", place.slug, "--into", text.pk, "--format", "md", given=b"Non."
    )

    assert (result.exit_code, "closed" in result.output) == (1, True)

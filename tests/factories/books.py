"""Books, challenges and teams, as a test would tell of them."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from openweek.challenges import actions as challenge_actions
from openweek.challenges.models import Challenge
from openweek.commons.queries import book_template
from openweek.ground.authors import SOFTWARE, Author
from openweek.place.models import Place
from openweek.publishing import actions
from openweek.publishing.files import file_path
from openweek.publishing.models import Book, Edition, EditionFile
from openweek.week.models import Week
from openweek.writing import actions as writing_actions
from openweek.writing.media import add_media
from openweek.writing.models import Media, Text
from tests.factories.places import make_place, make_week

FRIDAY_FIVE = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # five in the afternoon in Paris
NADIA = Author(name="Nadia", passer_by="nadia")


def make_book(place: Place | None = None, title: str = "Le Préau raconté", **said: Any) -> Book:
    """Three chapters that nobody has written yet."""
    return actions.create_book(
        place=place or make_place(),
        title=title,
        template=book_template("explorbook", said.get("language", "fr")),
        language=said.pop("language", "fr"),
        licence=said.pop("licence", "CC-BY-NC-SA-3.0"),
        by=SOFTWARE,
        **said,
    )


def make_challenge(week: Week | None = None, title: str = "ExplorBook", **said: Any) -> Challenge:
    return challenge_actions.create_challenge(
        week=week or make_week(),
        title=title,
        template=said.pop("template", "explorbook"),
        closes_at=said.pop("closes_at", FRIDAY_FIVE),
        opens_at=said.pop("opens_at", datetime(2026, 11, 1, tzinfo=UTC)),
        by=SOFTWARE,
        **said,
    )


def sign_up(
    challenge: Challenge, name: str = "Les Veilleurs", *members: str, **said: Any
) -> challenge_actions.SignedUp:
    return challenge_actions.sign_up_team(
        challenge=challenge,
        name=name,
        members=members or ("Nadia", "Paul"),
        once=said.pop("once", None) or uuid4(),
        by=said.pop("by", NADIA),
        **said,
    )


def seek(challenge: Challenge, name: str = "Ana", **said: Any) -> challenge_actions.Sought:
    """Somebody comes alone."""
    return challenge_actions.seek_team(
        challenge=challenge,
        name=name,
        once=said.pop("once", None) or uuid4(),
        by=said.pop("by", Author()),
        **said,
    )


def text_of(book: Book, chapter: int = 1) -> Text:
    return book.chapters.get(position=chapter).text


def paragraph(words: str, *marks: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [words_with(words, *marks)]}],
    }


def words_with(words: str, *marks: str) -> dict[str, Any]:
    piece: dict[str, Any] = {"type": "text", "text": words}
    if marks:
        piece["marks"] = [{"type": mark} for mark in marks]
    return piece


def write(book: Book, words: str, *, chapter: int = 1, by: Author = NADIA) -> None:
    writing_actions.add_blocks(text=text_of(book, chapter), by=by, tree=paragraph(words))


def bound(edition: Edition, kind: str = EditionFile.Kind.EPUB) -> Path:
    """One of its files, made now."""
    actions.prepare_files(edition.pk)
    actions.bind_edition(edition=edition, by=SOFTWARE)
    file: EditionFile = edition.files.get(kind=kind)
    return file_path(file)


def put_picture(book: Book, *, chapter: int = 1, alt: str = "La grande salle") -> Media:
    """A picture of one colour, uploaded and put after what is written."""
    text = text_of(book, chapter)
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "#0B6B70").save(drawn, "PNG")
    file = SimpleUploadedFile("salle.png", drawn.getvalue(), "image/png")
    media = add_media(text=text, by=NADIA, file=file, alt=alt)
    image = {"type": "image", "attrs": {"media": str(media.pk), "alt": alt}}
    writing_actions.add_blocks(text=text, by=NADIA, tree={"type": "doc", "content": [image]})
    return media


def put_recording(book: Book, content: bytes, *, chapter: int = 1) -> Media:
    """A sound or a film, uploaded and put after what is written."""
    text = text_of(book, chapter)
    media = add_media(text=text, by=NADIA, file=SimpleUploadedFile("x", content), alt="On rit.")
    node = {"type": media.kind, "attrs": {"media": str(media.pk), "words": "On rit."}}
    writing_actions.add_blocks(text=text, by=NADIA, tree={"type": "doc", "content": [node]})
    return media


def spoil(text: Text) -> None:
    """Its bytes on the disk went wrong: nobody can read it any more."""
    Text.objects.filter(pk=text.pk).update(seed=b"\xff\xff\xff\xff")


def mend(text: Text) -> None:
    Text.objects.filter(pk=text.pk).update(seed=b"")

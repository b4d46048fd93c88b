"""How a book of the demonstration is written: by its people, chapter by chapter."""

import re
import uuid
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from openweek.challenges.actions import Newcomer, sign_up_team, take_chapter
from openweek.challenges.models import Challenge, Team
from openweek.config.demo import drawing
from openweek.config.demo.together import somebody
from openweek.ground.authors import Author
from openweek.place.models import Person
from openweek.publishing.actions import (
    add_source,
    change_book,
    choose_cover,
    reopen_book,
    settle_prompt,
)
from openweek.publishing.models import Book, Unwritten
from openweek.publishing.models import Chapter as BookChapter
from openweek.writing.actions import About, add_blocks
from openweek.writing.formats import tree_of_markdown
from openweek.writing.media import add_media
from openweek.writing.models import Consent, Media, Text

BELL = "bell"
# A line apart: one of the pictures, by its name, or the number of a question that it answers.
_LINE = re.compile(r"^(?:!([a-z-]+)|§(\d))$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A picture or sound where it stands; without ``alt`` it is there for the eye alone."""

    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    consent: str = Consent.NOBODY
    consent_said: str = ""


@dataclass(frozen=True)
class Chapter:
    """What stands in a chapter so far, in Markdown; ``settled`` are the questions let go."""

    position: int
    who: str
    words: str
    shown: dict[str, Shown] = field(default_factory=dict)
    settled: tuple[int, ...] = ()


@dataclass(frozen=True)
class SourceWords:
    title: str
    author: str
    licence: str
    url: str = ""
    changes: str = ""


@dataclass(frozen=True)
class TeamWords:
    """``takes`` says who looks after which chapter; a ``place`` takes part from afar."""

    name: str
    members: list[Newcomer]
    chapters: list[Chapter] = field(default_factory=list)
    title: str = ""
    subtitle: str = ""
    summary: str = ""
    takes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sources: list[SourceWords] = field(default_factory=list)
    unwritten: str = Unwritten.INVITE
    cover: str = ""
    place: str = ""


def write_book(challenge: Challenge, said: TeamWords) -> Team:
    """A team signs up, says what its book is, and each writes in the chapter that is theirs."""
    first = somebody(said.members[0].name)
    team = sign_up_team(
        challenge=challenge,
        name=said.name,
        members=said.members,
        once=uuid.uuid4(),
        by=first,
        person=Person.objects.filter(name=said.members[0].name).first(),
        from_afar=bool(said.place),
        place_name=said.place,
    ).team
    _say_what_it_is(team.book, said, by=first)
    chapters = list(team.book.chapters.select_related("text", "book"))
    for member in team.members.all():
        for position in said.takes.get(member.name, ()):
            take_chapter(member=member, chapter=chapters[position], by=somebody(member.name))
    for chapter in said.chapters:
        pictures = write_chapter(chapters[chapter.position], chapter)
        if said.cover in pictures:
            choose_cover(book=team.book, picture=pictures[said.cover], by=first)
    return team


def _say_what_it_is(book: Book, said: TeamWords, *, by: Author) -> None:
    change_book(
        book=book, title=said.title or said.name, subtitle=said.subtitle or book.subtitle,
        summary=said.summary or book.summary, unwritten=said.unwritten, by=by,
    )  # fmt: skip
    for source in said.sources:
        add_source(
            book=book, title=source.title, author=source.author, licence=source.licence,
            url=source.url, changes=source.changes, once=uuid.uuid4(), by=by,
        )  # fmt: skip


def write_chapter(chapter: BookChapter, said: Chapter) -> dict[str, Media]:
    """Words, pictures and all; which pictures these are, by their names."""
    author = somebody(said.who)
    pictures = {
        name: _put(chapter.text, name, about, by=author) for name, about in said.shown.items()
    }
    add_blocks(text=chapter.text, by=author, tree=_tree(chapter, said, pictures))
    for number in said.settled:
        settle_prompt(chapter=chapter, prompt=chapter.prompts[number], by=author)
    return pictures


def _put(text: Text, name: str, shown: Shown, *, by: Author) -> Media:
    content, ending = (
        (drawing.bell(), "wav") if name == BELL else (drawing.picture(name), "png")
    )  # fmt: skip
    about = About(
        is_decorative=not shown.alt, credit=shown.credit, licence=shown.licence,
        consent=shown.consent, consent_said=shown.consent_said,
    )  # fmt: skip
    file = ContentFile(content, name=f"{name}.{ending}")
    return add_media(text=text, by=by, file=file, alt=shown.alt, about=about)


def _tree(
    chapter: BookChapter, said: Chapter, pictures: dict[str, Media]
) -> dict[str, object]:  # fmt: skip
    blocks: list[object] = []
    pieces = _LINE.split(said.words)
    blocks += tree_of_markdown(pieces[0])["content"]
    for name, number, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if name:
            blocks.append(_figure(pictures[name], name, said.shown[name]))
        else:
            asked = {"type": "text", "text": chapter.prompts[int(number)]}
            blocks.append({"type": "heading", "attrs": {"level": 2}, "content": [asked]})
        blocks += tree_of_markdown(words)["content"]
    return {"type": "doc", "content": blocks}


def _figure(media: Media, name: str, shown: Shown) -> dict[str, object]:
    said: dict[str, object] = {"media": str(media.pk), "caption": shown.caption}
    if name == BELL:
        return {"type": "sound", "attrs": {**said, "words": shown.alt}}
    if not shown.alt:
        return {"type": "image", "attrs": {**said, "alt": "", "decorative": True}}
    return {"type": "image", "attrs": {**said, "alt": shown.alt}}


def correct(book: Book, said: Chapter, *, by: Author) -> None:
    """After the last day its team writes on; what it publishes then is another edition."""
    reopen_book(book=book, by=by)
    chapter = book.chapters.select_related("text", "book").get(position=said.position + 1)
    write_chapter(chapter, said)

"""What every form of an edition says of itself, in the language of the book, whoever reads it.

Page, EPUB, PDF, Markdown, plain text and site say the same things from here; each in its own way.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openweek.commons import move_commons
from openweek.commons.licences import Licence, licence
from openweek.ground.text import clean_line
from openweek.look import dates
from openweek.publishing import contents, glossary
from openweek.publishing.archive import clean_xml
from openweek.publishing.contributions import Contribution, said_of
from openweek.publishing.glossary import Entry, Terms, Tree, terms_in
from openweek.publishing.models import Chapter, Edition, Unwritten

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOLD = "_told"
_LONGEST_NAME = 100  # letters of what a picture is called by


@dataclass(frozen=True)
class ToldChapter:
    """A chapter of a book as it is printed; one that nobody wrote has only its invitations."""

    number: int
    title: str
    kind: str
    prompts: list[str]
    tree: dict[str, Any]
    is_written: bool

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"


@dataclass(frozen=True)
class SourceLine:
    """Somebody else's work that is adapted here; ``url`` and ``changes`` may be empty."""

    title: str
    author: str
    url: str
    licence: Licence
    changes: str

    @property
    def words(self) -> str:
        """Title, author and licence in one line, in the language that is active; no address."""
        told = _("“%(title)s”, by %(author)s, %(licence)s") % {
            "title": self.title,
            "author": self.author,
            "licence": self.licence.short,
        }
        return f"{told}. {self.changes.rstrip('.')}" if self.changes else told


@dataclass(frozen=True)
class Told:
    """Plain values; every word in them can stand in XML once escaped."""

    title: str
    subtitle: str
    summary: str
    language: str  # BCP 47
    spoken: str  # ours in which the book's own pages are said: fr or en
    place: str
    city: str
    day: str
    number: int
    address: str  # of this edition, for ever
    licence: Licence
    credits: list[str]
    contributions: list[Contribution]
    sources: list[SourceLine]
    media_credits: list[str]
    move_commons: list[str]  # labels, [] when nothing is declared
    move_commons_url: str
    cover: str  # a media id; "" for one that is drawn
    inks: tuple[str, str]
    chapters: list[ToldChapter]  # without the glossary
    glossary: list[Entry]
    glossary_title: str
    glossary_lead: Tree  # what stands before its first term


def told(edition: Edition) -> Told:
    """Chapters that nobody wrote are left out when the team wanted their prompts to vanish."""
    known: Told | None = vars(edition).get(_TOLD)
    return known or _told(edition)


def told_once(edition: Edition) -> None:
    """From now on this object tells what it tells now: for one that is bound form by form."""
    vars(edition)[_TOLD] = _told(edition)


def _told(edition: Edition) -> Told:
    dress, book = edition.dress, edition.book
    language = _language(dress.get("language") or book.language)
    with spoken(language):
        title, terms = _glossary(edition)
        chapters = list(_chapters(edition, without_glossary=bool(terms.found)))
        declaration = _declaration(dress.get("move_commons", ""))
        return Told(
            title=said(edition.title) or book.slug,
            subtitle=said(edition.subtitle),
            summary=said(edition.summary),
            language=language,
            spoken=spoken_code(language),
            place=said(dress.get("place") or book.place.name),
            city=said(dress.get("city", book.place.city)),
            day=dates.day(edition.day, year=True, weekday=False),
            number=edition.number,
            address=address_of(edition),
            licence=licence(edition.licence),
            credits=[name for name in map(said, edition.credits) if name],
            contributions=said_of(edition.contributions, _titles(edition)),
            sources=[_source(row) for row in edition.sources],
            media_credits=list(_media_credits(edition)),
            move_commons=[each.label for each in declaration.principles],
            move_commons_url=_deed(declaration.code),
            cover=_cover(edition),
            inks=_inks(dress),
            chapters=chapters,
            glossary=glossary.entries(terms, [(each.number, each.tree) for each in chapters]),
            glossary_title=title,
            glossary_lead={"type": "doc", "content": terms.lead},
        )


def address_of(edition: Edition) -> str:
    """Of its page, whatever editions follow."""
    book = edition.book
    path = reverse("edition", args=[book.place.slug, book.slug, edition.number])
    return f"{settings.OPENWEEK_URL}{path}"


def _chapters(edition: Edition, *, without_glossary: bool) -> Iterator[ToldChapter]:
    keeps_invitations = edition.dress.get("unwritten") != Unwritten.VANISH
    number = 0
    for chapter in edition.content:
        kind = chapter.get("kind", "")
        is_written = contents.is_written(chapter["tree"])
        if kind and (without_glossary or not is_written):
            continue
        if not is_written and not keeps_invitations:
            continue
        number += 1
        yield ToldChapter(
            number=number,
            title=said(chapter["title"]) or _("Chapter %(number)d") % {"number": number},
            kind=kind,
            prompts=[prompt for prompt in map(said, chapter["prompts"]) if prompt],
            tree=chapter["tree"],
            is_written=is_written,
        )


def _glossary(edition: Edition) -> tuple[str, Terms]:
    """One in which no term can be told from the rest stays a chapter like the others."""
    for chapter in edition.content:
        if chapter.get("kind") == Chapter.Kind.GLOSSARY:
            terms = terms_in(chapter["tree"])
            if terms.found:
                return said(chapter["title"]) or _("Glossary"), terms
    return "", Terms()


def _titles(edition: Edition) -> dict[int, str]:
    """Of written chapters, by their numbers in the edition's content."""
    return {
        number: said(chapter["title"]) or _("Chapter %(number)d") % {"number": number}
        for number, chapter in enumerate(edition.content, start=1)
        if contents.is_written(chapter["tree"])
    }


def _source(row: dict[str, str]) -> SourceLine:
    return SourceLine(
        title=said(row["title"]),
        author=said(row["author"]),
        url=said(row["url"]),
        licence=licence(row["licence"]),
        changes=said(row["changes"]),
    )


def _media_credits(edition: Edition) -> Iterator[str]:
    """Of what somebody is named for, or what has a licence of its own, as it comes in the book."""
    seen: set[str] = set()
    for chapter in edition.content:
        for node in contents.media_in(chapter["tree"]):
            media = str((node.get("attrs") or {}).get("media"))
            known = edition.images.get(media)
            if known is None or media in seen:
                continue
            seen.add(media)
            line = _media_credit(edition, node, known)
            if line:
                yield line


def _media_credit(edition: Edition, node: dict[str, Any], known: dict[str, Any]) -> str:
    given, credit = node.get("attrs") or {}, said(known.get("credit", ""))
    own = known.get("licence", "")
    terms = licence(own).short if own and own != edition.licence else ""
    if not credit and not terms:
        return ""
    words = [given.get("caption"), given.get("alt"), known.get("alt")]
    named = next((said(clean_line(each)) for each in words if isinstance(each, str) and each), "")
    kinds = {"image": _("Picture"), "sound": _("Sound"), "film": _("Film")}
    name = _("“%(title)s”") % {"title": shortened(named)} if named else kinds[node["type"]]
    return _("%(name)s: %(credit)s") % {
        "name": name,
        "credit": ", ".join(filter(None, [credit, terms])),
    }


def shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME].rstrip()}…"


def _declaration(code: str) -> move_commons.Declaration:
    try:
        return move_commons.parse(code)
    except move_commons.NotADeclaration:
        return move_commons.parse("")


def _deed(code: str) -> str:
    return f"{settings.OPENWEEK_URL}{reverse('move_commons_deed', args=[code])}" if code else ""


def _cover(edition: Edition) -> str:
    cover = str(edition.dress.get("cover", ""))
    return cover if edition.image(cover) else ""


def _inks(dress: dict[str, Any]) -> tuple[str, str]:
    ground, doors = [*dress.get("inks", []), "", ""][:2]
    return ground, doors


def said(text: str) -> str:
    """Without what XML cannot carry."""
    return clean_xml(text).strip()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """What the software says inside a book of that language."""
    with translation.override(spoken_code(language)):
        yield


def spoken_code(language: str) -> str:
    return "en" if language.lower().startswith("en") else "fr"


def _language(code: str) -> str:
    return code if _LANGUAGE.fullmatch(code) else "fr"

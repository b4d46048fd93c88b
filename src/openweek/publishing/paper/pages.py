"""What stands on the pages of a printed edition, as plain data for the template."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openweek.look import typesetting
from openweek.look.covers import cover, press_of
from openweek.publishing.models import Edition
from openweek.publishing.paper import scripts
from openweek.publishing.paper.blocks import Writing
from openweek.publishing.paper.inks import inks_of
from openweek.publishing.paper.lines import Lines
from openweek.publishing.paper.pictures import Pictures
from openweek.publishing.paper.terms import Terms
from openweek.publishing.told import Told, ToldChapter, spoken, told
from openweek.writing.html.nodes import children

_LONGEST_RUNNING_HEAD = 60
_GLOSSARY = "glossary"


def said(edition: Edition, pictures: Pictures) -> tuple[dict[str, Any], dict[str, bytes]]:
    """For the template, and the drawings that it finds beside it."""
    about = told(edition)
    with spoken(about.language):
        return _data(edition, about, pictures), _drawings(edition, about)


def _data(edition: Edition, about: Told, pictures: Pictures) -> dict[str, Any]:
    terms = Terms([scripts.seen(entry.term) for entry in about.glossary])
    return {
        "title": _line(about.title),
        "subtitle": _line(about.subtitle),
        "summary": [_line(each) for each in about.summary.split("\n") if each.strip()],
        "language": about.language.split("-")[0].lower(),
        "running": _shortened(_line(about.title)["t"]),
        "authors": [scripts.seen(name) for name in about.credits],
        "place": scripts.seen(", ".join(filter(None, (about.place, about.city)))),
        "day": about.day,
        "address": {"url": about.address, "t": scripts.address(about.address)},
        "inks": inks_of(press_of(str(edition.book.identifier), about.inks)),
        "cover": pictures.cover(about.cover) if about.cover else None,
        "chapters": [_chapter(about, chapter, terms, pictures) for chapter in about.chapters],
        "glossary": _glossary(about, pictures),
        "colophon": _colophon(about),
        "words": _words(about),
    }


def _drawings(edition: Edition, about: Told) -> dict[str, bytes]:
    return {
        "cover.svg": _cover(edition, about).encode(),
        "qr.svg": typesetting.square(about.address, border=2),
        **{
            f"qr-{anchor}.svg": typesetting.square(f"{about.address}#{anchor}")
            for anchor in [*(chapter.anchor for chapter in about.chapters), _GLOSSARY]
        },
    }


def _cover(edition: Edition, about: Told) -> str:
    return cover(about.title, about.subtitle, str(edition.book.identifier), about.inks)


def _chapter(about: Told, chapter: ToldChapter, terms: Terms, pictures: Pictures) -> dict[str, Any]:
    terms.begin(chapter.anchor)
    lines = Lines(_base(about), terms)
    writing = Writing(lines, pictures, chapter.anchor)
    return {
        "title": _line(chapter.title),
        "running": _shortened(_line(chapter.title)["t"]),
        "numbered": _("Chapter %(number)d") % {"number": chapter.number},
        "anchor": chapter.anchor,
        "is_written": chapter.is_written,
        "prompts": [_line(prompt) for prompt in chapter.prompts],
        "blocks": list(writing.blocks(children(chapter.tree))) if chapter.is_written else [],
    }


def _glossary(about: Told, pictures: Pictures) -> dict[str, Any] | None:
    if not about.glossary:
        return None
    writing = Writing(Lines(_base(about), Terms([])), pictures, _GLOSSARY)
    return {
        "title": _line(about.glossary_title),
        "running": _shortened(_line(about.glossary_title)["t"]),
        "lead": list(writing.blocks(children(about.glossary_lead))),
        "entries": [
            {
                "term": _line(entry.term),
                "blocks": list(writing.blocks(children(entry.tree))),
                "found": [f"{chapter.anchor}-term-{place}" for chapter in about.chapters],
            }
            for place, entry in enumerate(about.glossary, start=1)
        ],
    }


def _colophon(about: Told) -> dict[str, Any]:
    named = [row.name for row in about.contributions]
    return {
        "contributions": [
            {"name": _line(row.name), "words": scripts.seen(row.words)}
            for row in about.contributions
        ],
        "others": [scripts.seen(name) for name in about.credits if name not in named],
        "licence": {
            "t": scripts.seen(about.licence.title),
            "short": about.licence.short,
            "url": about.licence.uri,
            "shown": scripts.address(about.licence.uri),
        },
        "sources": [
            {"words": _line(each.words), "url": each.url, "shown": scripts.address(each.url)}
            for each in about.sources
        ],
        "media": [_line(each) for each in about.media_credits],
        "move_commons": about.move_commons,
        "move_commons_url": about.move_commons_url,
        "move_commons_shown": scripts.address(about.move_commons_url),
    }


def _words(about: Told) -> dict[str, Any]:
    """What the book says of itself, in its own language."""
    return {
        "cover": _("Cover of “%(title)s”") % {"title": about.title},
        "contents": _("Contents"),
        "about": _("About this book"),
        "written_by": _("Written by"),
        "also": _("With, too"),
        "licence": _("Licence"),
        "may": _licence_in_words(about),
        "sources": _("What it carries on"),
        "media": _("Pictures, sound and film"),
        "move_commons": _("Principles (Move Commons)"),
        "edition": _("Edition %(number)d") % {"number": about.number},
        "published": _("Published"),
        "scan": _("This book on the web, to read on, listen, copy and carry on:"),
        "nobody_yet": _("Nobody has written here yet. One could tell:"),
        "pages": pgettext("glossary", "p."),
        "sound": _("Sound"),
        "film": _("Film"),
        "heard": _("What is heard"),
        "seen": _("What is seen and heard"),
        "listen": _("To listen to it, on the page of this book:"),
        "watch": _("To watch it, on the page of this book:"),
        "note": pgettext("call-out", "Note"),
        "tip": pgettext("call-out", "Tip"),
        "warning": pgettext("call-out", "Warning"),
        "type": _("Set in Atkinson Hyperlegible Next and Bricolage Grotesque."),
        "your_notes": _("Your notes"),
    }


def _licence_in_words(about: Told) -> str:
    """What somebody who holds the book may do with it, before any licence's name."""
    if about.licence.forbids_adaptations:
        return _("You may copy this book and give it away as it is, naming those who wrote it.")
    if about.licence.forbids_commerce:
        return _(
            "You may copy this book, give it away and change it, naming those who wrote it, "
            "as long as nobody sells it."
        )
    return _("You may copy this book, give it away and change it, naming those who wrote it.")


def _base(about: Told) -> str:
    return about.language.split("-")[0].lower()


def _line(words: str) -> dict[str, str]:
    shown = scripts.breakable(scripts.seen(words).strip())
    return {"t": shown, "dir": scripts.direction(shown) or "ltr"}


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST_RUNNING_HEAD:
        return words
    return words[:_LONGEST_RUNNING_HEAD].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

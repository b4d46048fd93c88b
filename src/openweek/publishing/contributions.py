"""Who put how much into a book: counted when it is published, said in words by each form."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openweek.ground.text import clean_line
from openweek.writing.queries import Made, PutIn, Saved, author_names, put_in

_SEVERAL = 2


@dataclass(frozen=True)
class Contribution:
    """Somebody, and how much of what is theirs, as a sentence without a full stop."""

    name: str
    words: str


def contributions_now(
    credited: Iterable[str], saved: Sequence[Saved], hands: Iterable[Made]
) -> list[dict[str, Any]]:
    """As an edition keeps them, in the order of its credits; who has no name counts as nobody.

    Chapters are numbered as in the edition's content, from 1.
    """
    names = author_names()
    found: dict[str, dict[str, Any]] = {}
    for number, authors in enumerate(put_in(saved, hands), start=1):
        for key, part in sorted(authors.items()):
            name = clean_line(names.get(key, ""))
            if name:
                _add(found.setdefault(name.casefold(), _nothing(name)), str(number), part)
    order = {name.casefold(): place for place, name in enumerate(credited)}
    rows = [row for row in found.values() if row["letters"] or row["media"]]
    return sorted(
        rows, key=lambda row: (order.get(row["name"].casefold(), len(order)), row["name"])
    )


def _nothing(name: str) -> dict[str, Any]:
    return {"name": name, "letters": 0, "media": {}, "chapters": {}}


def _add(row: dict[str, Any], chapter: str, part: PutIn) -> None:
    row["letters"] += part.letters
    row["media"] = dict(sorted((Counter(row["media"]) + part.media).items()))
    if part.letters or part.media:
        row["chapters"][chapter] = row["chapters"].get(chapter, 0) + part.letters


def said_of(rows: Iterable[dict[str, Any]], titles: dict[int, str]) -> list[Contribution]:
    """In the language that is active; ``titles`` of written chapters by their numbers."""
    return [Contribution(row["name"], _words(row, titles)) for row in rows]


def _words(row: dict[str, Any], titles: dict[int, str]) -> str:
    letters, media = int(row["letters"]), row["media"]
    where = _where([int(number) for number in row["chapters"]], titles)
    parts = []
    if letters:
        said = ngettext("%(count)s character", "%(count)s characters", letters)
        parts.append(said % {"count": number_format(letters, use_l10n=True, force_grouping=True)})
    parts += _media_words(media)
    if where and parts:
        parts[0] = f"{parts[0]} ({where})"
    return ", ".join(parts)


def _media_words(media: dict[str, int]) -> list[str]:
    pictures, sounds, films = (int(media.get(kind, 0)) for kind in ("image", "sound", "film"))
    said = [
        (pictures, ngettext("%(count)d picture", "%(count)d pictures", pictures)),
        (sounds, ngettext("%(count)d sound recording", "%(count)d sound recordings", sounds)),
        (films, ngettext("%(count)d film", "%(count)d films", films)),
    ]
    return [words % {"count": count} for count, words in said if count]


def _where(numbers: list[int], titles: dict[int, str]) -> str:
    theirs = [titles[number] for number in sorted(numbers) if number in titles]
    if len(theirs) == len(titles) > _SEVERAL:
        return _("in every chapter")
    return ", ".join(theirs)

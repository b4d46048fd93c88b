"""The kinds of challenges that a place may set, and what a corrected one would change in books."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openweek.challenges.models import Challenge
from openweek.commons.models import Format, FormatVersion
from openweek.commons.queries import (
    BookTemplate,
    ChapterTemplate,
    FormatRecipe,
    challenge_formats_of,
    challenge_recipes_to_adopt,
    chapters_of,
    template_from,
)
from openweek.place.models import Place


@dataclass(frozen=True)
class Kind:
    """A format of the place, or a recipe that it would take in, as somebody chooses it."""

    slug: str
    title: str
    purpose: str
    chapters: tuple[str, ...]  # their titles
    rules: str
    team_size: int | None
    mixes_institutions: bool
    feeds: str
    is_own: bool


@dataclass(frozen=True)
class Correction:
    """That the kind of a challenge has a newer version: its number, and what it would change."""

    version: int
    changes: list[str]


def kinds_of(place: Place) -> list[Kind]:
    """The place's own first; then what comes with the software and was not taken yet."""
    own = list(challenge_formats_of(place))
    taken = {each.slug for each in own}
    shipped = [each for each in challenge_recipes_to_adopt(place) if each.slug not in taken]
    return [_kind(each, is_own=True) for each in own] + [
        _kind(each, is_own=False) for each in shipped
    ]


def _kind(told: Format | FormatRecipe, *, is_own: bool) -> Kind:
    return Kind(
        slug=told.slug,
        title=told.title,
        purpose=told.purpose,
        chapters=tuple(each["title"] for each in told.chapters),
        rules=told.rules,
        team_size=told.team_size,
        mixes_institutions=told.mixes_institutions,
        feeds=told.feeds,
        is_own=is_own,
    )


def correction_of(challenge: Challenge) -> Correction | None:
    """None when the books of the challenge already are as its kind is now."""
    kind = challenge.format
    if kind is None or challenge.is_closed or kind.version == challenge.format_version:
        return None
    kept = FormatVersion.objects.filter(format=kind, number=challenge.format_version or 0).first()
    before = chapters_of(kept.content) if kept else ()
    changes = _changes(before, chapters_of(kind.content()))
    return Correction(kind.version, changes) if changes and kind.chapters else None


def corrected_template(challenge: Challenge) -> BookTemplate | None:
    """What the books of the challenge would follow: its kind as it is now."""
    kind = challenge.format
    return template_from(challenge.template, kind.content()) if kind and kind.chapters else None


def _changes(before: tuple[ChapterTemplate, ...], now: tuple[ChapterTemplate, ...]) -> list[str]:
    """In sentences, chapter by chapter."""
    was = {chapter.key: chapter for chapter in before}
    said = []
    for chapter in now:
        earlier = was.pop(chapter.key, None)
        if earlier is None:
            said.append(_("A new chapter: “%(title)s”.") % {"title": chapter.title})
            continue
        if earlier.title != chapter.title:
            said.append(
                _("“%(earlier)s” is now called “%(title)s”.")
                % {"earlier": earlier.title, "title": chapter.title}
            )
        if _asked(earlier) != _asked(chapter):
            said.append(_("“%(title)s” asks in other words.") % {"title": chapter.title})
    said += [
        _("“%(title)s” goes, except where somebody wrote something in it.")
        % {"title": chapter.title}
        for chapter in was.values()
    ]
    if not said and [chapter.key for chapter in before] != [chapter.key for chapter in now]:
        said.append(_("The chapters come in another order."))
    return said


def _asked(chapter: ChapterTemplate) -> tuple[object, ...]:
    """Spaces of another width ask nothing else."""
    said = [" ".join(words.split()) for words in (*chapter.prompts, chapter.example)]
    return said, chapter.media, chapter.kind

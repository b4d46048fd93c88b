"""What the published books of a challenge make of the format that they become a version of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from openweek.challenges.models import Challenge, Team
from openweek.challenges.queries.challenges import template_of
from openweek.commons.licences import UnknownLicence, licence, may_adapt
from openweek.commons.models import Format, FormatVersion
from openweek.commons.queries import FED_LINES, FED_TEXTS
from openweek.ground.authors import SOFTWARE
from openweek.publishing import queries as publishing_queries
from openweek.publishing.models import Edition
from openweek.writing.formats import markdown_of

Node = dict[str, Any]

_LONGEST = {"purpose": 300, "audience": 200}
_LONGEST_TEXT = 60_000
# What Markdown has no signs for is written as HTML, which a recipe does not understand: the words
# stay, the tags go. What somebody typed has a backslash before it.
_TAGS = re.compile(r"(?<!\\)</?(?:strong|em|s|code)>")
_BREAK = re.compile(r"(?<!\\)<br>")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_TEAM_HEADING, _DEEPEST_HEADING = 3, 6


class LicenceForbidsError(Exception):
    """What the books say may not stand in that format, nor the format under their licence."""


@dataclass(frozen=True)
class Composed:
    """The parts of a format as the books of a challenge have them, and whose they are."""

    parts: dict[str, str]
    authors: list[str]
    source: str  # where they can be read


@dataclass(frozen=True)
class Feeding:
    """What the page of a challenge says of it: the version that came out, or why there is none."""

    fed: Format
    version: int | None
    refusal: str


def feeding_of(challenge: Challenge) -> Feeding | None:
    """None when the books of the challenge become nothing else."""
    fed = challenge.feeds
    if fed is None:
        return None
    refusal = ""
    try:
        licence_of_next(fed, _codes(challenge))
    except LicenceForbidsError as forbidden:
        refusal = str(forbidden)
    version = last_fed(challenge, fed)
    return Feeding(fed, version.number if version else None, refusal)


def _codes(challenge: Challenge) -> set[str]:
    """The licences of its books; of the challenge, before there are any."""
    codes = set(challenge.teams.values_list("book__licence", flat=True))
    return codes or {challenge.licence or challenge.week.licence}


def licence_of_next(fed: Format, books: Iterable[str]) -> str:
    """Under which licence the next version may come, its own if possible.

    Raises :class:`LicenceForbidsError`, in words, when no licence of the two goes with both.
    """
    codes = sorted(books)
    try:
        own, theirs = licence(fed.licence), [licence(code) for code in codes]
    except UnknownLicence as unknown:
        raise LicenceForbidsError(_("One of their licences is not known here.")) from unknown
    if all(may_adapt(each, own) for each in theirs):
        return own.code
    for new in theirs:
        if may_adapt(own, new) and all(may_adapt(each, new) for each in theirs):
            return new.code
    raise LicenceForbidsError(
        _(
            "The books are under %(books)s, the recipe is under %(recipe)s: these licences do not "
            "go together in one text. The books stay books; the recipe stays as it is."
        )
        % {"books": ", ".join(each.short for each in theirs), "recipe": own.short}
    )


def last_fed(challenge: Challenge, fed: Format) -> FormatVersion | None:
    """The newest version that came out of the challenge, whoever wrote on from it since."""
    versions = fed.versions.filter(author_key=SOFTWARE.key, author_name=SOFTWARE.name)
    ours = versions.filter(content__source__in=sources_of(challenge))
    return ours.order_by("-number").first()


def sources_of(challenge: Challenge) -> list[str]:
    """Whatever a version that came out of the challenge may name as where it comes from."""
    return [address_of(challenge), *map(book_address, _teams(challenge))]


def editions_to_feed(challenge: Challenge) -> list[tuple[Team, Edition]]:
    """The newest edition of each book that was published and not taken back, in teams' order."""
    teams = [team for team in _teams(challenge) if team.book.withdrawn_at is None]
    newest: dict[int, Edition] = {}
    rows = Edition.objects.filter(book__in=[team.book_id for team in teams])
    for edition in rows.select_related("book__place").order_by("number"):
        newest[edition.book_id] = edition
    return [(team, newest[team.book_id]) for team in teams if team.book_id in newest]


def _teams(challenge: Challenge) -> list[Team]:
    return list(
        challenge.teams.filter(left_at=None)
        .select_related("book__place")
        .order_by("created_at", "pk")
    )


def address_of(challenge: Challenge) -> str:
    return f"{settings.OPENWEEK_URL}{challenge.url}"


def book_address(team: Team) -> str:
    book = team.book
    return f"{settings.OPENWEEK_URL}/{book.place.slug}/books/{book.slug}/"


def composed(challenge: Challenge) -> Composed:
    """Each part that at least one book has something for; the same books give the same parts."""
    editions = editions_to_feed(challenge)
    language = challenge.week.place.language
    template = template_of(challenge, language)
    feeds = {chapter.key: chapter.feeds for chapter in template.chapters}
    said: dict[str, list[tuple[str, str]]] = {}
    for team, edition in editions:
        for part, words in _parts_of(edition, feeds):
            said.setdefault(part, []).append((team.name, words))
    is_alone = len(editions) == 1
    return Composed(
        parts={part: _joined(part, told, is_alone=is_alone) for part, told in said.items()},
        authors=list(dict.fromkeys(name for _team, each in editions for name in each.credits)),
        source=book_address(editions[0][0]) if is_alone else address_of(challenge),
    )


def _parts_of(edition: Edition, feeds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What each chapter gives to which part; those that nobody wrote give nothing."""
    chapters = list(edition.book.chapters.all())
    by_title = {chapter.title: chapter.key for chapter in chapters}
    for place, told in enumerate(edition.content):
        nearby = chapters[place].key if place < len(chapters) else ""
        part = feeds.get(by_title.get(told["title"], nearby), "")
        words = _words(part, told["tree"], edition)
        if words:
            yield part, words


def _words(part: str, tree: Node, edition: Edition) -> str:
    if part in FED_LINES:
        return _first_words(tree, _LONGEST[part])
    return _markdown(tree, edition) if part in FED_TEXTS else ""


def _joined(part: str, told: list[tuple[str, str]], *, is_alone: bool) -> str:
    """A line is the first team's; texts follow one another, each under the name of its team."""
    if part in FED_LINES:
        return told[0][1]
    if is_alone:
        return "\n\n".join(words for _team, words in told)[:_LONGEST_TEXT]
    made, last = [], ""
    for team, words in told:
        made += [f"{'#' * _TEAM_HEADING} {_escaped(team)}"] if team != last else []
        made.append(words)
        last = team
    return "\n\n".join(made)[:_LONGEST_TEXT]


def _escaped(name: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", name)


# Words of a chapter


def _first_words(tree: Node, longest: int) -> str:
    """Its first paragraph, as far as whole sentences fit."""
    for node in tree.get("content") or []:
        words = " ".join(_text(node).split())
        if node.get("type") == "paragraph" and words:
            return _shortened(words, longest)
    return ""


def _text(node: Node) -> str:
    own = " " if node.get("type") == "hardBreak" else str(node.get("text", ""))
    return own + "".join(map(_text, node.get("content") or []))


def _shortened(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    ends = [found.start() + 1 for found in _SENTENCE_END.finditer(words[: longest + 1])]
    if ends:
        return words[: ends[-1]]
    return f"{words[: longest - 1].rpartition(' ')[0] or words[: longest - 1]}…"


def _markdown(tree: Node, edition: Edition) -> str:
    """Plain Markdown that somebody can go on from in a form; pictures stay in the book."""

    def address_of_media(media: str) -> str:
        return publishing_queries.image_address(edition, media)

    simple = {**tree, "content": list(_simple(tree.get("content") or [], edition))}
    made = markdown_of(simple, address_of=address_of_media, language=edition.book.language)
    return _HEADING.sub(_lower, _BREAK.sub(" ", _TAGS.sub("", made))).strip()


def _lower(found: re.Match[str]) -> str:
    """Below the name of the team, which is below the part's own title."""
    return f"{'#' * min(len(found[1]) + _TEAM_HEADING - 1, _DEEPEST_HEADING)} "


def _simple(nodes: Iterable[Node], edition: Edition) -> Iterator[Node]:
    """Without what a recipe card has no signs for: players become links, notes brackets."""
    for node in nodes:
        kind, attrs = node.get("type"), node.get("attrs") or {}
        if kind in {"sound", "film"}:
            yield from _instead_of(attrs, edition)
        elif kind == "footnote":
            yield {"type": "text", "text": f" ({attrs.get('text', '')})"}
        elif node.get("content"):
            inside = list(_simple(node["content"], edition))
            yield {**node, **_plainer(kind), "content": inside}
        else:
            yield node


def _plainer(kind: object) -> Node:
    plainer = {"callout": "blockquote", "taskList": "bulletList", "taskItem": "listItem"}
    return {"type": plainer[str(kind)], "attrs": {}} if kind in plainer else {}


def _instead_of(attrs: Node, edition: Edition) -> Iterator[Node]:
    """A link to a sound or film, and its words."""
    recording = publishing_queries.recording_of(edition, str(attrs.get("media", "")))
    name: Node = {
        "type": "text",
        "text": str(attrs.get("caption") or "") or _("Listen, or watch"),
    }
    if recording is not None:
        address = f"{settings.OPENWEEK_URL}{recording.address}"
        name["marks"] = [{"type": "link", "attrs": {"href": address}}]
    yield {"type": "paragraph", "content": [name]}
    if words := " ".join(str(attrs.get("words") or "").split()):
        said = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
        yield {"type": "blockquote", "content": [said]}

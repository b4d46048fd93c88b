"""The guide: the place's own pages, and those that come with the software."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from openweek.desk.models import GuidePage
from openweek.desk.rules import RESTORED_WITHIN
from openweek.desk.searching import Searched, search
from openweek.desk.shipped import Shipped, shipped_pages, spoken
from openweek.ground import clock
from openweek.place.models import Place

ASKED = 200  # letters of a question; nobody types more
FOUND = 20


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A question of the guide. ``is_own``: in the place's words; else it came with the software."""

    slug: str
    title: str
    language: str
    is_own: bool
    url: str


@dataclass(frozen=True, slots=True)
class GuideView:
    """One page of the guide, with its neighbours. ``stored`` for those of the place."""

    line: GuideLine
    text: str
    replaces: str
    stored: GuidePage | None
    previous: GuideLine | None
    next: GuideLine | None
    changed_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers what was asked, and the sentence of it that does."""

    line: GuideLine
    passage: SafeString


@dataclass(frozen=True, slots=True)
class _Page:
    line: GuideLine
    text: str
    words: str
    stored: GuidePage | None = None


def guide_lines(place: Place, language: str) -> list[GuideLine]:
    """The place's pages, then those of the software that it has not said in its own words."""
    return [page.line for page in _pages(place, language)]


def guide_view(place: Place, slug: str, language: str) -> GuideView | None:
    """The page of that address; None when there is none. One query."""
    pages = _pages(place, language)
    at = next((n for n, page in enumerate(pages) if _answers_to(page, slug)), None)
    if at is None:
        return None
    page = pages[at]
    stored = page.stored
    return GuideView(
        line=page.line,
        text=page.text,
        replaces=stored.replaces if stored else "",
        stored=stored,
        previous=pages[at - 1].line if at else None,
        next=pages[at + 1].line if at + 1 < len(pages) else None,
        changed_at=stored.changed_at if stored else None,
        by=stored.author_name if stored else "",
    )


def search_guide(place: Place, asked: str, language: str) -> list[Found]:
    """What answers that question, the best first: pages in the reader's language, and its own."""
    pages = {page.line.slug: page for page in _pages(place, language)}
    searched = [
        Searched(slug, page.line.title, page.words, page.text) for slug, page in pages.items()
    ]
    matches = search(searched, asked[:ASKED])[:FOUND]
    return [Found(pages[match.key].line, match.passage) for match in matches]


def removed_pages(place: Place) -> QuerySet[GuidePage]:
    """Those that can still be put back, the last removed first."""
    since = clock.now() - RESTORED_WITHIN
    rows = GuidePage.objects.filter(place=place, removed_at__gt=since)
    return rows.order_by("-removed_at")


def _pages(place: Place, language: str) -> list[_Page]:
    """All that somebody of that language is shown, in the order in which they are read."""
    rows = list(GuidePage.objects.filter(place=place, removed_at__isnull=True))
    theirs = spoken(language)
    # What the place wrote in the reader's language comes first, the rest of it next.
    rows.sort(key=lambda row: not row.language.startswith(theirs))
    root = reverse("guide", args=[place.slug])
    replaced = _replaced(rows, theirs)
    own = [_own(row, root) for row in rows if _is_shown(row, theirs)]
    return own + [
        _shipped(page, root) for page in shipped_pages(theirs) if page.slug not in replaced
    ]


def _replaced(rows: Iterable[GuidePage], language: str) -> set[str]:
    """A page in French stands in for the French one: those who read English keep theirs."""
    return {row.replaces for row in rows if row.replaces and row.language.startswith(language)}


def _is_shown(row: GuidePage, language: str) -> bool:
    return not row.replaces or row.language.startswith(language)


def _own(row: GuidePage, root: str) -> _Page:
    line = GuideLine(row.slug, row.title, row.language, is_own=True, url=f"{root}{row.slug}/")
    return _Page(line, row.text, row.words, row)


def _shipped(page: Shipped, root: str) -> _Page:
    line = GuideLine(page.slug, page.title, page.language, is_own=False, url=f"{root}{page.slug}/")
    return _Page(line, page.text, page.words)


def _answers_to(page: _Page, slug: str) -> bool:
    """By its own address, or by the one of the page that it stands in for."""
    return page.line.slug == slug or (page.stored is not None and page.stored.replaces == slug)

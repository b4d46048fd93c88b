"""What stands on the wall of wishes and offers, and who would like it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from openweek.ground.text import safe_slug
from openweek.programme.models import Interest, Kind, Session
from openweek.programme.queries.moments import programme_url
from openweek.week.models import Week

# So many that came true are shown, the newest first.
CAME_TRUE = 12
# So many that resemble what somebody is about to wish.
SIMILAR = 5
# Of the words of the shorter title, this part stands in the other one too.
ALIKE = 0.6
# Not absorbed by an offer, or by one that was taken out of the programme since.
UNMET = Q(met_by__isnull=True) | Q(met_by__deleted_at__isnull=False)
# Words that say nothing of a subject, in French and in English.
_EMPTY_WORDS = """
    a au aux avec ce ces d dans de des du en et l la le les mon ou par pour s sa sans ses si son sur
    un une vos vous y an and at for from how i in is it my of on or the to we with you your
    apprendre atelier cours decouvrir faire initiation introduction learn learning make workshop
    comment debuter
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Note:
    """A wish or an offer, as the wall shows it; ``name`` is of who wished or offers."""

    pk: int
    kind: str
    title: str
    summary: str
    name: str
    url: str
    count: int
    is_mine: bool

    @property
    def is_wish(self) -> bool:
        return self.kind == Kind.WISH


@dataclass(frozen=True, slots=True)
class Subject:
    """What several notes are about; without a name, those that say none."""

    name: str
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Wall:
    wishes: list[Subject] = field(default_factory=list)
    offers: list[Subject] = field(default_factory=list)
    came_true: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MeToo:
    """How many would like a session, and whether the one who asks is among them."""

    count: int
    is_mine: bool


def wall_of(week: Week, mine: Collection[int]) -> Wall:
    """Two queries, however long it is. ``mine`` are the numbers of the participant who asks."""
    shown = _counted(week, mine)
    open_ones = shown.filter(UNMET, kind__in=[Kind.WISH, Kind.OFFER])
    by_kind: dict[str, list[Session]] = defaultdict(list)
    for session in open_ones.order_by("-liked", "pk"):
        by_kind[session.kind].append(session)
    became = shown.filter(
        Q(kind=Kind.SESSION, changes__number__gt=1, changes__after__kind=Kind.SESSION)
    )
    root = programme_url(week)
    return Wall(
        wishes=_by_subject(root, by_kind[Kind.WISH]),
        offers=_by_subject(root, by_kind[Kind.OFFER]),
        came_true=[_note(root, each) for each in became.order_by("-pk")[:CAME_TRUE]],
    )


def _counted(week: Week, mine: Collection[int]) -> QuerySet[Any]:
    rows = Session.objects.filter(week=week, deleted_at__isnull=True, held_at__isnull=True)
    return rows.annotate(
        liked=Count("interests", distinct=True),
        liked_by_me=Count(
            "interests", filter=Q(interests__participant__in=list(mine)), distinct=True
        ),
    )


def _by_subject(root: str, sessions: Iterable[Session]) -> list[Subject]:
    """By name, then what says no subject; what differs only in case or accents is one subject."""
    found: dict[str, Subject] = {}
    for session in sessions:
        key = fold(session.track)
        found.setdefault(key, Subject(session.track, [])).notes.append(_note(root, session))
    return [found[key] for key in sorted(found, key=lambda key: (not key, key))]


def _note(root: str, session: Session) -> Note:
    return Note(
        pk=session.pk, kind=session.kind, title=session.title, summary=session.summary,
        name=session.facilitator or session.author_name, url=f"{root}{session.slug}/",
        count=getattr(session, "liked", 0), is_mine=bool(getattr(session, "liked_by_me", 0)),
    )  # fmt: skip


def similar_to(week: Week, title: str, mine: Collection[int]) -> list[Note]:
    """What of this week resembles that title, whatever its accents and capitals; one query."""
    words, root = _words(title), programme_url(week)
    rows = _counted(week, mine).filter(UNMET)
    titles = rows.order_by("pk").values_list("pk", "title")
    alike = [pk for pk, other in titles if _are_alike(title, words, other)][:SIMILAR]
    if not alike:
        return []
    return [_note(root, each) for each in rows.filter(pk__in=alike).order_by("-liked", "pk")]


def fold(text: str) -> str:
    return safe_slug(text, default="") or text.casefold()


def _words(title: str) -> frozenset[str]:
    return frozenset(fold(title).split("-")) - _EMPTY - {""}


def _are_alike(title: str, words: frozenset[str], other: str) -> bool:
    others = _words(other)
    if not words or not others:
        return fold(title) == fold(other)
    return len(words & others) / min(len(words), len(others)) >= ALIKE


def me_too_of(session: Session, mine: Collection[int]) -> MeToo:
    """One query."""
    counted = Interest.objects.filter(session=session).aggregate(
        all=Count("pk"), mine=Count("pk", filter=Q(participant__in=list(mine)))
    )
    return MeToo(count=counted["all"], is_mine=bool(counted["mine"]))


def offers_to_meet(week: Week) -> QuerySet[Session]:
    """Offers that wait."""
    return Session.objects.filter(
        week=week, kind=Kind.OFFER, deleted_at__isnull=True, held_at__isnull=True
    ).order_by("title", "pk")

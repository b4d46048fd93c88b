"""Everything that was written in a week, page by page, and what was taken out of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.aggregates import Count
from django.db.models.functions import RowNumber

from openweek.ground import clock
from openweek.place.models import Capability
from openweek.programme import rules
from openweek.programme.models import Batch, Change, Session
from openweek.programme.selection import Selection
from openweek.week.models import Week
from openweek.week.rules import WeekAccess

ON_A_PAGE = 50
# Of a batch, so many changes are shown at once; its own page has all of them.
SHOWN_OF_A_BATCH = 10


@dataclass
class Entry:
    """A change, or a whole batch of them, of which ``change`` is the last that may be seen."""

    change: Change
    batch: Batch | None = None
    parts: list[Change] = field(default_factory=list)
    count: int = 1

    @property
    def changes(self) -> list[Change]:
        return self.parts or [self.change]

    @property
    def others(self) -> int:
        return self.count - len(self.parts)


@dataclass(frozen=True)
class Page:
    """``older`` continues it: the number below which the next page begins."""

    entries: list[Entry]
    older: int | None

    @property
    def changes(self) -> list[Change]:
        return [change for entry in self.entries for change in entry.changes]


def history_page(access: WeekAccess, chosen: Selection, before: int | None = None) -> Page:
    """The newest first; at most five queries. A batch is one entry, unless it was chosen."""
    rows = chosen.changes(access.week).filter(rules.seen_changes(access))
    shown = rows.select_related("session", "batch", "undoes").order_by("-pk")
    if chosen.batch is None:
        last_of_each = rows.filter(batch__isnull=False).order_by().values("batch")
        newest = last_of_each.annotate(newest=Max("pk")).values("newest")
        shown = shown.filter(Q(batch__isnull=True) | Q(pk__in=newest))
    if before is not None:
        shown = shown.filter(pk__lt=before)
    found = list(shown[: ON_A_PAGE + 1])
    entries = [_entry(change, chosen) for change in found[:ON_A_PAGE]]
    _unfold(entries, rows)
    return Page(entries, found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None)


def _entry(change: Change, chosen: Selection) -> Entry:
    return Entry(change, batch=None if chosen.batch is not None else change.batch)


def _unfold(entries: Iterable[Entry], rows: QuerySet[Change]) -> None:
    batched = {entry.batch.pk: entry for entry in entries if entry.batch is not None}
    if not batched:
        return
    theirs = rows.filter(batch__in=batched)
    counts = Counter(dict(theirs.order_by().values_list("batch").annotate(Count("pk"))))
    place = Window(RowNumber(), partition_by=F("batch"), order_by="pk")
    first = theirs.annotate(place=place).filter(place__lte=SHOWN_OF_A_BATCH)
    parts: dict[int | None, list[Change]] = defaultdict(list)
    for change in first.select_related("session").order_by("pk"):
        parts[change.batch_id].append(change)
    for pk, entry in batched.items():
        entry.count, entry.parts = counts[pk], parts[pk]


def newest_in(week: Week) -> int:
    """The number below which nothing is new."""
    return Change.objects.filter(week=week).aggregate(newest=Max("pk"))["newest"] or 0


def author_behind(access: WeekAccess, change: int) -> Selection | None:
    """All of whoever made that change, if it may be seen.

    Who proposes without an account changes it later by a private link: that is the same author.
    """
    rows = Change.objects.filter(rules.seen_changes(access), week=access.week, pk=change)
    found = rows.values_list("author_key", "author_name").first()
    if found is None:
        return None
    key, name = found
    return Selection(author_keys=_keys_of(access.week, key), author_name=name)


def _keys_of(week: Week, key: str) -> tuple[str, ...]:
    if key.startswith("c:"):
        number = key.split(":")[1]
        link = Capability.objects.filter(kind=rules.LINK, pk=number).values_list("subject")
        subject = str((link.first() or ("",))[0]).rpartition(":")[2] or 0
        proposed = Session.objects.filter(week=week, pk=subject).values_list("author_key")
        key = (proposed.first() or ("",))[0] or key
    if not key.startswith("a:"):
        return (key,)
    theirs = Session.objects.filter(week=week, author_key=key)
    links = Capability.objects.filter(
        kind=rules.LINK, subject__in=[rules.link_subject(session) for session in theirs.only("pk")]
    )
    return (key, *(f"c:{pk}" for pk in links.order_by("pk").values_list("pk", flat=True)))


@dataclass(frozen=True)
class Removed:
    """A session that was taken out, and the change that did it."""

    session: Session
    removal: Change | None


def removed_sessions(week: Week, before: int | None = None) -> tuple[list[Removed], int | None]:
    """What was taken out lately and can be put back, the last first; two queries a page."""
    since = clock.now() - rules.KEPT_FOR
    rows = Session.objects.filter(week=week, deleted_at__gt=since).order_by("-deleted_at", "-pk")
    if before is not None:
        mark = Session.objects.filter(pk=before).values("deleted_at")[:1]
        rows = rows.filter(Q(deleted_at__lt=mark) | Q(deleted_at=mark, pk__lt=before))
    found = list(rows[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    removals = Change.objects.filter(
        session__in=[session.pk for session in shown], after__deleted=True
    )
    last = {change.session_id: change for change in removals.order_by("number")}
    older = shown[-1].pk if len(found) > ON_A_PAGE else None
    return [Removed(session, last.get(session.pk)) for session in shown], older

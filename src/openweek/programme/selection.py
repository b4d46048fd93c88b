"""Which changes somebody looks at, or takes back: of an author, of a period, up to a moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from openweek.programme.models import Change
from openweek.week.models import Week


@dataclass(frozen=True)
class Selection:
    """All that is given must be so; an empty one is everything.

    One author may have several keys: their browser's, and those of the private links to what they
    proposed. Those of whom nothing is known share an empty key, and are told apart by name.
    """

    author_keys: tuple[str, ...] = ()
    author_name: str = ""
    since: datetime | None = None
    # This moment itself is no longer of the period.
    until: datetime | None = None
    # Of those only who wrote without an account.
    passers_by: bool = False
    batch: int | None = None
    # Nothing after this change: what a page showed is what is done.
    upto: int | None = None

    @property
    def has_period(self) -> bool:
        return self.since is not None or self.until is not None or self.passers_by

    def changes(self, week: Week) -> QuerySet[Change]:
        rows = Change.objects.filter(week=week)
        if self.author_keys:
            rows = rows.filter(author_key__in=self.author_keys)
        if self.author_keys == ("",):
            rows = rows.filter(author_name=self.author_name)
        if self.since is not None:
            rows = rows.filter(at__gte=self.since)
        if self.until is not None:
            rows = rows.filter(at__lt=self.until)
        if self.passers_by:
            rows = rows.exclude(author_key__startswith="p:")
        if self.batch is not None:
            rows = rows.filter(batch=self.batch)
        if self.upto is not None:
            rows = rows.filter(pk__lte=self.upto)
        return rows

    def about(self) -> dict[str, Any]:
        """As a batch remembers it."""
        return {
            "authors": list(self.author_keys),
            "name": self.author_name,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "passers_by": self.passers_by,
        }

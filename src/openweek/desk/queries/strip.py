"""What stands at the head of each page of a place, read at once: every page pays for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from openweek.desk.models import Acknowledgement, HouseRules
from openweek.desk.queries.notices import AT_ONCE, live
from openweek.ground import clock
from openweek.place.models import Place

COLUMNS = ("is_rules", "urgent", "since", "which", "said", "further")


@dataclass(frozen=True, slots=True)
class StripLine:
    """A notice in a line; ``more`` says that there is more about it at ``url``."""

    text: str
    more: bool
    is_urgent: bool
    url: str


@dataclass(frozen=True, slots=True)
class Unread:
    """The rules in force, which this reader has not read. ``change`` says what is new in them."""

    number: int
    change: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The notices of now, the urgent ones first, then the newest; and rules still to be read."""

    notices: list[StripLine]
    rules: Unread | None


def strip_now(place: Place, *, reader: str) -> Strip:
    """For that reader (an author's key), or "" for one who is to read no rules here. One query."""
    now = clock.now()
    shown = live(place).filter(starts_at__lte=now, ends_at__gt=now)
    if not reader:
        # Nearly everybody: they are spared the columns that it takes to read both at once.
        plain = shown.order_by("-is_urgent", "-starts_at", "-pk")
        rows = plain.values_list("is_urgent", "pk", "text", "more")[:AT_ONCE]
        return Strip(_lines(place, rows), rules=None)
    notices = shown.annotate(
        is_rules=Value(False, BooleanField()),
        urgent=F("is_urgent"),
        since=F("starts_at"),
        which=F("pk"),
        said=Cast("text", TextField()),
        further=F("more"),
    )
    found = notices.order_by().values_list(*COLUMNS).union(_unread(place, reader), all=True)
    both = list(found.order_by("-is_rules", "-urgent", "-since", "-which")[: AT_ONCE + 1])
    told = [Unread(number, change) for is_rules, _, _, number, change, _ in both if is_rules]
    notes = [
        (urgent, number, text, more) for rule, urgent, _, number, text, more in both if not rule
    ]
    return Strip(_lines(place, notes[:AT_ONCE]), rules=told[0] if told else None)


def _lines(place: Place, rows: Iterable[tuple[bool, int, str, str]]) -> list[StripLine]:
    root = reverse("notices", args=[place.slug])
    return [
        StripLine(text, bool(more), urgent, f"{root}#notice-{number}")
        for urgent, number, text, more in rows
    ]


def _unread(place: Place, reader: str) -> QuerySet[HouseRules, tuple[Any, ...]]:
    """The newest version, unless they have read it; in the columns of notices."""
    newer = HouseRules.objects.filter(place=place, number__gt=OuterRef("number"))
    read = Acknowledgement.objects.filter(rules=OuterRef("pk"), reader=reader)
    return (
        HouseRules.objects.filter(~Exists(newer), ~Exists(read), place=place)
        .order_by()
        .annotate(
            is_rules=Value(True, BooleanField()),
            urgent=Value(True, BooleanField()),
            since=F("at"),
            which=F("number"),
            said=Cast("change", TextField()),
            further=Value("", TextField()),
        )
        .values_list(*COLUMNS)
    )

"""The rules of the house: the version in force, the older ones, and who has read which."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from openweek.desk.models import Acknowledgement, HouseRules
from openweek.ground.differences import Patience
from openweek.place.models import Membership, Place


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The newest version. ``change`` says in a sentence what is new in it."""

    pk: int
    number: int
    text: str
    change: str
    at: datetime
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """The version in force, and whether somebody has read it."""

    number: int
    change: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """Who has read the version in force. Of the others than members, only how many."""

    read: tuple[str, ...]
    not_yet: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two versions laid side by side: kept, added or removed."""

    kind: str
    text: str


def rules_in_force(place: Place) -> RulesInForce | None:
    """None as long as the place has written none. One query."""
    row = HouseRules.objects.filter(place=place).order_by("-number").first()
    if row is None:
        return None
    return RulesInForce(
        pk=row.pk,
        number=row.number,
        text=row.text,
        change=row.change,
        at=row.at,
        by=row.author_name,
        url=reverse("rules", args=[place.slug]),
    )


def told_now(place: Place, *, reader: str) -> Told | None:
    """Whether that reader (an author's key, or ``visits.visit:12``) has read them. One query."""
    read = Acknowledgement.objects.filter(rules=OuterRef("pk"), reader=reader)
    row = (
        HouseRules.objects.filter(place=place)
        .order_by("-number")
        .annotate(is_read=Exists(read))
        .values_list("number", "change", "is_read")
        .first()
    )
    return Told(*row) if row else None


def rules_versions(place: Place) -> list[HouseRules]:
    """The newest first."""
    return list(HouseRules.objects.filter(place=place).order_by("-number"))


def rules_version(place: Place, number: int) -> HouseRules | None:
    """Also an old one; None when there is none of that number."""
    return HouseRules.objects.filter(place=place, number=number).first()


def readers_of_rules(place: Place) -> Readers:
    """Names of members only; two queries, and one more for those who are no member."""
    rules = HouseRules.objects.filter(place=place).order_by("-number").first()
    people = (
        Membership.objects.filter(place=place, person__is_active=True)
        .order_by("person__name")
        .values_list("person_id", "person__name")
    )
    keys = {f"p:{number}": name for number, name in people}
    given = set(
        Acknowledgement.objects.filter(rules=rules).values_list("reader", flat=True)
        if rules
        else []
    )
    return Readers(
        read=tuple(name for key, name in keys.items() if key in given),
        not_yet=tuple(name for key, name in keys.items() if key not in given),
        others=len(given - set(keys)),
    )


def unread_rules_count(place: Place) -> int:
    """How many members have not read the version in force; 0 as long as there is none."""
    if not HouseRules.objects.filter(place=place).exists():
        return 0
    return len(readers_of_rules(place).not_yet)


def compared(old: str, new: str) -> list[Line]:
    """Two versions line by line, with a bounded effort."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[Line] = []
    for verb, a, b, c, d in Patience().opcodes(before, after):
        if verb == "equal":
            lines += [Line("kept", text) for text in before[a:b]]
            continue
        lines += [Line("removed", text) for text in before[a:b]]
        lines += [Line("added", text) for text in after[c:d]]
    return lines

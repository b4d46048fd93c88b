"""Reads of people, places, links and letters."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

from openweek.ground import clock
from openweek.ground.secrets import digest
from openweek.place import letters as letters_of
from openweek.place.models import (
    Capability,
    Letter,
    Membership,
    Person,
    Place,
    Role,
    Room,
    SmallTask,
)
from openweek.place.rules import ORDER, belongs_here_alone


def live_capabilities() -> QuerySet[Capability]:
    """Those neither revoked nor expired, of people who still have an account."""
    now = clock.now()
    return Capability.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        Q(person__isnull=True) | Q(person__is_active=True),
        revoked_at__isnull=True,
    )


def capability_for(secret: str, *, kind: str) -> Capability | None:
    """The capability that this secret opens, if it still opens anything."""
    return (
        live_capabilities()
        .filter(digest=digest(secret), kind=kind)
        .select_related("place", "person")
        .first()
    )


def opened_by(secret: str, *, kind: str) -> tuple[int, str] | None:
    """Of that capability no more than its number and the row that it opens."""
    rows = live_capabilities().filter(digest=digest(secret), kind=kind)
    return rows.values_list("pk", "subject").first()


def held(capability_ids: Iterable[int], *, kind: str, subject: str) -> Capability | None:
    """One of those held in this browser that still opens that row."""
    return (
        live_capabilities().filter(pk__in=list(capability_ids), kind=kind, subject=subject).first()
    )


def held_subjects(capability_ids: Iterable[int], *, kind: str) -> list[str]:
    """What the links of that kind open, of those that this browser holds."""
    rows = live_capabilities().filter(pk__in=list(capability_ids), kind=kind)
    return list(rows.values_list("subject", flat=True))


# Alphabetical order would put a contributor before a coworker.
_BY_ROLE = Case(
    *(When(role=role, then=Value(rank)) for rank, role in enumerate(ORDER)),
    output_field=IntegerField(),
)


def members(place: Place) -> QuerySet[Membership]:
    """From the concierge to the visitors, then by name."""
    return place.memberships.select_related("person").order_by(_BY_ROLE, "person__name")


def member(place: Place, handle: str) -> Membership | None:
    return place.memberships.select_related("person", "place").filter(person__handle=handle).first()


def members_everywhere() -> list[tuple[Place, list[Membership]]]:
    """Each place with its people: only a demonstration shows that to anybody."""
    rows = Membership.objects.select_related("place", "person").order_by(
        "place__name", "place_id", _BY_ROLE, "person__name"
    )
    return [(place, list(those)) for place, those in groupby(rows, key=lambda row: row.place)]


def somebody_with_a_part(handle: str) -> Person | None:
    """Of that very handle, active, and of some place."""
    people = Person.objects.filter(handle=handle, is_active=True, memberships__isnull=False)
    return people.distinct().first()


def access_papers(place: Place, person: Person) -> QuerySet[Capability]:
    """Those that still open, the newest first."""
    return live_capabilities().filter(kind="access", place=place, person=person).order_by("-id")


def access_paper(secret: str) -> Capability | None:
    """The paper that this secret stands on, if it still signs its person in."""
    paper = capability_for(secret, kind="access")
    if paper is None or paper.person is None:
        return None
    # Somebody who has since been given a part elsewhere is not opened there by this place's paper.
    return paper if belongs_here_alone(paper.place, paper.person) else None


def parts_of(person: Person) -> QuerySet[Membership]:
    """What somebody is at which place."""
    return person.memberships.select_related("place").order_by("place__name")


def rooms(place: Place) -> QuerySet[Room]:
    return place.rooms.all()


def places() -> QuerySet[Place]:
    return Place.objects.order_by("name")


def letters(place: Place) -> QuerySet[Letter]:
    """The newest first. Those with a sign-in code belong to no place: only a demonstration shows
    them, since elsewhere whoever reads them could enter in another's name.
    """
    theirs = Q(place=place)
    if settings.OPENWEEK_DEMONSTRATION:
        theirs |= Q(place__isnull=True)
    # One that was forgotten has nothing left to read.
    return Letter.objects.filter(theirs).exclude(subject="", text="").order_by("-id")


def letters_in_trouble(place: Place) -> int:
    """How many could not leave, though they were tried."""
    rows = Letter.objects.filter(place=place, sent_at__isnull=True)
    return rows.exclude(trouble="").count()


def who_stopped(place: Place, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to which the place writes no more, by their owners' wish."""
    return letters_of.who_stopped(place, addresses)


def person_named(name: str) -> Person | None:
    """By handle or by mail address, as somebody at the command line would say it."""
    return Person.objects.filter(Q(handle=name) | Q(email__iexact=name)).first()


@dataclass(frozen=True)
class DeskCard:
    """Something that waits for the concierge, said in a sentence with its number."""

    title: str
    words: str
    href: str
    icon: str = "right"


_on_desk: list[Callable[[Place], Iterable[DeskCard]]] = []


def lay_on_desk(cards: Callable[[Place], Iterable[DeskCard]]) -> None:
    """Say, once, when the application starts, what a room above has for the concierge's desk."""
    _on_desk.append(cards)


def desk_cards(place: Place) -> list[DeskCard]:
    return [card for cards in _on_desk for card in cards(place)]


def home_of(person: Person) -> str:
    """The address where somebody who has just signed in begins: their place, or all of them."""
    rows = list(Membership.objects.filter(person=person).values_list("place__slug", "role")[:2])
    if len(rows) != 1:
        return "/"
    slug, role = rows[0]
    return f"/{slug}/desk/" if role == Role.CONCIERGE else f"/{slug}/"


@dataclass(frozen=True)
class TaskSubject:
    """What a small task is for, in words and by its address."""

    title: str
    href: str
    # It lies behind us: nobody need lend a hand any more.
    is_over: bool = False


SayKind = Callable[[Model], Mapping[int, TaskSubject]]
_subjects: dict[str, SayKind] = {}


def say_subjects(kind: str, say: SayKind) -> None:
    """Say, once, when the application starts, what tasks of that kind of row are for.

    ``kind`` is as in ``programme.session``; ``say`` gives, by their number, the rows of that kind
    that anybody may see within another row, such as a week.
    """
    _subjects[kind] = say


def subjects_within(row: Model) -> dict[str, TaskSubject]:
    """By the name that a task's ``subject`` has."""
    return {
        f"{kind}:{number}": said
        for kind, say in _subjects.items()
        for number, said in say(row).items()
    }


def tasks_to_see(place: Place, person: Person | None) -> QuerySet[SmallTask]:
    """Those on the board, and those that somebody keeps for themselves when it is they who ask."""
    mine = Q(is_private=True, owner=person) if person is not None else Q(pk=None)
    rows = SmallTask.objects.filter(place=place, removed_at__isnull=True)
    return rows.filter(Q(is_private=False) | mine)


@dataclass(frozen=True)
class TasksDone:
    """How many small tasks were done, and never by whom."""

    total: int
    # By code of Size; "" where none was said.
    by_size: dict[str, int]
    # By those who have a part in the place as more than visitors, and by everybody else.
    by_regulars: int
    by_visitors: int
    thanked: int


def tasks_done(place: Place, since: datetime, until: datetime) -> TasksDone:
    """Of all that were done from ``since`` until before ``until``, private ones too."""
    rows = list(
        SmallTask.objects.filter(
            place=place, done_at__gte=since, done_at__lt=until, removed_at__isnull=True
        ).values_list("size", "claimed_key", "thanked_at")
    )
    regulars = {
        f"p:{number}"
        for number in Membership.objects.filter(place=place)
        .exclude(role=Role.VISITOR)
        .values_list("person_id", flat=True)
    }
    by_regulars = sum(key in regulars for _size, key, _thanked in rows)
    return TasksDone(
        total=len(rows),
        by_size=dict(Counter(size for size, _key, _thanked in rows)),
        by_regulars=by_regulars,
        by_visitors=len(rows) - by_regulars,
        thanked=sum(thanked is not None for _size, _key, thanked in rows),
    )


def tasks_to_thank_for(place: Place) -> int:
    """How many of the board were done, and nobody has said thank you yet."""
    rows = tasks_to_see(place, None).filter(done_at__isnull=False, thanked_at__isnull=True)
    return rows.count()

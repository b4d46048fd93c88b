"""Reads of people, places, links and letters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from openweek.ground import clock
from openweek.ground.secrets import digest
from openweek.place.models import Capability, Letter, Membership, Person, Place, Role, Room
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


def person_named(name: str) -> Person | None:
    """By handle or by mail address, as somebody at the command line would say it."""
    return Person.objects.filter(Q(handle=name) | Q(email__iexact=name)).first()


@dataclass(frozen=True)
class DeskCard:
    """Something that the concierge may want to open from the desk."""

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

"""Who is asking, and what they may do at a place."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest

from openweek.ground.authors import Author
from openweek.place.models import Membership, Person, Place, Role

# From the most to the least; a role may do what those after it may.
ORDER = [Role.CONCIERGE, Role.COWORKER, Role.CONTRIBUTOR, Role.VISITOR]

# Addresses below a place that a week can't have, and those at the top that a place can't have.
RESERVED_UNDER_PLACE = frozenset(
    {
        "formats",
        "books",
        "desk",
        "source",
        "news",
        "people",
        "texts",
        "rooms",
        "weeks",
        "source.git",
        "guide",
        "help",
        "here",
        "letters",
        "notices",
        "partners",
        "rules",
        "stream",
        "wall",
    }
)
RESERVED_AT_TOP = frozenset(
    {
        "about", "account", "api", "demo", "enter", "favicon.ico", "healthz", "language", "live",
        "look", "media", "metrics", "move-commons", "my-name", "published", "robots.txt", "sign-in",
        "sign-out", "static", "texts",
    }
)  # fmt: skip


def is_at_least(role: str, needed: str) -> bool:
    """Whether somebody of ``role`` ("" for nobody in particular) may do what ``needed`` may."""
    if not role:
        return False
    return ORDER.index(Role(role)) <= ORDER.index(Role(needed))


@dataclass(frozen=True)
class Who:
    """Who is asking: computed once per request, as ``request.who``."""

    person: Person | None = None
    author: Author = field(default_factory=Author)
    capability_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PlaceAccess:
    """A place, and what the one who asks is and may do there."""

    place: Place
    who: Who
    role: str

    @property
    def person(self) -> Person | None:
        return self.who.person

    @property
    def author(self) -> Author:
        return self.who.author

    def is_at_least(self, needed: str) -> bool:
        return is_at_least(self.role, needed)

    @property
    def may_manage(self) -> bool:
        """Change the place, its people, its weeks."""
        return self.is_at_least(Role.CONCIERGE)

    @property
    def may_see_people(self) -> bool:
        return self.is_at_least(Role.COWORKER)


def who_asks(request: HttpRequest) -> Who:
    """The one answer to "who is it" that every view takes from."""
    who: Who = request.who  # type: ignore[attr-defined]  # set by place.middleware.who
    return who


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is in a place, and whether they see who is expected; read at once."""

    role: str = ""
    keeps_desk: bool = False


def part_in(place: Place, person: Person | None) -> Part:
    """The empty part for somebody who has none in the place."""
    if person is None or not person.is_active:
        return Part()
    rows = Membership.objects.filter(place=place, person=person)
    row = rows.values_list("role", "keeps_desk").first()
    if row is None:
        return Part()
    role, was_given = row
    return Part(role, role == Role.CONCIERGE or (role == Role.COWORKER and was_given))


def role_at(place: Place, person: Person | None) -> str:
    """Empty for somebody who has no part in the place."""
    return part_in(place, person).role


def access_place(who: Who, slug: str) -> PlaceAccess:
    """The only way in which a place reaches a view. Http404 when there is none of that name."""
    try:
        place = Place.objects.get(slug=slug)
    except Place.DoesNotExist as nothing:
        raise Http404(f"no place {slug}") from nothing
    return PlaceAccess(place=place, who=who, role=role_at(place, who.person))


def keeps_desk(place: Place, person: Person | None) -> bool:
    """Whether somebody sees who is expected: the concierges, and coworkers to whom they gave it."""
    return part_in(place, person).keeps_desk


def belongs_here_alone(place: Place, person: Person) -> bool:
    """Whether this place is the only one that the person has a part in.

    A paper signs somebody in whole: a concierge who could print one for people of other places
    would enter there in their name.
    """
    return set(person.memberships.values_list("place_id", flat=True)) == {place.pk}


def is_last_concierge(membership: Membership) -> bool:
    """Nobody could open the place's doors any more without them."""
    if membership.role != Role.CONCIERGE:
        return False
    others = Membership.objects.filter(
        place=membership.place_id, role=Role.CONCIERGE, person__is_active=True
    )
    return not others.exclude(pk=membership.pk).exists()

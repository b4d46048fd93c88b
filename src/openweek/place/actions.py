"""Every change to a place, its people and what opens its doors."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.ground.models import Event
from openweek.ground.secrets import digest, new_secret
from openweek.ground.text import safe_slug
from openweek.place import letters, tasks
from openweek.place.models import Capability, Membership, Person, Place, Role, Room
from openweek.place.rules import RESERVED_AT_TOP, belongs_here_alone, is_last_concierge

ACCESS_LASTS = timedelta(days=30)
# The deadline on which the rooms above forget somebody, when their pens have long dropped.
FORGET_PERSON = "place.forget_person"
PENS_DROP_WITHIN = timedelta(seconds=15)

# The verbs of letters, offered to the rooms above beside the others.
write_letter = letters.write_letter
forget_letters = letters.forget_letters
forget_these_letters = letters.forget_these_letters
forgotten_address = letters.forgotten_address
greeting_name = letters.greeting_name
has_address = letters.has_address
may_send = letters.may_send
mailbox = letters.mailbox


class PlaceDetails(TypedDict, total=False):
    """What a place says of itself."""

    tagline: str
    description: str
    address: str
    city: str
    insee_code: str
    how_to_come: str
    timezone: str
    language: str
    ink_ground: str
    ink_doors: str


class RoomDetails(TypedDict, total=False):
    """What a room is and offers."""

    name: str
    seats: int | None
    features: list[str]
    is_shared: bool


class LastConcierge(Exception):
    """The place would have nobody left to keep it."""


class BelongsElsewhere(Exception):
    """The person has a part in another place, whose doors a paper of this one would open."""


@transaction.atomic
def create_place(
    *, name: str, by: Author, slug: str = "", **details: Unpack[PlaceDetails]
) -> Place:
    taken = set(Place.objects.values_list("slug", flat=True)) | RESERVED_AT_TOP
    place = Place.objects.create(
        name=name, slug=safe_slug(slug or name, taken=taken), created_at=clock.now(), **details
    )
    events.record("place.place_created", by=by, subject=place, place_id=place.pk)
    return place


@transaction.atomic
def change_place(*, place: Place, by: Author, name: str, **details: Unpack[PlaceDetails]) -> None:
    changed = {"name": name, **details}
    for field, value in changed.items():
        setattr(place, field, value)
    place.save(update_fields=list(changed))
    events.record(
        "place.place_changed",
        by=by,
        subject=place,
        place_id=place.pk,
        data={"fields": sorted(changed)},
    )


@transaction.atomic
def add_room(
    *,
    place: Place,
    name: str,
    by: Author,
    seats: int | None = None,
    features: list[str] | None = None,
    is_shared: bool = False,
    position: int | None = None,
) -> Room:
    """The last one, unless its ``position`` (0 is first) is said."""
    taken = set(place.rooms.values_list("slug", flat=True))
    room = Room.objects.create(
        place=place,
        name=name,
        slug=safe_slug(name, taken=taken),
        seats=seats,
        features=features or [],
        is_shared=is_shared,
        position=len(taken),
    )
    if position is not None:
        _put_in_order(room, position)
    events.record("place.room_added", by=by, subject=room, place_id=place.pk)
    return room


@transaction.atomic
def change_room(
    *, room: Room, by: Author, position: int | None = None, **details: Unpack[RoomDetails]
) -> None:
    """Its address stays. A room above may refuse, in a ValidationError that says why."""
    for field, value in details.items():
        setattr(room, field, value)
    room.save(update_fields=list(details))
    if position is not None:
        _put_in_order(room, position)
    for follow in _when_room_changed:
        follow(room)
    events.record(
        "place.room_changed", by=by, subject=room, place_id=room.place_id,
        data={"fields": sorted(details)},
    )  # fmt: skip


def _put_in_order(room: Room, position: int) -> None:
    others = list(Room.objects.filter(place=room.place_id).exclude(pk=room.pk))
    for number, each in enumerate([*others[:position], room, *others[position:]]):
        if each.position != number:
            each.position = number
            each.save(update_fields=["position"])


FollowRoom = Callable[[Room], None]
_when_room_changed: list[FollowRoom] = []


def when_room_changed(follow: FollowRoom) -> None:
    """Say, once, when the application starts, what a room above does when a place's room changes.

    It is called in the transaction that changes it, and may refuse with a ValidationError.
    """
    _when_room_changed.append(follow)


@transaction.atomic
def add_person(
    *,
    place: Place,
    name: str,
    role: str,
    by: Author,
    email: str | None = None,
    language: str = "",
    once: str = "",
) -> Person:
    """Give somebody a part in the place; one who has an account already keeps it and its name.

    Sent twice with the same ``once``, it adds them once and answers twice.
    """
    sent_before = Membership.objects.filter(place=place, once=once).first() if once else None
    if sent_before:
        return sent_before.person
    person = Person.objects.filter(email__iexact=email).first() if email else None
    if person is None:
        taken = set(Person.objects.values_list("handle", flat=True))
        person = Person.objects.create_user(safe_slug(name, taken=taken), name, email)
        person.language = language or place.language
        person.save(update_fields=["language"])
    membership, _ = Membership.objects.update_or_create(
        place=place,
        person=person,
        defaults={"role": Role(role)},
        create_defaults={"role": Role(role), "since": clock.now(), "once": once or None},
    )
    events.record(
        "place.person_added", by=by, subject=membership, place_id=place.pk, data={"role": role}
    )
    return person


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: Author) -> None:
    """Raises :class:`LastConcierge` rather than leave a place without one."""
    if role != Role.CONCIERGE and is_last_concierge(membership):
        raise LastConcierge(f"{membership.person_id} is the last one of {membership.place_id}")
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    events.record(
        "place.role_changed",
        by=by,
        subject=membership,
        place_id=membership.place_id,
        data={"role": role},
    )


@transaction.atomic
def give_desk(*, membership: Membership, by: Author) -> None:
    """Let a coworker keep the welcome desk, and so see who is expected."""
    if membership.keeps_desk:
        return
    membership.keeps_desk = True
    membership.save(update_fields=["keeps_desk"])
    events.record("place.desk_given", by=by, subject=membership, place_id=membership.place_id)


@transaction.atomic
def take_desk_back(*, membership: Membership, by: Author) -> None:
    if not membership.keeps_desk:
        return
    membership.keeps_desk = False
    membership.save(update_fields=["keeps_desk"])
    events.record("place.desk_taken_back", by=by, subject=membership, place_id=membership.place_id)


@transaction.atomic
def give_capability(
    *,
    kind: str,
    place: Place,
    by: Author,
    subject: str = "",
    person: Person | None = None,
    name: str = "",
    expires_at: datetime | None = None,
) -> tuple[Capability, str]:
    """Make a link or token; the secret is returned this once and never kept."""
    secret = new_secret()
    capability = Capability.objects.create(
        kind=kind,
        place=place,
        subject=subject,
        person=person,
        name=name,
        digest=digest(secret),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    events.record(
        "place.capability_given",
        by=by,
        subject=capability,
        place_id=place.pk,
        data={"kind": kind, "subject": subject},
    )
    return capability, secret


def give_access(*, place: Place, person: Person, by: Author) -> str:
    """The secret of a paper with a QR code, which signs that person in for a month.

    Raises :class:`BelongsElsewhere` for somebody who has a part in another place too.
    """
    if not belongs_here_alone(place, person):
        raise BelongsElsewhere(f"{person.handle} is not of {place.slug} alone")
    _, secret = give_capability(
        kind="access",
        place=place,
        by=by,
        person=person,
        name=person.name,
        expires_at=clock.now() + ACCESS_LASTS,
    )
    return secret


def give_token(*, place: Place, person: Person, by: Author) -> str:
    """The secret of a bearer token for the API and for co-writing, until it is revoked."""
    _, secret = give_capability(kind="api", place=place, by=by, person=person, name=person.name)
    return secret


@transaction.atomic
def revoke_capability(*, capability: Capability, by: Author) -> None:
    capability.revoked_at = clock.now()
    capability.save(update_fields=["revoked_at"])
    events.record(
        "place.capability_revoked",
        by=by,
        subject=capability,
        place_id=capability.place_id,
        data={"kind": capability.kind},
    )


@transaction.atomic
def enter(*, paper: Capability, by: Author) -> None:
    """Note that a paper was used; the session itself is the view's."""
    events.record("place.person_entered", by=by, subject=paper, place_id=paper.place_id)


@transaction.atomic
def revoke_access(*, paper: Capability, by: Author) -> None:
    """Close a paper that was lost, and every session of that person, since it may have made one."""
    if paper.person is not None:
        # Sessions carry a hash of this field: a new one, that nobody knows, ends them all.
        paper.person.set_unusable_password()
        paper.person.save(update_fields=["password"])
    revoke_capability(capability=paper, by=by)


@transaction.atomic
def delete_account(*, person: Person, name_kept: bool, by: Author) -> None:
    """Take somebody out of every place, with all that let them in: sessions, papers, tokens.

    What they did stays, under their name if they chose so. Raises :class:`LastConcierge` while a
    place would have nobody left to keep it. Rooms above that know names of their own are told
    soon after, however often the machine goes off meanwhile (see :func:`when_person_left`).
    """
    for membership in person.memberships.select_related("place"):
        if is_last_concierge(membership):
            raise LastConcierge(membership.place.name)
    if person.email:
        letters.forget_address(person.email)
    key = Author(person_id=person.pk).key
    if not name_kept:
        Event.objects.filter(author_key=key).update(author_name="")
        tasks.forget_author(author_key=key, name=person.name)
    events.record(
        "place.account_deleted",
        by=Author(name=by.name if name_kept else "", person_id=by.person_id),
        subject=person,
        data={"name_kept": name_kept},
    )
    deadlines.set_deadline(FORGET_PERSON, person.pk, clock.now() + PENS_DROP_WITHIN)
    person.delete()


Forget = Callable[[int, bool], None]
_when_left: list[Forget] = []


def when_person_left(forget: Forget) -> None:
    """Say, once, when the application starts, how a room above forgets somebody.

    It is called with the person's number, and whether their name stays under what they did. It
    may be called again, and is until it succeeds.
    """
    _when_left.append(forget)


def forget_when_due(person_id: int) -> None:
    """What the sweep calls."""
    left = Event.objects.get(kind="place.account_deleted", subject=f"place.person:{person_id}")
    for forget in _when_left:
        forget(person_id, bool(left.data["name_kept"]))

"""Being here: to come, to be open or busy, to go."""

from datetime import timedelta

from django.db import transaction

from openweek.community.actions.forgetting import FORGET_PASSER_BY
from openweek.community.models import Light, Presence, Where
from openweek.community.queries import presence_of
from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.place.models import Person, Place

# A page says each minute that it is still looked at; what was written less long ago is enough.
NOT_AGAIN_WITHIN = timedelta(seconds=40)
# A page that was away for longer is no longer believed by itself: somebody says so anew.
COMES_BACK_WITHIN = timedelta(minutes=30)
PASSER_BY_FORGOTTEN_AFTER = timedelta(days=1)


@transaction.atomic
def arrive(
    *,
    place: Place,
    by: Author,
    where: str,
    name: str = "",
    about: str = "",
    light: str = Light.OPEN,
    person: Person | None = None,
) -> Presence:
    """Say that one is here, or say it otherwise; somebody who is here already arrived only once.

    The name of somebody without an account is forgotten after a day.
    """
    now = clock.now()
    before = presence_of(place, by.key)
    since = before.since if before and before.where == where else now
    row, _new = Presence.objects.update_or_create(
        place=place,
        key=by.key,
        defaults={
            "person": person, "name": person.name if person else name or by.name, "about": about,
            "where": Where(where), "light": Light(light), "since": since, "light_at": now,
            "seen_at": now, "left_at": None,
        },
    )  # fmt: skip
    if person is None:
        deadlines.set_deadline(FORGET_PASSER_BY, row.pk, now + PASSER_BY_FORGOTTEN_AFTER)
    events.record(
        "community.person_arrived", by=_signing(by), subject=row, place_id=place.pk,
        data={"where": where, "light": light},
    )  # fmt: skip
    return row


@transaction.atomic
def switch_light(*, presence: Presence, light: str, by: Author) -> None:
    """Open to talk, or busy just now."""
    now = clock.now()
    presence.light, presence.light_at, presence.seen_at = Light(light), now, now
    presence.save(update_fields=["light", "light_at", "seen_at"])
    _record_light(presence, by, light)


@transaction.atomic
def set_light(*, place: Place, person: Person, light: str, by: Author) -> None:
    """The same for somebody with an account; whoever says so is here."""
    now = clock.now()
    said = {
        "light": Light(light), "light_at": now, "seen_at": now, "left_at": None,
        "person": person, "name": person.name,
    }  # fmt: skip
    key = Author(person_id=person.pk).key
    if presence_of(place, key) is None:
        said |= {"since": now, "where": Where.ON_SITE, "about": ""}
    row, _new = Presence.objects.update_or_create(place=place, key=key, defaults=said)
    _record_light(row, by, light)


def _record_light(row: Presence, by: Author, light: str) -> None:
    events.record(
        "community.light_set", by=_signing(by), subject=row, place_id=row.place_id,
        data={"light": light},
    )  # fmt: skip


def stay(*, place: Place, by: Author) -> bool:
    """Somebody's page is still looked at. False when they are not here, or not any more.

    The one write of the house that ends in no event: a thousand pages say it each minute, and
    nothing is to be seen of it but that somebody is still there.
    """
    if not by.key:
        return False
    now = clock.now()
    rows = Presence.objects.filter(
        place=place, key=by.key, left_at=None, where=Where.REMOTE,
        seen_at__gt=now - COMES_BACK_WITHIN,
    )  # fmt: skip
    if rows.filter(seen_at__lt=now - NOT_AGAIN_WITHIN).update(seen_at=now):
        return True
    return rows.exists()


@transaction.atomic
def leave_here(*, presence: Presence, by: Author) -> None:
    """To go, or be gone. It can be said twice."""
    _end(presence)
    events.record(
        "community.person_left", by=_signing(by), subject=presence, place_id=presence.place_id
    )


@transaction.atomic
def send_away(*, presence: Presence, by: Author) -> None:
    """The house takes off the list a name that nobody should read, and what it said with it."""
    presence.name = presence.name if presence.person_id else ""
    presence.about = ""
    presence.save(update_fields=["name", "about"])
    _end(presence)
    events.record("community.person_sent_away", by=by, subject=presence, place_id=presence.place_id)


def _end(presence: Presence) -> None:
    presence.left_at = clock.now()
    presence.save(update_fields=["left_at"])


def _signing(by: Author) -> Author:
    """Who has an account is named; the name of whoever passes is to be forgotten."""
    return by if by.person_id is not None else by.unnamed

"""The texts of a place in which the one who asks may write."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from openweek.ground import clock
from openweek.place.queries import live_capabilities
from openweek.place.rules import ORDER, PlaceAccess
from openweek.writing.models import Grant, Level, Text
from openweek.writing.queries import writing_now
from openweek.writing.rules import highest_level, is_level

MOST = 12


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text, where it belongs, and who has a pen in it just now."""

    id: str
    title: str
    home: str
    home_title: str
    writing: tuple[str, ...] = ()


def shared_texts(access: PlaceAccess, *, with_writers: bool = False) -> list[SharedText]:
    """The newest of them, at most a dozen. ``with_writers`` asks the live server, for a glance."""
    held = _held(access)
    person_id = access.person.pk if access.person else None
    rows = (
        Text.objects.filter(_granted(access, person_id, held), place=access.place, frozen_at=None)
        .filter(Q(closes_at=None) | Q(closes_at__gt=clock.now()))
        .defer("seed", "prompts")
        .distinct()
        .order_by("-created_at", "pk")[:MOST]
        .prefetch_related("grants")
    )
    # The rules have the last word; the filter only spares reading what can't be theirs.
    texts = [
        text
        for text in rows
        if is_level(
            highest_level(text.grants.all(), person_id, role=access.role, held=held), Level.WRITE
        )
    ]
    found = [SharedText(str(text.pk), text.title, text.home, text.home_title) for text in texts]
    return _with_writers(found, texts) if with_writers else found


def _held(access: PlaceAccess) -> set[int]:
    if not access.who.capability_ids:
        return set()
    rows = live_capabilities().filter(pk__in=access.who.capability_ids)
    return set(rows.values_list("pk", flat=True))


def _granted(access: PlaceAccess, person_id: int | None, held: set[int]) -> Q:
    roles = [Grant.Role.ANYONE.value]
    roles += [role.value for role in ORDER if access.role and access.is_at_least(role)]
    to_them = Q(grants__role__in=roles)
    if person_id is not None:
        to_them |= Q(grants__person=person_id)
    if held:
        to_them |= Q(grants__capability__in=held)
    return to_them & Q(grants__level__in=[Level.WRITE, Level.MANAGE])


def _with_writers(found: Iterable[SharedText], texts: list[Text]) -> list[SharedText]:
    now = writing_now(texts)
    return [replace(text, writing=now.get(text.id, ())) for text in found]

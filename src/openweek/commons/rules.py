"""What one may do with the formats of a place."""

from dataclasses import dataclass

from django.http import Http404

from openweek.commons.models import Format
from openweek.place.models import Role
from openweek.place.rules import PlaceAccess


@dataclass(frozen=True)
class Rights:
    may_write: bool
    may_adopt: bool


def rights(access: PlaceAccess) -> Rights:
    """Everybody reads; regulars write the recipes of their place; the concierge brings some in."""
    return Rights(may_write=access.is_at_least(Role.COWORKER), may_adopt=access.may_manage)


def format_of(access: PlaceAccess, slug: str) -> Format:
    """The only way in which a format reaches a view. Http404 when there is none of that name."""
    try:
        return Format.objects.select_related("place").get(place=access.place, slug=slug)
    except Format.DoesNotExist as nothing:
        raise Http404(f"no format {slug}") from nothing

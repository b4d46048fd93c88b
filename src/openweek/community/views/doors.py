"""What the doormen of the virtual place have in common: who asks, and how an answer is said."""

from typing import Any

from django.http import HttpRequest

from openweek.community import rules
from openweek.place.middleware import sign_with
from openweek.place.rules import PlaceAccess


def context_of(access: PlaceAccess, **more: Any) -> dict[str, Any]:
    return {"access": access, "place": access.place, "rights": rules.rights(access), **more}


def keep_name(request: HttpRequest, access: PlaceAccess, name: str) -> None:
    """What they are called in this browser, so that it is asked only once."""
    if name and access.person is None:
        sign_with(request, name)

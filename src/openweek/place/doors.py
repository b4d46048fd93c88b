"""What the doormen of all rooms have in common: how an answer is said, and how robots wait."""

import secrets
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from openweek.ground import limits
from openweek.ground.authors import Author
from openweek.place.middleware import PASSER_BY
from openweek.place.models import Person, Place, Role
from openweek.place.rules import PlaceAccess, access_place, who_asks

# What a form carries for machines: none of it is what somebody typed.
_OURS = "csrfmiddlewaretoken"


class Access(Protocol):
    """Who asks, of a place or of what is in it."""

    @property
    def place(self) -> Place: ...

    @property
    def person(self) -> Person | None: ...

    @property
    def author(self) -> Author: ...

    def is_at_least(self, needed: str) -> bool: ...


def enter(request: HttpRequest, place: str) -> PlaceAccess:
    """Http404 when there is no place of that name."""
    return access_place(who_asks(request), place)


def managed(request: HttpRequest, place: str) -> PlaceAccess:
    """A place, for those who keep it; 403 for anybody else."""
    access = enter(request, place)
    require(access.may_manage)
    return access


def require(may: bool) -> None:
    """Whether this one may, computed in rules; else the answer is 403."""
    if not may:
        raise PermissionDenied


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; also when all of it was left empty."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of ``context["form"]``: 422 when something in it has to be said otherwise."""
    return render(request, template, context, status=422 if context["form"].errors else 200)


def keep_private(response: HttpResponse) -> HttpResponse:
    """For the eyes of whoever asked: kept nowhere, and found by no search."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def know_again(request: HttpRequest, access: Access) -> None:
    """Before they write, so that a form sent twice is twice of the same browser."""
    if access.person is None and PASSER_BY not in request.session:
        request.session[PASSER_BY] = secrets.token_hex(8)


def limited(
    request: HttpRequest, access: Access, template: str = "place/limited.html", **more: Any
) -> HttpResponse | None:
    """The answer to somebody who writes faster than people do, or None: then go on.

    Call it at the beginning of each view that writes and is open to everybody, private links
    included; below a week, that of week/doors.py. Reading is never limited, nor are those who work
    here. The address is the server's own: it believes what a proxy forwards only when that proxy
    is on the same machine.
    """
    if request.method != "POST" or access.is_at_least(Role.CONTRIBUTOR):
        return None
    address = request.META.get("REMOTE_ADDR", "")
    if limits.may_write(address=address, author=access.author.key):
        return None
    typed = [
        (name, value) for name, values in request.POST.lists() if name != _OURS for value in values
    ]
    context = {"access": access, "place": access.place, "typed": typed, **more}
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(int(limits.PAUSE.total_seconds()))
    return keep_private(response)

"""Puts ``request.who`` there, lazily: a page that asks nobody's name reads no row for it."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from openweek.ground.authors import Author
from openweek.place.models import Person
from openweek.place.rules import Who

HELD = "held_capabilities"
PASSER_BY = "passer_by"
PEN_NAME = "pen_name"

GetResponse = Callable[[HttpRequest], HttpResponse]


def who(get_response: GetResponse) -> GetResponse:
    def answer(request: HttpRequest) -> HttpResponse:
        request.who = SimpleLazyObject(lambda: _who(request))  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def _who(request: HttpRequest) -> Who:
    held = frozenset(request.session.get(HELD, ()))
    if request.user.is_authenticated and isinstance(request.user, Person):
        author = Author(name=request.user.name, person_id=request.user.pk)
        # request.user is lazy too; a plain row compares and stores without surprises.
        return Who(person=request.user, author=author, capability_ids=held)
    passer_by = request.session.get(PASSER_BY, "")
    if not passer_by and request.method == "POST":
        # Only somebody who writes is given a number, so that reading leaves no cookie.
        passer_by = request.session[PASSER_BY] = secrets.token_hex(8)
    name = request.session.get(PEN_NAME, "")
    return Who(author=Author(name=name, passer_by=passer_by), capability_ids=held)


def hold(request: HttpRequest, capability_id: int) -> None:
    """Remember, in this browser, a link that its holder opened."""
    held = list(request.session.get(HELD, ()))
    if capability_id not in held:
        request.session[HELD] = [*held, capability_id][-50:]


def sign_with(request: HttpRequest, name: str) -> None:
    """Under which name somebody without an account writes, in this browser."""
    request.session[PEN_NAME] = name

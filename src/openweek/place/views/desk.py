"""The concierge's own pages of the place: its facts, its rooms, its letters."""

from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openweek.place import actions, queries
from openweek.place.doors import managed
from openweek.place.forms import PlaceForm, RoomForm
from openweek.place.models import Place
from openweek.place.rules import PlaceAccess, access_place, who_asks

FACTS = [
    "name", "tagline", "description", "address", "city", "insee_code", "how_to_come", "language",
    "timezone",
]  # fmt: skip
GROUND, DOORS = "#0B6B70", "#F0B429"
ROOM_FACTS = ["name", "seats", "features", "is_shared"]
LETTERS_A_PAGE = 30


def change_place(request: HttpRequest, place: str) -> HttpResponse:
    access = managed(request, place)
    form = PlaceForm(request.POST or None, initial=_facts(access.place))
    if request.method == "POST" and form.is_valid():
        actions.change_place(place=access.place, by=access.author, **form.cleaned_data)
        messages.success(request, _("The place is up to date."))
        return redirect("desk", place)
    inks = [form[name].value() or "" for name in ("ink_ground", "ink_doors")]
    return render(request, "place/change_place.html", _context(access, form=form, inks=inks))


def _facts(place: Place) -> dict[str, Any]:
    """With two inks to begin from where the place has none of its own."""
    return {
        **{name: getattr(place, name) for name in FACTS},
        "has_inks": bool(place.ink_ground),
        "ink_ground": place.ink_ground or GROUND,
        "ink_doors": place.ink_doors or DOORS,
    }


def add_room(request: HttpRequest, place: str) -> HttpResponse:
    access = managed(request, place)
    rooms = queries.rooms(access.place)
    form = RoomForm(request.POST or None, place=access.place)
    if request.method == "POST" and form.is_valid():
        said = form.details()
        # Sent twice, a room is there once: its name says which it is.
        if not rooms.filter(name__iexact=said["name"]).exists():
            actions.add_room(place=access.place, by=access.author, position=form.position, **said)
        messages.success(request, _("The room “%(name)s” is there.") % {"name": said["name"]})
        return redirect("add_room", place)
    context = _context(access, form=form, rooms=rooms)
    return render(request, "place/add_room.html", context, status=_status(form))


def change_room(request: HttpRequest, place: str, room: str) -> HttpResponse:
    access = managed(request, place)
    changed = get_object_or_404(access.place.rooms, slug=room)
    changed.place = access.place
    initial = {name: getattr(changed, name) for name in ROOM_FACTS}
    form = RoomForm(request.POST or None, place=access.place, room=changed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_room(
                room=changed, by=access.author, position=form.position, **form.details()
            )
        except ValidationError as refusal:
            form.add_error("is_shared", refusal)
        else:
            words = {"name": changed.name}
            messages.success(request, _("The room “%(name)s” is up to date.") % words)
            return redirect("add_room", place)
    context = _context(access, form=form, room=changed)
    return render(request, "place/change_room.html", context, status=_status(form))


def _status(form: RoomForm) -> int:
    return 422 if form.errors else 200


@require_safe
def letters(request: HttpRequest, place: str) -> HttpResponse:
    """What was, or would have been, sent. In a demonstration anybody may read it."""
    access = access_place(who_asks(request), place)
    if not access.may_manage and not settings.OPENWEEK_DEMONSTRATION:
        raise PermissionDenied
    page = Paginator(queries.letters(access.place), LETTERS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = _context(access, page=page, may_send=actions.may_send())
    response = render(request, "place/letters.html", context)
    # Each is laid out in a frame of its own.
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # as csp reads it
    return response


def _context(access: PlaceAccess, **more: Any) -> dict[str, Any]:
    return {"access": access, "place": access.place, **more}

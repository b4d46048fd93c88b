"""The concierge's desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openweek.place.rules import access_place, who_asks
from openweek.web.desk import desk_of


@require_safe
def desk(request: HttpRequest, place: str) -> HttpResponse:
    """What to do now, for the concierge alone: others who keep the welcome desk have that."""
    access = access_place(who_asks(request), place)
    if not access.may_manage:
        raise PermissionDenied
    context = {"access": access, "place": access.place, "shown": desk_of(access.place)}
    return render(request, "web/desk.html", context)

"""Pages that cross rooms: home, a place, a week, the screen on the wall."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openweek.commons.licences import licence
from openweek.ground.keeping import keep, says_once
from openweek.place.rules import access_place, who_asks
from openweek.web import parts, queries
from openweek.week.rules import access_week


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"home": queries.home()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the public pages, and never follow a private link that got about."""
    private = [
        "/enter/",
        "/texts/",
        "/*/visit/",
        "/*/welcome/",
        "/*/programme/open/",
        "/*/programme/mine/",
        "/*/teams/",
        "/*/seekers/",
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@require_safe
def place_page(request: HttpRequest, place: str) -> HttpResponse:
    access = access_place(who_asks(request), place)
    context = {"access": access, "place": access.place, "shown": queries.place(access.place)}
    return render(request, "web/place.html", context)


@require_safe
def week_page(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = {
        "access": access,
        "week": access.week,
        "place": access.place,
        "licence": licence(access.week.licence),
        "parts": parts.week_parts(access),
    }
    is_said_once = says_once(request)
    response = render(request, "web/week.html", context)
    return response if is_said_once else keep(response, place_id=access.place.pk)


@require_safe
def screen(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = {
        "week": access.week,
        "place": access.place,
        "shown": queries.screen(access.week, origin=request.build_absolute_uri("/")),
    }
    return render(request, "web/screen.html", context)


@require_safe
def room_screen(request: HttpRequest, place: str, week: str, room: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = queries.room_screen(access.week, room, origin=request.build_absolute_uri("/"))
    if shown is None:
        raise Http404(f"no room {room}")
    context = {"week": access.week, "place": access.place, "shown": shown}
    return render(request, "web/room_screen.html", context)

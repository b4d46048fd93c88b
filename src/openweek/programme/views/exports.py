"""The programme for calendars, feed readers, other software and other sites.

Nobody is asked who they are here: these answers are the same for everybody, and leave no cookie.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from openweek.commons.models import Format
from openweek.ground.keeping import keep
from openweek.ground.text import clean_line
from openweek.place.models import Room
from openweek.place.rules import Who, who_asks
from openweek.programme import exports, queries
from openweek.programme.exports import embed, ics, plain, tags
from openweek.programme.exports import subscribe as ways
from openweek.programme.models import Session
from openweek.programme.views.doors import context_of
from openweek.week.models import Week
from openweek.week.rules import access_week


@require_safe
def programme_ics(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    found = _week(place, week)
    room, format_slug = (clean_line(request.GET.get(name, "")) for name in ("room", "format"))
    if room:
        get_object_or_404(Room, place=found.place, slug=room)
    if format_slug:
        get_object_or_404(Format, place=found.place, slug=format_slug)
    return _answer(
        request, found, ics.CONTENT_TYPE,
        lambda: ics.render(found, room=room, format_slug=format_slug),
    )  # fmt: skip


@require_safe
def session_calendar(request: HttpRequest, place: str, week: str, session: str) -> HttpResponseBase:
    found = _week(place, week)
    row = get_object_or_404(Session, week=found, slug=session, held_at__isnull=True)
    return _answer(
        request, found, ics.CONTENT_TYPE, lambda: ics.render_session(found, row.pk), name=row.slug
    )


@require_safe
def programme_json(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    return _whole(request, place, week, exports.programme_json)


@require_safe
def programme_rss(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    return _whole(request, place, week, exports.programme_rss)


@require_safe
def programme_csv(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    return _whole(request, place, week, exports.programme_csv)


@require_safe
def schedule_xml(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    return _whole(request, place, week, exports.schedule_xml)


@require_safe
def schedule_json(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    return _whole(request, place, week, exports.schedule_json)


@xframe_options_exempt
@require_safe
def embed_programme(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    """The programme inside another site; anybody may frame it, and it knows nobody."""
    found = _week(place, week)
    asked = embed.Asked.of(request.GET, found)
    state = tags.state_of(found)
    etag = f'"{asked.name(state.tag)}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return _framed(_headed(unchanged, found, etag))
    with translation.override(asked.language):
        context = {
            "asked": asked,
            "days": embed.days_of(found, asked),
            "week": found,
            "programme": plain.address(queries.programme_url(found)),
        }
        response = render(request, "programme/embed_programme.html", context)
    response["Content-Language"] = asked.language
    return _framed(_headed(response, found, etag))


@require_safe
def subscribe(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    origin = request.build_absolute_uri("/").rstrip("/")
    context = context_of(access, ways=ways.ways_of(access.week, origin))
    return render(request, "programme/subscribe.html", context)


def _framed(response: HttpResponseBase) -> HttpResponseBase:
    """Every site may frame it; what else our policy forbids stays forbidden."""
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]  # as csp reads it
    return response


def _week(place: str, week: str) -> Week:
    """The week as whoever passes by sees it."""
    return access_week(Who(), place, week).week


def _whole(request: HttpRequest, place: str, week: str, export: exports.Export) -> HttpResponseBase:
    found = _week(place, week)
    return _answer(request, found, export.CONTENT_TYPE, lambda: export.render(found))


def _answer(
    request: HttpRequest,
    week: Week,
    content_type: str,
    make: Callable[[], bytes],
    *,
    name: str = "",
) -> HttpResponseBase:
    """What is asked for, or that nothing changed: an ETag names all that an export shows."""
    state = tags.state_of(week)
    etag, changed_at = f'"{state.tag}"', int(state.changed_at.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=changed_at)
    if unchanged is None:
        unchanged = HttpResponse(make(), content_type=content_type)
        last = request.path.rpartition("/")[2]
        kind = last.rpartition(".")[2]
        filename = f"{name}.{kind}" if name else f"{week.slug}-{last}"
        unchanged["Content-Disposition"] = f'inline; filename="{filename}"'
        unchanged["Content-Language"] = week.place.language
        # What everybody may read, the pages of other sites may read as well.
        unchanged["Access-Control-Allow-Origin"] = "*"
    unchanged["Last-Modified"] = http_date(changed_at)
    return _headed(unchanged, week, etag)


def _headed(response: HttpResponseBase, week: Week, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return keep(response, place_id=week.place_id)

"""The programme as everybody sees it."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from openweek.ground.keeping import keep, says_once
from openweek.place.rules import who_asks
from openweek.programme import board, participants, queries, rules, shown
from openweek.programme.views.doors import context_of
from openweek.week.rules import WeekAccess, access_week


@require_safe
def programme(request: HttpRequest, place: str, week: str) -> HttpResponseBase:
    access = access_week(who_asks(request), place, week)
    chosen = _chosen_day(request, access)
    rights = rules.rights(access)
    state = shown.state_of(access.week, chosen, may_propose=rights.propose)
    own = _own(access)
    has_messages = says_once(request)
    etag = shown.etag(state, access, own, has_messages=has_messages)
    if etag and (answer := get_conditional_response(request, etag=etag)):
        return answer
    html = shown.days_html(access.week, chosen, state, may_propose=rights.propose)
    response = render(
        request, "programme/programme.html", context_of(access, days_html=html, **own)
    )
    if etag:
        response["ETag"] = etag
        keep(response, place_id=access.place.pk)
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _own(access: WeekAccess) -> dict[str, Any]:
    """What the page says to the one who asks alone."""
    may_extend = rules.rights(access).improvise and access.week.is_running
    return {
        "running": board.running_of(access.week) if may_extend else [],
        "mine": queries.mine(access.week, participants.find(access), access.author.key),
    }


def _chosen_day(request: HttpRequest, access: WeekAccess) -> date | None:
    """Today while the week is running, else all; or the one that is asked for."""
    asked = request.GET.get("day", "")
    if asked == "all":
        return None
    known = {day.isoformat(): day for day in access.week.days}
    return known.get(asked) or (access.week.today if access.week.is_running else None)

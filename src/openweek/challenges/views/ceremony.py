"""The books shown to a room, one after the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openweek.challenges import queries, rules
from openweek.challenges.views.doors import context_of
from openweek.place.rules import who_asks
from openweek.week.rules import access_week


@require_safe
def ceremony(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    origin = request.build_absolute_uri("/")
    showcase = queries.showcase_of(shown, origin=origin)
    context = {**context_of(access, shown), "showcase": showcase}
    return render(request, "challenges/ceremony.html", context)

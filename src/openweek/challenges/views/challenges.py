"""The challenges of a week, and those who set them."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from openweek.challenges import actions, queries, rules
from openweek.challenges.forms import ChallengeForm
from openweek.challenges.models import Challenge
from openweek.challenges.views.doors import context_of
from openweek.commons.licences import licence
from openweek.ground import clock
from openweek.ground.text import render_markdown
from openweek.look.templatetags.look import weekday
from openweek.place.rules import who_asks
from openweek.week.rules import WeekAccess, access_week


@require_safe
def challenges(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = list(queries.challenges_of(access.week))
    context = {**context_of(access), "challenges": shown, "books": queries.books_of(access.week)}
    return render(request, "challenges/challenges.html", context)


@require_safe
def challenge(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    teams = queries.teams_of(shown)
    may = rules.rights(access, shown)
    context = {
        **context_of(access, shown),
        "how": render_markdown(shown.rules),
        "licence": licence(shown.licence or access.week.licence),
        "doors": queries.doors_to(shown, [weekday(day) for day in access.week.days]),
        "time_left": queries.time_left(shown.closes_at, clock.now()),
        "feeding": queries.feeding_of(shown),
        "correction": queries.correction_of(shown) if may.may_change else None,
        "coming": queries.still_coming(shown, teams),
        "published": [line for line in teams if line.is_published],
        "writing": [line for line in teams if not line.is_published],
        "seekers": queries.seekers_line(shown, with_names=may.may_see_progress),
        "removed": queries.removed_teams(shown) if may.may_create else [],
    }
    return render(request, "challenges/challenge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_challenge(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if not rules.rights(access).may_create:
        raise PermissionDenied
    initial = {"once": uuid4(), "last_day": access.week.ends_on, "last_hour": "17:00"}
    initial |= _of_the_kind(access, request.GET.get("kind", ""))
    form = ChallengeForm(request.POST or None, week=access.week, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _created(access, form)
        messages.success(request, _("The challenge is announced."))
        return redirect(made.url)
    return render(request, "challenges/create_challenge.html", {**context_of(access), "form": form})


def _created(access: WeekAccess, form: ChallengeForm) -> Challenge:
    said, closes_at = form.cleaned_data, form.closes_at()
    assert closes_at is not None  # noqa: S101  both its fields are required
    return actions.create_challenge(
        week=access.week,
        title=said["title"],
        template=said["template"],
        opens_at=form.opens_at(),
        closes_at=closes_at,
        once=said["once"],
        by=access.author,
        **form.details(),
    )


def _of_the_kind(access: WeekAccess, slug: str) -> dict[str, Any]:
    """What the form begins with when the address names a kind."""
    kind = next((each for each in queries.kinds_of(access.place) if each.slug == slug), None)
    if kind is None:
        return {}
    return {
        "template": kind.slug, "title": kind.title, "rules": kind.rules,
        "team_size": kind.team_size,
    }  # fmt: skip

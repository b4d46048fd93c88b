"""The challenges of a week, and the page that a team shares."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.challenges import actions, queries, rules
from openweek.challenges.forms import ChallengeForm, SignUpTeamForm
from openweek.challenges.models import Challenge, Team
from openweek.commons.licences import licence
from openweek.ground import clock
from openweek.ground.text import render_markdown
from openweek.look.templatetags.look import weekday
from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.publishing.queries import progress_of
from openweek.week.rules import WeekAccess, access_week

GONE = 410


@require_safe
def challenges(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = list(queries.challenges_of(access.week))
    context = {**_context(access), "challenges": shown, "books": queries.books_of(access.week)}
    return render(request, "challenges/challenges.html", context)


@require_safe
def challenge(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    teams = queries.teams_of(shown)
    context = {
        **_context(access, shown),
        "how": render_markdown(shown.rules),
        "licence": licence(access.week.licence),
        "doors": queries.doors_to(shown, [weekday(day) for day in access.week.days]),
        "time_left": queries.time_left(shown.closes_at, clock.now()),
        "published": [line for line in teams if line.is_published],
        "writing": [line for line in teams if not line.is_published],
    }
    return render(request, "challenges/challenge.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_team(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    if request.method != "POST" and not rules.rights(access, shown).may_sign_up:
        return _too_late(request, access, shown)
    name = access.person.name if access.person else ""
    form = SignUpTeamForm(request.POST or None, initial={"once": uuid4(), "members": name})
    if request.method == "POST" and form.is_valid():
        try:
            signed_up = actions.sign_up_team(
                challenge=shown, by=access.author, person=access.person, **form.cleaned_data
            )
        except rules.ChallengeIsClosedError:
            return _too_late(request, access, shown)
        return redirect("team", place, week, challenge, signed_up.secret)
    return render(
        request, "challenges/sign_up_team.html", {**_context(access, shown), "form": form}
    )


def _too_late(request: HttpRequest, access: WeekAccess, shown: Challenge) -> HttpResponse:
    return render(request, "challenges/too_late.html", _context(access, shown), status=GONE)


@never_cache
@require_safe
def team(request: HttpRequest, place: str, week: str, challenge: str, secret: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    opened, capability = rules.access_team(shown, secret)
    hold(request, capability.pk)
    chapters = progress_of(opened.book)
    context = {
        **_context(access, shown),
        "team": opened,
        "members": list(opened.members.all()),
        "may_join": _may_join(access, opened),
        "secret": secret,
        "address": request.build_absolute_uri(request.path),
        "chapters": chapters,
        "shares": [chapter.share for chapter in chapters],
        "time_left": queries.time_left(shown.closes_at, clock.now()),
        "edition": opened.book.editions.first(),
    }
    return render(request, "challenges/team.html", context)


def _may_join(access: WeekAccess, opened: Team) -> bool:
    person = access.person
    return person is not None and not opened.members.filter(person=person).exists()


@require_POST
def join_team(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    opened, capability = rules.access_team(rules.access_challenge(access, challenge), secret)
    if access.person is None:
        raise PermissionDenied
    actions.join_team(team=opened, person=access.person, capability=capability, by=access.author)
    messages.success(request, _("You are of the team: you can write from any of your devices."))
    return redirect("team", place, week, challenge, secret)


@require_POST
def renew_team_link(
    request: HttpRequest, place: str, week: str, challenge: str, team: str
) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    if not rules.rights(access, shown).may_create:
        raise PermissionDenied
    found = get_object_or_404(shown.teams.select_related("book__place"), book__slug=team)
    found.challenge = shown
    secret = actions.renew_team_link(team=found, by=access.author)
    messages.success(request, _("Here is a new link: give it to the team, by paper or by mail."))
    return redirect("team", place, week, challenge, secret)


@require_http_methods(["GET", "HEAD", "POST"])
def create_challenge(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    if not rules.rights(access).may_create:
        raise PermissionDenied
    initial = {"once": uuid4(), "last_day": access.week.ends_on, "last_hour": "17:00"}
    form = ChallengeForm(request.POST or None, week=access.week, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _created(access, form)
        messages.success(request, _("The challenge is announced."))
        return redirect(made.url)
    return render(request, "challenges/create_challenge.html", {**_context(access), "form": form})


def _created(access: WeekAccess, form: ChallengeForm) -> Challenge:
    said, closes_at = form.cleaned_data, form.closes_at()
    assert closes_at is not None  # noqa: S101  both its fields are required
    return actions.create_challenge(
        week=access.week,
        title=said["title"],
        template=said["template"],
        summary=said["summary"],
        rules=said["rules"],
        closes_at=closes_at,
        once=said["once"],
        by=access.author,
    )


def _context(access: WeekAccess, shown: Challenge | None = None) -> dict[str, Any]:
    return {
        "access": access,
        "week": access.week,
        "place": access.place,
        "challenge": shown,
        "rights": rules.rights(access, shown),
    }

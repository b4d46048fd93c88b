"""Somebody comes alone: they say so, and have a page of their own until they have a team."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.challenges import actions, queries, rules
from openweek.challenges.forms import SeekerForm, SeekTeamForm
from openweek.challenges.models import Seeker
from openweek.challenges.views.doors import context_of
from openweek.challenges.views.teams import closed_to, late
from openweek.place.doors import form_page, keep_private, posted
from openweek.place.middleware import sign_with
from openweek.place.rules import who_asks
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seek_team(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    if answer := closed_to(request, access, shown) or limited(request, access):
        return answer
    name = access.person.name if access.person else ""
    initial = {"once": uuid4(), "name": name, "language": access.place.language}
    form = SeekTeamForm(posted(request), challenge=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sought = actions.seek_team(
                challenge=shown, by=access.author, person=access.person, **form.cleaned_data
            )
        except rules.ChallengeIsClosedError:
            return late(request, access, shown)
        return redirect("seeker", place, week, challenge, sought.secret)
    context = {
        **context_of(access, shown),
        "form": form,
        "known_institutions": queries.institutions_of(shown) if shown.mixes_institutions else [],
        "way": "alone",
    }
    return form_page(request, "challenges/seek_team.html", context)


@never_cache
@require_safe
def seeker(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    access, found = _open(request, place, week, challenge, secret)
    context = {
        **context_of(access, found.challenge),
        "seeker": found,
        "skills": queries.skills_of(found),
        "team": found.member.team if found.member else None,
        "others": queries.seekers_line(found.challenge, with_names=False).count - 1,
        "secret": secret,
        "address": request.build_absolute_uri(request.path),
    }
    return keep_private(render(request, "challenges/seeker.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_seeker(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    access, found = _open(request, place, week, challenge, secret)
    if answer := limited(request, access):
        return answer
    if not rules.rights(access, found.challenge).may_sign_up:
        messages.info(request, _("The challenge is over: nothing was changed."))
        return redirect("seeker", place, week, challenge, secret)
    fields = SeekerForm.base_fields
    initial = {field: getattr(found, field) for field in fields}
    form = SeekerForm(posted(request), challenge=found.challenge, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_seeker(seeker=found, by=access.author, **form.cleaned_data)
        except actions.HasATeam:
            messages.info(request, _("You have a team now: say it on the team’s page."))
        return redirect("seeker", place, week, challenge, secret)
    context = {**context_of(access, found.challenge), "form": form, "secret": secret}
    return form_page(request, "challenges/change_seeker.html", context)


@require_POST
def leave_seekers(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    access, found = _open(request, place, week, challenge, secret)
    if answer := limited(request, access):
        return answer
    actions.leave_seekers(seeker=found, by=access.author)
    messages.success(
        request, _("You no longer look for a team, and what you said of yourself is erased.")
    )
    return redirect(found.challenge.url)


@require_POST
def open_found_team(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    access, found = _open(request, place, week, challenge, secret)
    if answer := limited(request, access):
        return answer
    if found.member is None:
        messages.info(request, _("You are no longer in that team. The concierge knows more."))
        return redirect("seeker", place, week, challenge, secret)
    team_secret = actions.open_found_team(seeker=found, by=access.author)
    if access.person is None:
        sign_with(request, found.member.name)
    return redirect("team", place, week, challenge, team_secret)


def _open(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> tuple[WeekAccess, Seeker]:
    access = access_week(who_asks(request), place, week)
    return access, rules.access_seeker(rules.access_challenge(access, challenge), secret)

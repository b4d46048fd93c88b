"""Teams and places sign up; a team's page, its links, and its invitation on paper."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.challenges import actions, inviting, queries, rules
from openweek.challenges.forms import MemberForm, SignUpPlaceForm, SignUpTeamForm
from openweek.challenges.models import Challenge, Team
from openweek.challenges.views.doors import context_of
from openweek.challenges.views.team_doors import TeamDoor, open_team, too_late
from openweek.ground import clock
from openweek.ground.text import safe_slug
from openweek.place.doors import keep_private, require
from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_team(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    return _sign_up(request, place, week, challenge, SignUpTeamForm)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_place(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    return _sign_up(request, place, week, challenge, SignUpPlaceForm)


def _sign_up(
    request: HttpRequest, place: str, week: str, challenge: str, kind: type[SignUpTeamForm]
) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    if answer := closed_to(request, access, shown) or limited(request, access):
        return answer
    name = access.person.name if access.person else ""
    initial = {"once": uuid4(), "members": name}
    form = kind(request.POST or None, challenge=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            signed_up = actions.sign_up_team(
                challenge=shown, by=access.author, person=access.person, **form.cleaned_data
            )
        except rules.ChallengeIsClosedError:
            return late(request, access, shown)
        return redirect("team", place, week, challenge, signed_up.secret)
    context = {
        **context_of(access, shown),
        "form": form,
        "known_institutions": queries.institutions_of(shown) if shown.mixes_institutions else [],
        "way": "place" if kind is SignUpPlaceForm else "team",
    }
    return render(request, "challenges/sign_up_team.html", context)


def closed_to(request: HttpRequest, access: WeekAccess, shown: Challenge) -> HttpResponse | None:
    """The answer to somebody who cannot sign up: it is too early or late, or for members alone."""
    if shown.is_open and not rules.may_take_part(access, shown):
        context = context_of(access, shown)
        return render(request, "challenges/members_only.html", context, status=403)
    if not rules.rights(access, shown).may_sign_up and not _is_sent_again(request, shown):
        return late(request, access, shown)
    return None


def _is_sent_again(request: HttpRequest, shown: Challenge) -> bool:
    """A form whose answer got lost on the way, sent again after the last minute."""
    return request.method == "POST" and queries.is_known(shown, request.POST.get("once", ""))


def late(request: HttpRequest, access: WeekAccess, shown: Challenge) -> HttpResponse:
    return render(request, "challenges/too_late.html", context_of(access, shown), status=GONE)


@never_cache
@require_safe
def team(request: HttpRequest, place: str, week: str, challenge: str, secret: str) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    hold(request, door.capability.pk)
    form = MemberForm(challenge=door.challenge, initial=_myself(door))
    return keep_private(team_page(request, door, form))


def _myself(door: TeamDoor) -> dict[str, str]:
    person = door.access.person
    return {"name": person.name if person else ""}


def team_page(
    request: HttpRequest, door: TeamDoor, form: MemberForm, *, status: int = 200
) -> HttpResponse:
    board = queries.board_of(door.team, door.author)
    chapters = [line.progress for line in board.chapters]
    edition = door.team.book.editions.first()
    context = {
        **context_of(door.access, door.challenge),
        "team": door.team,
        "board": board,
        "form": form,
        "secret": door.secret,
        "address": request.build_absolute_uri(door.url()),
        "may_change": door.is_open,
        "chapters": chapters,
        "time_left": queries.time_left(door.challenge.closes_at, clock.now()),
        "still_empty": queries.still_empty(door.challenge, chapters),
        "after": queries.after_the_day(door.team, chapters, edition),
        "edition": edition,
    }
    return render(request, "challenges/team.html", context, status=status)


@never_cache
@require_safe
def print_invitation(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    pdf = inviting.printed(door.team, request.build_absolute_uri(door.url()))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = safe_slug(door.team.name, default="team")
    response["Content-Disposition"] = f'inline; filename="{name}-a6.pdf"'
    return keep_private(response)


@require_POST
def replace_team_link(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    door = open_team(request, place, week, challenge, secret)
    if answer := limited(request, door.access):
        return answer
    if not door.is_open:
        return too_late(request, door)
    fresh = actions.replace_team_link(team=door.team, by=door.author)
    messages.success(
        request, _("This is your new link; the old one opens nothing any more. Give it to all.")
    )
    return redirect("team", place, week, challenge, fresh)


@require_POST
def renew_team_link(
    request: HttpRequest, place: str, week: str, challenge: str, team: str
) -> HttpResponse:
    access, found = _kept(request, place, week, challenge, team)
    secret = actions.renew_team_link(team=found, by=access.author)
    messages.success(request, _("Here is a new link: give it to the team, by paper or by mail."))
    return redirect("team", place, week, challenge, secret)


@require_POST
def remove_team(
    request: HttpRequest, place: str, week: str, challenge: str, team: str
) -> HttpResponse:
    access, found = _kept(request, place, week, challenge, team)
    actions.remove_team(team=found, by=access.author)
    messages.success(
        request,
        _("“%(team)s” is out of the challenge. What it wrote is kept; you can bring it back.")
        % {"team": found.name},
    )
    return redirect(found.challenge.url)


@require_POST
def return_team(
    request: HttpRequest, place: str, week: str, challenge: str, team: str
) -> HttpResponse:
    access, found = _kept(request, place, week, challenge, team)
    actions.return_team(team=found, by=access.author)
    messages.success(request, _("“%(team)s” is back in the challenge.") % {"team": found.name})
    return redirect(found.challenge.url)


def _kept(
    request: HttpRequest, place: str, week: str, challenge: str, team: str
) -> tuple[WeekAccess, Team]:
    """A team by its book, for those who keep the challenge."""
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    require(rules.rights(access, shown).may_create)
    found = get_object_or_404(shown.teams.select_related("book__place"), book__slug=team)
    found.challenge = shown
    return access, found

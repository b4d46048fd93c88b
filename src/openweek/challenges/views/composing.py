"""The concierge makes teams of those who came alone: proposed, looked at, moved, then made."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openweek.challenges import actions, queries, rules
from openweek.challenges.models import Challenge
from openweek.challenges.queries import Proposal
from openweek.challenges.views.doors import context_of
from openweek.ground.apart import GaveNoAnswer
from openweek.ground.text import clean_line
from openweek.place.doors import require
from openweek.place.rules import who_asks
from openweek.week.rules import WeekAccess, access_week

NAME_LENGTH = 120
SEAT, NAME = "seat-", "name-"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compose_teams(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    require(rules.rights(access, shown).may_compose)
    if request.method != "POST":
        return _proposed(request, access, shown)
    proposal = _said(request, shown)
    if not proposal.seats:
        messages.info(request, _("Nobody looks for a team any more: they are made."))
        return redirect(f"{shown.url}#teams")
    if "form" not in request.POST:
        return _page(request, access, shown, proposal)
    if not proposal.is_ready:
        messages.error(request, _("A team has at least two people: move somebody, then go on."))
        return _page(request, access, shown, proposal)
    return _formed(request, access, shown, proposal)


def _proposed(request: HttpRequest, access: WeekAccess, shown: Challenge) -> HttpResponse:
    known = queries.known_of(shown)
    try:
        division = queries.division_of(known)
    except GaveNoAnswer:
        messages.error(request, _("No proposal came this time. Make the teams yourself below."))
        division = None
    proposal = queries.proposal_of(known, division.seats if division else {})
    proven = division.is_proven if division else None
    return _page(request, access, shown, proposal, is_proven=proven)


def _said(request: HttpRequest, shown: Challenge) -> Proposal:
    """As the form has it, whoever moved whom."""
    known = queries.known_of(shown)
    seats = {key: request.POST.get(f"{SEAT}{key}", "") for key in known.seekers}
    names = {
        field.removeprefix(NAME): clean_line(str(typed))[:NAME_LENGTH]
        for field, typed in request.POST.items()
        if field.startswith(NAME)
    }
    return queries.proposal_of(known, seats, names)


def _page(
    request: HttpRequest, access: WeekAccess, shown: Challenge, proposal: Proposal,
    *, is_proven: bool | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        **context_of(access, shown),
        "proposal": proposal,
        "is_proven": is_proven,
        "is_moved": request.method == "POST",
        "once": _once(request) or uuid4(),
    }
    return render(request, "challenges/compose_teams.html", context)


def _formed(
    request: HttpRequest, access: WeekAccess, shown: Challenge, proposal: Proposal
) -> HttpResponse:
    new = [
        actions.NewTeam(team.name, [seeker.pk for seeker in team.seekers]) for team in proposal.new
    ]
    try:
        made = actions.compose_teams(
            challenge=shown, new=new, joining=proposal.joining,
            once=_once(request) or uuid4(), by=access.author,
        )  # fmt: skip
    except actions.ProposalIsStale:
        messages.info(request, _("Somebody came or went meanwhile: here is a new proposal."))
        return redirect("compose_teams", access.place.slug, access.week.slug, shown.slug)
    except rules.ChallengeIsClosedError:
        messages.info(request, _("The challenge is not open: no team was made."))
        return redirect(shown.url)
    said = ngettext(
        "%(count)d team is made, with its book.", "%(count)d teams are made, with their books.",
        len(made),
    )  # fmt: skip
    messages.success(
        request,
        said % {"count": len(made)} if made else _("Everybody has a team now."),
    )
    return redirect(f"{shown.url}#teams")


def _once(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return None

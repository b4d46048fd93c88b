"""A challenge is said otherwise, and its books follow their template."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from openweek.challenges import actions, rules
from openweek.challenges.forms import ChangeChallengeForm
from openweek.challenges.models import Challenge
from openweek.challenges.views.doors import context_of
from openweek.place.rules import who_asks
from openweek.week.rules import WeekAccess, access_week


def _entered(
    request: HttpRequest, place: str, week: str, challenge: str
) -> tuple[WeekAccess, Challenge]:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    if not rules.rights(access, shown).may_change:
        raise PermissionDenied
    return access, shown


@require_http_methods(["GET", "HEAD", "POST"])
def change_challenge(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access, shown = _entered(request, place, week, challenge)
    has_teams = shown.teams.exists()
    form = ChangeChallengeForm(request.POST or None, challenge=shown, has_teams=has_teams)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_challenge(challenge=shown, by=access.author, **form.details())
        except actions.LicenceIsSettledError:
            form.add_error("licence", _("A team signed up meanwhile: the licence stays as it was."))
        else:
            messages.success(request, _("The challenge says so from now on."))
            return redirect(shown.url)
    context = {**context_of(access, shown), "form": form, "has_teams": has_teams}
    return render(request, "challenges/change_challenge.html", context)


@require_POST
def follow_template(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access, shown = _entered(request, place, week, challenge)
    count = actions.follow_template(challenge=shown, by=access.author)
    said = ngettext(
        "%(count)d book follows the corrected template; all that was written is there.",
        "%(count)d books follow the corrected template; all that was written is there.",
        count,
    ) % {"count": count}
    if not count:
        said = _("Teams that sign up from now on begin from the corrected template.")
    messages.success(request, said)
    return redirect(shown.url)

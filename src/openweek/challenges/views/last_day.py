"""The last day: postponed, brought forward, and books corrected after it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openweek.challenges import actions, rules
from openweek.challenges.forms import PostponeChallengeForm
from openweek.challenges.models import Challenge, Team
from openweek.challenges.views.doors import context_of
from openweek.ground import clock
from openweek.place.rules import who_asks
from openweek.publishing.actions import publish_book, reopen_book
from openweek.publishing.models import Edition
from openweek.week.doors import limited
from openweek.week.rules import WeekAccess, access_week

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
def postpone_challenge(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    access, shown = _open(request, place, week, challenge)
    local = shown.closes_at.astimezone(access.place.zone)
    initial = {"last_day": local.date(), "last_hour": f"{local:%H:%M}"}
    form = PostponeChallengeForm(request.POST or None, challenge=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _postponed(request, access, shown, form)
    context = {**context_of(access, shown), "form": form}
    return render(request, "challenges/postpone_challenge.html", context)


def _postponed(
    request: HttpRequest, access: WeekAccess, shown: Challenge, form: PostponeChallengeForm
) -> HttpResponse:
    closes_at = form.closes_at()
    assert closes_at is not None  # noqa: S101  both its fields are required
    because = form.cleaned_data["because"]
    try:
        actions.postpone_challenge(
            challenge=shown, closes_at=closes_at, because=because, by=access.author
        )
    except rules.NotLaterError:
        form.add_error("last_hour", _("It ends at that moment already: choose a later one."))
        context = {**context_of(access, shown), "form": form}
        return render(request, "challenges/postpone_challenge.html", context)
    except rules.ChallengeIsClosedError:
        messages.error(request, _("It was closed a moment ago: nothing can be postponed now."))
        return redirect(shown.url)
    messages.success(request, _("The challenge is postponed, and everybody is told."))
    return redirect(shown.url)


@require_http_methods(["GET", "HEAD", "POST"])
def close_challenge(request: HttpRequest, place: str, week: str, challenge: str) -> HttpResponse:
    """Publish now what was to be published later. A form sent twice closes once."""
    access, shown = _open(request, place, week, challenge)
    if request.method == "POST":
        actions.close_challenge(challenge=shown, by=access.author)
        messages.success(request, _("Pens down: the books appear within a minute."))
        return redirect(shown.url)
    return render(request, "challenges/close_challenge.html", context_of(access, shown))


def _open(
    request: HttpRequest, place: str, week: str, challenge: str
) -> tuple[WeekAccess, Challenge]:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    rights = rules.rights(access, shown)
    if not rights.may_create or not shown.opens_at < clock.now():
        raise PermissionDenied
    return access, shown


@never_cache
@require_POST
def reopen_team_book(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    """Whoever holds the team's link takes up the pens again once the challenge is over."""
    access, team = _team(request, place, week, challenge, secret)
    if (refused := limited(request, access)) is not None:
        return refused
    reopen_book(book=team.book, by=access.author)
    messages.success(
        request, _("You can write again. What is published stays as it is until you publish anew.")
    )
    return redirect("team", place, week, challenge, secret)


@never_cache
@require_POST
def publish_correction(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> HttpResponse:
    """A new edition of what the team corrected; without a change there is none."""
    access, team = _team(request, place, week, challenge, secret)
    if (refused := limited(request, access)) is not None:
        return refused
    before = team.book.editions.count()
    edition = publish_book(book=team.book, by=access.author, reason=Edition.Reason.BY_HAND)
    if edition.number > before:
        said = _("Edition %(number)d is published. The ones before it keep their addresses.")
        messages.success(request, said % {"number": edition.number})
    else:
        messages.info(request, _("Nothing has changed since the last edition."))
    return redirect("team", place, week, challenge, secret)


def _team(
    request: HttpRequest, place: str, week: str, challenge: str, secret: str
) -> tuple[WeekAccess, Team]:
    access = access_week(who_asks(request), place, week)
    shown = rules.access_challenge(access, challenge)
    team, _capability = rules.access_team(shown, secret)
    if not rules.may_correct(team):
        raise PermissionDenied
    return access, team

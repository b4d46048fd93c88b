"""The programme arranges itself: asked for, waited for, looked at, accepted in part or whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openweek.place.doors import form_page, posted, require
from openweek.place.rules import who_asks
from openweek.programme import actions, proposed, queries, rules
from openweek.programme.forms import AcceptForm, ArrangeForm
from openweek.programme.models import Arrangement
from openweek.programme.views.doors import context_of, week_url
from openweek.week.rules import WeekAccess, access_week


@never_cache
def arrange_programme(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _concierge(request, place, week)
    form = ArrangeForm(posted(request))
    if form.is_valid():
        arrangement = actions.arrange_programme(
            week=access.week, with_placed=form.cleaned_data["with_placed"], by=access.author
        )
        return redirect(_address("arrangement_progress", access, arrangement))
    latest = Arrangement.objects.filter(week=access.week, batch__isnull=True).first()
    context = context_of(
        access,
        form=form,
        counts=queries.arrangeable_counts(access.week),
        latest=latest if latest and latest.plan["state"] == "found" else None,
    )
    return form_page(request, "programme/arrange_programme.html", context)


@never_cache
@require_safe
def arrangement_progress(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """Shows itself again until there is something to look at; needs no script for it."""
    access = _concierge(request, place, week)
    arrangement = _arrangement(access, number)
    if arrangement.plan["state"] == "found":
        return redirect(_address("accept_arrangement", access, arrangement))
    context = context_of(access, arrangement=arrangement, is_sought=actions.is_sought(arrangement))
    return render(request, "programme/arrange_programme_progress.html", context)


@never_cache
def accept_arrangement(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """What is proposed, which has written nothing; a POST accepts what is ticked."""
    access = _concierge(request, place, week)
    arrangement = _arrangement(access, number)
    if arrangement.plan["state"] != "found":
        return redirect(_address("arrangement_progress", access, arrangement))
    form = AcceptForm(posted(request), moves=arrangement.plan["moves"])
    if form.is_valid():
        done = actions.accept_arrangement(
            arrangement=arrangement, sessions=form.cleaned_data["sessions"], by=access.author
        )
        _say(request, done)
        return redirect(_address("accept_arrangement", access, arrangement))
    context = context_of(
        access, arrangement=arrangement, form=form, proposal=proposed.proposal_of(arrangement),
        ticked=request.POST.getlist("sessions") if form.is_bound else None,
    )  # fmt: skip
    return form_page(request, "programme/arrange_programme_proposal.html", context)


def _say(request: HttpRequest, done: actions.Accepted) -> None:
    if done.sessions:
        words = ngettext(
            "%(count)d session has its place.", "%(count)d sessions have their place.",
            done.sessions,
        )  # fmt: skip
        messages.success(request, words % {"count": done.sessions})
    elif done.batch is not None:
        messages.info(request, _("This was accepted already."))
    if done.lost:
        words = _("This could not be done, and stays as it is: %(what)s")
        messages.warning(request, words % {"what": " ".join(done.lost)})


def _concierge(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).arrange)
    return access


def _arrangement(access: WeekAccess, number: int) -> Arrangement:
    arrangement = get_object_or_404(Arrangement, week=access.week, pk=number)
    arrangement.week = access.week
    return arrangement


def _address(name: str, access: WeekAccess, arrangement: Arrangement) -> str:
    return week_url(name, access.week, number=arrangement.pk)

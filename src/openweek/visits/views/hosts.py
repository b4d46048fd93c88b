"""Those who receive visitors."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.place.models import Person
from openweek.place.rules import who_asks
from openweek.visits import actions, queries, rules
from openweek.visits.forms import HostForm
from openweek.visits.models import Host, Light
from openweek.week.rules import WeekAccess, access_week


def _context(access: WeekAccess, **more: Any) -> dict[str, Any]:
    rights = rules.rights(access)
    base = {"access": access, "week": access.week, "place": access.place, "rights": rights}
    return {**base, **more}


def _access_host(request: HttpRequest, place: str, week: str) -> tuple[WeekAccess, Person]:
    access = access_week(who_asks(request), place, week)
    if access.person is None or not rules.rights(access).may_host:
        raise PermissionDenied
    return access, access.person


def _own_host(access: WeekAccess) -> Host:
    host = queries.host_of(access.week, access.person)
    if host is None:
        raise Http404("not a host yet")
    host.week = access.week
    return host


@require_safe
def hosts(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = _context(
        access,
        hosts=queries.hosts_of(access.week),
        own_host=queries.host_of(access.week, access.person),
    )
    return render(request, "visits/hosts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def become_host(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, person = _access_host(request, place, week)
    host = queries.host_of(access.week, person)
    form = _host_form(request, access, host)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        halves = said.pop("half_days")
        actions.become_host(
            week=access.week, person=person, by=access.author, halves=halves, **said
        )
        messages.success(request, _("Thank you: visitors now know that you receive them."))
        return redirect("hosts", place, week)
    return render(request, "visits/become_host.html", _context(access, form=form, host=host))


def _host_form(request: HttpRequest, access: WeekAccess, host: Host | None) -> HostForm:
    return HostForm(
        request.POST if request.method == "POST" else None,
        openings=queries.openings(access.week),
        initial={
            "about": host.about,
            "languages": host.languages,
            "half_days": [row.half.key for row in host.half_days.all()],
        }
        if host
        else {"languages": [access.person.language] if access.person else []},
    )


@require_POST
def set_light(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, _person = _access_host(request, place, week)
    light = request.POST.get("light", "")
    if light in Light.values:
        actions.set_light(host=_own_host(access), light=light, by=access.author)
    back = "welcome" if request.POST.get("back") == "welcome" else "hosts"
    return redirect(back, place, week)


@require_POST
def withdraw_host(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, _person = _access_host(request, place, week)
    actions.withdraw_host(host=_own_host(access), by=access.author)
    messages.info(request, _("You no longer receive visitors this week."))
    return redirect("hosts", place, week)

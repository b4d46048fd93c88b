"""Those who receive visitors: what they say, and their light."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.community.actions import set_light as show_light
from openweek.community.models import Light
from openweek.place.doors import posted
from openweek.place.models import Person
from openweek.place.rules import who_asks
from openweek.visits import actions, queries, rules
from openweek.visits.forms import HostForm
from openweek.visits.models import Host
from openweek.visits.views.doors import context_of
from openweek.week.rules import WeekAccess, access_week

# Where a switch stands, and one goes back to after it.
SWITCHES = {
    "hosts": "hosts",
    "welcome": "welcome",
    "light": "set_light",
    "visitors": "own_visitors",
}


def access_host(request: HttpRequest, place: str, week: str) -> tuple[WeekAccess, Person]:
    """Somebody who may receive visitors this week."""
    access = access_week(who_asks(request), place, week)
    if access.person is None or not rules.rights(access).may_host:
        raise PermissionDenied
    return access, access.person


def own_host(access: WeekAccess) -> Host:
    host = queries.host_of(access.week, access.person)
    if host is None:
        raise Http404("not a host yet")
    return host


@require_safe
def hosts(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    context = context_of(
        access,
        hosts=queries.hosts_of(access.week),
        own_host=queries.host_of(access.week, access.person),
    )
    return render(request, "visits/hosts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def become_host(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, person = access_host(request, place, week)
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
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = context_of(access, form=form, host=host)
    return render(request, "visits/become_host.html", context, status=status)


def _host_form(request: HttpRequest, access: WeekAccess, host: Host | None) -> HostForm:
    return HostForm(
        posted(request),
        openings=queries.openings(access.week),
        initial={
            "about": host.about,
            "languages": host.languages,
            "half_days": [row.half.key for row in host.half_days.all()],
            "at_once": host.at_once,
            "need_codes": host.need_codes,
        }
        if host
        else {"languages": [access.person.language] if access.person else [], "at_once": 2},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_light(request: HttpRequest, place: str, week: str) -> HttpResponse:
    """One tap; looked at, it is a switch as large as a telephone."""
    access, person = access_host(request, place, week)
    if request.method != "POST":
        host = queries.host_of(access.week, person)
        if host is None:
            return redirect("become_host", place, week)
        return render(request, "visits/set_light.html", context_of(access, own_host=host))
    light = request.POST.get("light", "")
    if light in Light.values:
        show_light(place=access.place, person=person, light=light, by=access.author)
    return redirect(SWITCHES.get(request.POST.get("back", ""), "hosts"), place, week)


@require_POST
def withdraw_host(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access, _person = access_host(request, place, week)
    actions.withdraw_host(host=own_host(access), by=access.author)
    messages.info(request, _("You no longer receive visitors this week."))
    return redirect("hosts", place, week)

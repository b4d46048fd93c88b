"""The welcome desk: who is expected, who is here, and somebody new."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.look.templatetags.look import clock_time
from openweek.place.rules import who_asks
from openweek.visits import actions, attempts, queries, rules
from openweek.visits.codes import as_code
from openweek.visits.forms import CameForm, WalkInForm
from openweek.visits.models import Visit
from openweek.visits.refusals import Refused
from openweek.week.queries import days_of
from openweek.week.rules import WeekAccess, access_week

TOO_MANY = 429


def access_desk(request: HttpRequest, place: str, week: str, *, to_act: bool) -> WeekAccess:
    """The week for those who keep its desk; to act, only while it runs."""
    access = access_week(who_asks(request), place, week)
    rights = rules.rights(access)
    if not (rights.may_welcome if to_act else rights.may_see_desk):
        raise PermissionDenied
    return access


def access_guest(
    request: HttpRequest, place: str, week: str, number: int
) -> tuple[WeekAccess, Visit]:
    access = access_desk(request, place, week, to_act=True)
    visit = get_object_or_404(Visit, week=access.week, number=number)
    visit.week = access.week
    return access, visit


@never_cache
@require_safe
def welcome(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_desk(request, place, week, to_act=False)
    return _desk(request, access, WalkInForm(initial={"once": uuid4()}))


def _desk(request: HttpRequest, access: WeekAccess, walk_in: WalkInForm) -> HttpResponse:
    week, today = access.week, access.week.today
    asked = asked_day(request)
    on = asked if asked in week.days else min(max(today, week.starts_on), week.ends_on)
    found = _found(request, access)
    context: dict[str, Any] = {
        "access": access,
        "week": week,
        "place": access.place,
        "rights": rules.rights(access),
        "on": on,
        "is_today": on == today,
        "days": days_of(week),
        "desk": queries.desk_day(week, on),
        "to_look_at": queries.to_look_at(week),
        "walk_in": walk_in,
        "host": queries.host_of(week, access.person),
        **found,
    }
    status = TOO_MANY if context["is_slowed"] else 200
    return render(request, "visits/welcome.html", context, status=status)


def asked_day(request: HttpRequest) -> Any:
    """The date in ``?day=``; None for whatever is no date."""
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:
        return None


def _found(request: HttpRequest, access: WeekAccess) -> dict[str, Any]:
    """What was looked for. Codes are few and short: wrong ones are counted."""
    words = request.GET.get("q", "").strip()[:120]
    who = str(access.person.pk) if access.person else ""
    is_code = as_code(words) is not None
    if is_code and attempts.is_exhausted(who):
        return {"words": words, "found": [], "is_slowed": True}
    found = queries.search(access.week, words) if words else []
    if is_code and not found:
        attempts.note_wrong(who)
    return {"words": words, "found": found, "is_slowed": False}


@require_POST
def check_in(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, visit = access_guest(request, place, week, number)
    form = CameForm(request.POST)
    people = form.cleaned_data["people"] if form.is_valid() else None
    try:
        done = actions.check_in(visit=visit, by=access.author, people=people)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        _say(request, access, done)
    return redirect("welcome", place, week)


def _say(request: HttpRequest, access: WeekAccess, done: actions.CheckedIn) -> None:
    said = {
        "name": done.visit.name,
        "code": done.visit.code,
        "hour": clock_time(done.since, access.place.zone),
    }
    if not done.is_new:
        messages.info(request, _("%(name)s has been here since %(hour)s already.") % said)
    elif done.visit.walk_in:
        messages.success(request, _("Welcome, %(name)s. Their code is %(code)s.") % said)
    else:
        messages.success(request, _("Welcome, %(name)s.") % said)
    if done.host:
        messages.info(request, _("%(host)s can receive them.") % {"host": done.host})


@require_POST
def count_group(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, visit = access_guest(request, place, week, number)
    form = CameForm(request.POST)
    people = form.cleaned_data["people"] if form.is_valid() else None
    if people is None:
        messages.error(request, _("Write how many of them are here now, from 1 to 99."))
    else:
        actions.count_group(visit=visit, people=people, by=access.author)
        said = {"name": visit.group or visit.name, "people": people}
        messages.success(request, _("%(name)s: %(people)s are here now.") % said)
    return redirect("welcome", place, week)


@require_POST
def undo_check_in(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, visit = access_guest(request, place, week, number)
    actions.undo_check_in(visit=visit, by=access.author)
    messages.info(request, _("%(name)s: arrival undone.") % {"name": visit.name})
    return redirect("welcome", place, week)


@require_POST
def check_out(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, visit = access_guest(request, place, week, number)
    actions.check_out(visit=visit, by=access.author)
    messages.info(request, _("See you soon, %(name)s.") % {"name": visit.name})
    return redirect("welcome", place, week)


@require_POST
def add_walk_in(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_desk(request, place, week, to_act=True)
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            done = actions.add_walk_in(
                week=access.week,
                by=access.author,
                language=get_language() or "fr",
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            _say(request, access, done)
            return redirect("welcome", place, week)
    return _desk(request, access, form)

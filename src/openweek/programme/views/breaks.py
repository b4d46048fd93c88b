"""Pauses in all rooms at once: what there is, one more, another hour, away."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from openweek.place.doors import form_page, require
from openweek.place.rules import who_asks
from openweek.programme import actions, prefill, queries, rules
from openweek.programme.forms import BreakForm, breaks
from openweek.programme.models import Break
from openweek.programme.views.doors import context_of, week_url
from openweek.week.rules import WeekAccess, access_week


def add_break(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _kept(request, place, week)
    asked = request.GET
    initial = {**breaks.suggestion(access.week), "once": prefill.new_once()}
    if asked.get("title"):
        # One that was just removed, so that it can be had again.
        initial |= {name: asked.get(name, "") for name in ("title", "starts", "ends")}
        initial["days"] = asked.getlist("days")
    form = BreakForm(request.POST or None, week=access.week, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.add_break(
                week=access.week, title=said["title"], stretches=form.stretches,
                by=access.author, once=said["once"] or None,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            words = ngettext("The break is there.", "The %(count)d breaks are there.", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect(week_url("add_break", access.week))
    context = context_of(access, form=form, breaks=queries.breaks_by_day(access.week))
    return form_page(request, "programme/add_break.html", context)


def change_break(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = _kept(request, place, week)
    pause = _pause(access, number)
    form = BreakForm(
        request.POST or None, week=access.week, pause=pause, initial=breaks.initial_of(pause)
    )
    if form.is_valid():
        starts_at, ends_at = form.stretches[0]
        actions.change_break(
            pause=pause, title=form.cleaned_data["title"], starts_at=starts_at, ends_at=ends_at,
            by=access.author,
        )  # fmt: skip
        messages.success(request, _("The break is changed."))
        return redirect(week_url("add_break", access.week))
    context = context_of(access, form=form, pause=pause)
    return form_page(request, "programme/change_break.html", context)


@require_POST
def remove_break(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access = _kept(request, place, week)
    pause = _pause(access, number)
    was = breaks.initial_of(pause)
    actions.remove_break(pause=pause, by=access.author)
    messages.success(
        request,
        _("The break is gone. The form below still says what it was, if you want it back."),
    )
    was |= {"starts": f"{was['starts']:%H:%M}", "ends": f"{was['ends']:%H:%M}"}
    return redirect(f"{week_url('add_break', access.week)}?{urlencode(was)}")


def _kept(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).keep_breaks)
    return access


def _pause(access: WeekAccess, number: int) -> Break:
    pause = get_object_or_404(Break, week=access.week, pk=number)
    pause.week = access.week
    return pause

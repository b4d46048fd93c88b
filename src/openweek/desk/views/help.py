"""Asking for a hand in two taps, and giving one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openweek.desk import actions, queries, rules
from openweek.desk.forms import AnswerForm, AskHelpForm, AssignForm, MoreHelpForm
from openweek.desk.models import HelpRequest
from openweek.desk.pictograms import About, about
from openweek.desk.views import doors
from openweek.place.doors import enter, form_page, keep_private, limited, posted, require
from openweek.place.queries import rooms
from openweek.place.rules import PlaceAccess


def ask_help(request: HttpRequest, place: str) -> HttpResponse:
    """The buttons, and what became of what this person asked. ``?room=`` says where they are."""
    access = enter(request, place)
    if answer := limited(request, access):
        return answer
    form = AskHelpForm(posted(request), place=access.place, initial=_prefilled(request, access))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_help(place=access.place, by=access.author, **form.cleaned_data)
        except actions.TooMuchAsked:
            form.add_error(None, _("You have asked several times: somebody is on their way."))
        else:
            return redirect("ask_help", place)
    mine = queries.my_help(access.place, key=access.author.key)
    context = doors.context_of(access, form=form, buttons=list(About), mine=mine)
    return keep_private(form_page(request, "desk/ask_help.html", context))


def _prefilled(request: HttpRequest, access: PlaceAccess) -> dict[str, str]:
    room = rooms(access.place).filter(slug=request.GET.get("room", "")).first()
    words = request.GET.get("words", "")[:500]
    return {"where": room.name if room else "", "words": words}


@require_POST
def add_to_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _mine(request, place, number)
    if answer := limited(request, access):
        return answer
    form = MoreHelpForm(request.POST)
    if form.is_valid():
        actions.add_to_help(asked=asked, by=access.author, **form.cleaned_data)
        messages.success(request, _("It is added."))
        return redirect("ask_help", place)
    first = AskHelpForm(place=access.place)
    mine = queries.my_help(access.place, key=access.author.key)
    context = doors.context_of(
        access, form=form, first=first, buttons=list(About), mine=mine, wrong=number
    )
    return form_page(request, "desk/add_to_help.html", context)


@require_POST
def call_off_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _mine(request, place, number)
    if answer := limited(request, access):
        return answer
    actions.call_off_help(asked=asked, by=access.author)
    messages.success(request, _("It is called off. Nobody comes for it."))
    return redirect("ask_help", place)


@require_safe
def help_requests(request: HttpRequest, place: str) -> HttpResponse:
    access = enter(request, place)
    require(rules.may_help(access))
    context = doors.context_of(
        access,
        people=queries.helpers(access.place),
        asked=queries.open_help(access.place),
        done=queries.help_done(access.place),
    )
    return render(request, "desk/help_requests.html", context)


def answer_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    """One request, with its answer, which can be changed."""
    access, asked = _any(request, place, number)
    form = AnswerForm(posted(request), initial={"answer": asked.answer})
    if request.method == "POST" and form.is_valid():
        actions.answer_help(asked=asked, by=access.author, **form.cleaned_data)
        messages.success(request, _("It is answered."))
        return redirect("answer_help", place, number)
    context = doors.context_of(access, form=form, asked=asked, about=about(asked.about))
    return form_page(request, "desk/answer_help.html", context)


@require_POST
def take_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _any(request, place, number)
    try:
        if access.person:
            actions.take_help(asked=asked, person=access.person, by=access.author)
    except actions.AlreadyTaken as taken:
        messages.info(request, _("%(name)s is already on the way.") % {"name": taken.args[0]})
    return doors.back(request, "help_requests", place)


@require_POST
def leave_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _any(request, place, number)
    actions.leave_help(asked=asked, by=access.author)
    return doors.back(request, "help_requests", place)


@require_POST
def assign_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _any(request, place, number)
    form = AssignForm(request.POST, place=access.place)
    if form.is_valid():
        person = form.cleaned_data["person"]
        actions.assign_help(asked=asked, person=person, by=access.author)
    else:
        messages.error(request, _("Choose somebody who works here."))
    return doors.back(request, "help_requests", place)


@require_POST
def close_help(request: HttpRequest, place: str, number: int) -> HttpResponse:
    access, asked = _any(request, place, number)
    actions.close_help(asked=asked, by=access.author)
    messages.success(request, _("It is done. Thank you."))
    return doors.back(request, "help_requests", place)


def _mine(request: HttpRequest, place: str, number: int) -> tuple[PlaceAccess, HelpRequest]:
    """One's own, or any for those who help; the others answer as if they did not exist."""
    access = enter(request, place)
    return access, rules.access_help(access, number)


def _any(request: HttpRequest, place: str, number: int) -> tuple[PlaceAccess, HelpRequest]:
    access = enter(request, place)
    require(rules.may_help(access))
    return access, rules.access_help(access, number)

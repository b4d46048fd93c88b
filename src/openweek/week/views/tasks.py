"""Doormen of the board of small tasks."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openweek.place import tasks as verbs
from openweek.place.doors import require
from openweek.place.middleware import sign_with
from openweek.place.rules import who_asks
from openweek.week import task_board
from openweek.week.doors import limited
from openweek.week.forms import HelperForm, TaskForm
from openweek.week.rules import WeekAccess, access_week, may_bring_tasks
from openweek.week.task_board import TaskLine


@require_safe
def tasks(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    response = render(request, "week/tasks.html", _context(access, board=task_board.board(access)))
    # Somebody's private ones may be among them.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring_task(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = access_week(who_asks(request), place, week)
    require(may_bring_tasks(access))
    initial = {"once": uuid4(), "size": "5", "whose": "mine"}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _is_brought(access, form):
        messages.success(request, _("It is on the board."))
        return _to_board(access)
    status = 422 if form.errors else 200
    return render(request, "week/bring_task.html", _context(access, form=form), status=status)


def _is_brought(access: WeekAccess, form: TaskForm) -> bool:
    if access.person is None:
        return False
    try:
        verbs.bring_task(
            place=access.place, person=access.person, brought=form.brought(),
            once=form.cleaned_data["once"], by=access.author,
        )  # fmt: skip
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def take_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    """Looked at, it asks how to call whoever takes it; that is no more than asked."""
    access, line = _open(request, place, week, number)
    if pause := limited(request, access):
        return pause
    require(line.rights.help)
    form = HelperForm(request.POST if "name" in request.POST else None)
    if request.method != "POST" or (_is_unknown(access, line) and not form.is_valid()):
        return render(request, "week/take_task.html", _context(access, form=form, line=line))
    author = access.author
    if access.person is None and form.is_valid() and form.cleaned_data["name"]:
        author = replace(author, name=form.cleaned_data["name"])
        sign_with(request, author.name)
    if verbs.claim_task(task=line.task, by=author):
        messages.success(request, _("It is yours. Thank you."))
    elif line.task.claimed_key != author.key:
        messages.info(request, _("Somebody has just taken that."))
    return _to_board(access)


def _is_unknown(access: WeekAccess, line: TaskLine) -> bool:
    """Nobody whose name we know takes what is still free."""
    return access.person is None and not access.author.name and line.task.claimed_at is None


@require_POST
def put_back_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, line = _open(request, place, week, number)
    if pause := limited(request, access):
        return pause
    require(line.rights.leave)
    verbs.leave_task(task=line.task, by=access.author)
    return _to_board(access)


@require_POST
def end_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, line = _open(request, place, week, number)
    if pause := limited(request, access):
        return pause
    require(line.rights.finish)
    if verbs.finish_task(task=line.task, by=access.author):
        messages.success(request, _("Done. Thank you."))
    return _to_board(access)


@require_POST
def reopen_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, line = _open(request, place, week, number)
    if pause := limited(request, access):
        return pause
    require(line.rights.reopen)
    verbs.reopen_task(task=line.task, by=access.author)
    return _to_board(access)


@require_POST
def thank_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, line = _open(request, place, week, number)
    require(line.rights.thank)
    if verbs.thank_task(task=line.task, by=access.author):
        messages.success(request, _("Your thanks are on the board."))
    return _to_board(access)


@require_POST
def remove_task(request: HttpRequest, place: str, week: str, number: int) -> HttpResponse:
    access, line = _open(request, place, week, number)
    require(line.rights.remove)
    if verbs.remove_task(task=line.task, by=access.author):
        messages.info(request, _("It is off the board."))
    return _to_board(access)


def _open(request: HttpRequest, place: str, week: str, number: int) -> tuple[WeekAccess, TaskLine]:
    access = access_week(who_asks(request), place, week)
    return access, task_board.access_task(access, number)


def _context(access: WeekAccess, **more: Any) -> dict[str, Any]:
    return {
        "access": access, "week": access.week, "place": access.place,
        "may_bring": may_bring_tasks(access), **more,
    }  # fmt: skip


def _to_board(access: WeekAccess) -> HttpResponse:
    return redirect("tasks", access.place.slug, access.week.slug)

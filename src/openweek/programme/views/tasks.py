"""Doormen of a session's small tasks."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from openweek.place import tasks
from openweek.place.doors import form_page, posted, require
from openweek.place.models import SmallTask
from openweek.programme import forms, rules
from openweek.programme.models import Kind
from openweek.programme.rules import SessionAccess
from openweek.programme.views.doors import context_of, open_doors, session_url
from openweek.week.rules import WeekAccess


def part_of_session(access: WeekAccess, found: SessionAccess) -> dict[str, Any]:
    """What the page of a session says of small things to do."""
    may_add = found.rights.change and found.session.kind == Kind.SESSION
    return {
        "list": list(tasks.tasks_of(found.session)),
        "may_add": may_add,
        "may_claim": rules.may_claim_tasks(access) or may_add,
        "my_key": found.author.key,
        "form": forms.TaskForm(auto_id="task-%s") if may_add else None,
    }


def add_task(request: HttpRequest, place: str, week: str, session: str) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(found.rights.change)
    form = forms.TaskForm(posted(request))
    if form.is_valid():
        try:
            tasks.add_task(
                place=access.place, subject=found.session, title=form.cleaned_data["title"],
                by=found.author,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _to_tasks(found)
    context = context_of(access, form=form, session=found.session)
    return form_page(request, "programme/add_task.html", context)


@require_POST
def claim_task(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    access, found = open_doors(request, place, week, session)
    require(rules.may_claim_tasks(access) or found.rights.change)
    if tasks.claim_task(task=_task(found, number), by=found.author):
        messages.success(request, _("It is yours. Thank you."))
    else:
        messages.info(request, _("Somebody has just taken that."))
    return _to_tasks(found)


@require_POST
def leave_task(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    _access, found = open_doors(request, place, week, session)
    task = _task(found, number)
    require(found.rights.change or _has(found, task))
    tasks.leave_task(task=task, by=found.author)
    return _to_tasks(found)


@require_POST
def finish_task(
    request: HttpRequest, place: str, week: str, session: str, number: int
) -> HttpResponse:
    _access, found = open_doors(request, place, week, session)
    task = _task(found, number)
    require(found.rights.change or _has(found, task))
    if tasks.finish_task(task=task, by=found.author):
        messages.success(request, _("Done. Thank you."))
    return _to_tasks(found)


def _has(found: SessionAccess, task: SmallTask) -> bool:
    return bool(found.author.key) and task.claimed_key == found.author.key


def _task(found: SessionAccess, number: int) -> SmallTask:
    return get_object_or_404(tasks.tasks_of(found.session), pk=number)


def _to_tasks(found: SessionAccess) -> HttpResponse:
    return redirect(session_url("session", found.session) + "#tasks")

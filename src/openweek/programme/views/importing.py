"""A programme written elsewhere comes in: the file, what it would change, what was done."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.look import dates
from openweek.place.doors import form_page, require
from openweek.place.rules import who_asks
from openweek.programme import actions, importing, prefill, queries, rules
from openweek.programme.forms import ConfirmImportForm, ImportForm
from openweek.programme.importing.showing import preview
from openweek.programme.models import Upload
from openweek.programme.views.doors import context_of, week_url
from openweek.week.rules import WeekAccess, access_week


@never_cache
def import_programme(request: HttpRequest, place: str, week: str) -> HttpResponse:
    access = _concierge(request, place, week)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(*sent, week=access.week, initial={"once": prefill.new_once()})
    if form.is_valid():
        upload = actions.keep_upload(
            week=access.week, content=form.content, name=form.name,
            language=get_language() or "fr", by=access.author,
            once=form.cleaned_data["once"] or None,
        )  # fmt: skip
        return redirect(_address("preview_import", access, upload))
    return form_page(request, "programme/import_programme.html", context_of(access, form=form))


@never_cache
def preview_import(request: HttpRequest, place: str, week: str, upload: int) -> HttpResponse:
    """What it would change, which writes nothing; a POST says yes to it."""
    access = _concierge(request, place, week)
    found = _upload(access, upload)
    if found.confirmed_at is not None:
        return redirect(_address("import_progress", access, found))
    asked = ConfirmImportForm(request.POST if request.method == "POST" else request.GET)
    asked.is_valid()
    wanted = importing.Wanted(**asked.cleaned_data)
    if "look" in request.POST:
        ticked = {name: "on" for name, value in asked.cleaned_data.items() if value}
        return redirect(f"{_address('preview_import', access, found)}?{urlencode(ticked)}")
    if request.method == "POST":
        actions.confirm_import(upload=found, wanted=wanted, by=access.author)
        return redirect(_address("import_progress", access, found))
    programme = importing.read(actions.content_of(found), actions.where_of(access.week))
    plan = importing.compare(access.week, programme, wanted)
    context = context_of(access, upload=found, plan=plan, wanted=wanted, preview=preview(plan))
    return render(request, "programme/import_preview.html", context)


@never_cache
@require_safe
def import_progress(request: HttpRequest, place: str, week: str, upload: int) -> HttpResponse:
    """Shows itself again until it is done; needs no script for it."""
    access = _concierge(request, place, week)
    found = _upload(access, upload)
    if found.done_at is not None:
        return redirect(_address("import_done", access, found))
    if found.confirmed_at is None:
        return redirect(_address("preview_import", access, found))
    done, total = cache.get(actions.progress_key(found.pk)) or (0, 0)
    context = context_of(access, upload=found, done=done, total=total)
    return render(request, "programme/import_progress.html", context)


@never_cache
@require_safe
def import_done(request: HttpRequest, place: str, week: str, upload: int) -> HttpResponse:
    access = _concierge(request, place, week)
    found = _upload(access, upload)
    if found.done_at is None:
        return redirect(_address("import_progress", access, found))
    days = dates.days(access.week.starts_on, access.week.ends_on)
    context = context_of(access, upload=found, outcome=found.outcome, days=days)
    return render(request, "programme/import_done.html", context)


@require_POST
def forget_import(request: HttpRequest, place: str, week: str, upload: int) -> HttpResponse:
    access = _concierge(request, place, week)
    found = _upload(access, upload)
    if found.confirmed_at is None:
        actions.forget_upload(upload=found, by=access.author)
        messages.success(request, _("Nothing was imported, and the file is forgotten."))
    return redirect(queries.programme_url(access.week))


def _concierge(request: HttpRequest, place: str, week: str) -> WeekAccess:
    access = access_week(who_asks(request), place, week)
    require(rules.rights(access).import_programme)
    return access


def _upload(access: WeekAccess, number: int) -> Upload:
    upload = get_object_or_404(Upload, week=access.week, pk=number)
    upload.week = access.week
    return upload


def _address(name: str, access: WeekAccess, upload: Upload) -> str:
    return week_url(name, access.week, upload=upload.pk)

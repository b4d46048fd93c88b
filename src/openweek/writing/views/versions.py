"""What a text was, who wrote it, and how it is put back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place.rules import who_asks
from openweek.writing import actions
from openweek.writing.forms.versions import KeepForm, MomentForm, PairForm, RestoreForm
from openweek.writing.history import Comparison, View
from openweek.writing.models import Version
from openweek.writing.passes import writer_for
from openweek.writing.queries import versions as queries
from openweek.writing.restoring import NoSuchPartError
from openweek.writing.rules import TextAccess, access_text, is_frozen

UNREADABLE = 400


def _written(request: HttpRequest, text: UUID) -> TextAccess:
    access = access_text(who_asks(request), text)
    if not access.rights.may_write:
        raise PermissionDenied
    return access


@never_cache
@require_safe
def text_history(request: HttpRequest, text: UUID) -> HttpResponse:
    return _history(request, access_text(who_asks(request), text), KeepForm())


@never_cache
@require_POST
def keep_version(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _written(request, text)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _history(request, access, form, status=UNREADABLE)
    kept = actions.keep_version(
        text=access.text, kind=Version.Kind.NAMED, name=form.cleaned_data["name"],
        by=writer_for(request, access),
    )  # fmt: skip
    messages.success(request, _("The present state is kept as “%(name)s”.") % {"name": kept.name})
    return redirect("text_history", text)


@never_cache
@require_safe
def show_version(request: HttpRequest, text: UUID) -> HttpResponse:
    """The text at a moment; with ``hands``, each piece in the ink of its author."""
    access = access_text(who_asks(request), text)
    form = MomentForm(request.GET)
    if not form.is_valid():
        for trouble in form.errors.values():
            messages.error(request, str(trouble[0]))
        return redirect("text_history", text)
    moments = queries.moments_of(access.text)
    mark = _chosen(access, form, moments)
    shown = View(
        access.text, mark, only=form.cleaned_data["only"], hands=form.cleaned_data["hands"]
    )
    place = queries.place_among(moments, mark)
    context = _context(
        access,
        shown=shown,
        moments=moments,
        step=place,
        before=moments[place - 1] if place else None,
        after=moments[place + 1] if place + 1 < len(moments) else None,
        present=queries.present_mark(access.text),
    )
    return render(request, "writing/show_version.html", context)


def _chosen(access: TextAccess, form: MomentForm, moments: list[queries.Moment]) -> int:
    said = form.cleaned_data
    moment = form.moment_in(access.text.place.zone)
    if moment is not None:
        return queries.mark_at(access.text, moment)
    if said["mark"] is not None:
        return int(said["mark"])
    if said["step"] is not None:
        step: int = min(said["step"], len(moments) - 1)
        return moments[step].mark
    return queries.present_mark(access.text)


@never_cache
@require_safe
def compare_versions(request: HttpRequest, text: UUID) -> HttpResponse:
    access = access_text(who_asks(request), text)
    form = PairForm(request.GET)
    if not form.is_valid():
        messages.error(request, _("Choose two moments of the text to compare."))
        return redirect("text_history", text)
    present = queries.present_mark(access.text)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    new = present if new is None else new
    old, new = min(old, new), max(old, new)
    is_present = new >= present
    may_restore = access.rights.may_write and is_present
    found = Comparison(access.text, old, new, may_restore=may_restore, request=request)
    context = _context(access, found=found, is_present=is_present, may_restore=may_restore)
    return render(request, "writing/compare_versions.html", context)


@require_POST
def restore_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _written(request, text)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This form has lost its moment: choose it again."))
        return redirect("text_history", text)
    try:
        before = actions.restore_text(
            text=access.text, by=writer_for(request, access), **form.cleaned_data
        )
    except (actions.TextIsFrozenError, NoSuchPartError):
        messages.error(request, _("Nothing was put back: the text has changed or is closed."))
        return redirect("text_history", text)
    if before is None:
        told = _("Nothing to put back: the text says this already, or this was put back before.")
        messages.info(request, told)
        return redirect("text_history", text)
    told = _("It is put back. The state from before is in the history: you can return to it.")
    messages.success(request, told)
    return redirect(f"{reverse('compare_versions', args=[text])}?old={before.mark}")


def _history(
    request: HttpRequest, access: TextAccess, form: KeepForm, *, status: int = 200
) -> HttpResponse:
    days = queries.days_of(access.text)
    context = _context(access, days=days, form=form, present=queries.present_mark(access.text))
    return render(request, "writing/text_history.html", context, status=status)


def _context(access: TextAccess, **more: Any) -> dict[str, Any]:
    text = access.text
    return {
        "access": access,
        "rights": access.rights,
        "text": text,
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "is_frozen": is_frozen(text),
        **more,
    }

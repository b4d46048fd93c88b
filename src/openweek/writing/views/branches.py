"""Copies that wait beside a text: handed over by a browser, looked at, settled."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place.rules import who_asks
from openweek.writing import actions
from openweek.writing.forms.branches import BranchForm
from openweek.writing.models import Branch, Level
from openweek.writing.passes import writer_for
from openweek.writing.queries import branches as queries
from openweek.writing.reader import html_of
from openweek.writing.rules import TextAccess, access_text, is_frozen, is_level

UNREADABLE, TAKES_PENS, MADE, GONE_QUIET = 400, 409, 201, 409


@never_cache
@require_POST
def keep_branch(request: HttpRequest, text: UUID) -> JsonResponse:
    """Answers in JSON; without ``branch`` when the text has all of it already."""
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    form = BranchForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"trouble": form.trouble()}, status=UNREADABLE)
    try:
        made = actions.keep_branch(
            text=access.text, by=writer_for(request, access),
            reason=form.cleaned_data["reason"], state=form.update,
        )  # fmt: skip
    except actions.BranchRefusedError as refused:
        return JsonResponse({"trouble": str(refused)}, status=UNREADABLE)
    except actions.NotTooLateError:
        return JsonResponse({"trouble": _("This text can still be written.")}, status=TAKES_PENS)
    if made is None:
        return JsonResponse({})
    return JsonResponse({"branch": reverse("branch", args=[text, made.pk])}, status=MADE)


@never_cache
@require_safe
def branch(request: HttpRequest, text: UUID, branch: UUID) -> HttpResponse:
    access, found = _settled_by(request, text, branch)
    return _page(request, access, found)


@require_POST
def merge_branch(request: HttpRequest, text: UUID, branch: UUID) -> HttpResponse:
    access, found = _settled_by(request, text, branch)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    try:
        actions.merge_branch(branch=found, by=writer_for(request, access))
    except actions.TextIsFrozenError:
        return _page(request, access, found, status=GONE_QUIET)
    messages.success(request, _("Your copy is in the text."))
    return redirect("edit_text", text)


@require_POST
def leave_branch(request: HttpRequest, text: UUID, branch: UUID) -> HttpResponse:
    return _settle(request, text, branch, actions.leave_branch)


@require_POST
def reopen_branch(request: HttpRequest, text: UUID, branch: UUID) -> HttpResponse:
    return _settle(request, text, branch, actions.reopen_branch)


def _settle(
    request: HttpRequest, text: UUID, branch: UUID, settle: Callable[..., None]
) -> HttpResponse:
    access, found = _settled_by(request, text, branch)
    settle(branch=found, by=writer_for(request, access))
    messages.success(request, _("That is settled."))
    return redirect("branch", text, branch)


def _settled_by(request: HttpRequest, text: UUID, branch: UUID) -> tuple[TextAccess, Branch]:
    access = access_text(who_asks(request), text)
    found = get_object_or_404(Branch.objects.select_related("text"), text=text, pk=branch)
    if not queries.may_settle(access, found, writer_for(request, access)):
        raise Http404("somebody else's")
    return access, found


def _page(
    request: HttpRequest, access: TextAccess, found: Branch, *, status: int = 200
) -> HttpResponse:
    text = access.text
    compared = queries.compare_branch(text, found)
    context = {
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "text": text,
        "branch": found,
        "is_open": found.outcome == Branch.Outcome.OPEN,
        "is_other_past": found.reason == Branch.Reason.OTHER_PAST,
        "is_frozen": is_frozen(text),
        "may_merge": access.rights.may_write,
        "is_own": found.author_key == writer_for(request, access).key,
        "compared": compared,
        "html": html_of(text, compared.tree),
    }
    return render(request, "writing/branch.html", context, status=status)

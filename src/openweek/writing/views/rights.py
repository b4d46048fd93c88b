"""Who may what with a text: said, given, taken back; and the end of writing, by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openweek.place.middleware import hold
from openweek.place.rules import who_asks
from openweek.writing import actions
from openweek.writing.forms.rights import LinkForm, RightForm
from openweek.writing.models import Grant
from openweek.writing.queries import rights as queries
from openweek.writing.rules import TextAccess, access_text, is_frozen, may_be_reopened

GONE, UNREADABLE = 404, 400


def _managed(request: HttpRequest, text: UUID) -> TextAccess:
    access = access_text(who_asks(request), text)
    if not access.rights.may_manage:
        raise PermissionDenied
    return access


@never_cache
@require_safe
def share_text(request: HttpRequest, text: UUID) -> HttpResponse:
    return _page(request, _managed(request, text))


@require_POST
def give_right(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _managed(request, text)
    form = RightForm(request.POST, place=access.text.place)
    if not form.is_valid():
        return _page(request, access, right_form=form, status=UNREADABLE)
    try:
        actions.grant(
            text=access.text, by=access.author, level=form.cleaned_data["level"],
            person=form.person, role=form.role,
        )  # fmt: skip
    except actions.LastManagerError:
        _say_last_manager(request)
    else:
        messages.success(request, _("That is settled."))
    return redirect("share_text", text)


@never_cache
@require_POST
def share_link(request: HttpRequest, text: UUID) -> HttpResponse:
    """The link is in the answer and nowhere else: its secret is not kept."""
    access = _managed(request, text)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, access, link_form=form, status=UNREADABLE)
    said = form.cleaned_data
    given, secret = actions.share_link(
        text=access.text, by=access.author, level=said["level"], name=said["name"],
        expires_at=form.expires_at,
    )  # fmt: skip
    address = request.build_absolute_uri(reverse("open_shared_text", args=[secret]))
    context = {
        **_context(access),
        "given": given,
        "address": address,
        "is_here_only": request.get_host().partition(":")[0] in {"localhost", "127.0.0.1"},
    }
    return render(request, "writing/share_link.html", context)


@require_POST
def revoke_right(request: HttpRequest, text: UUID, number: int) -> HttpResponse:
    access = _managed(request, text)
    given = get_object_or_404(Grant, text=access.text, pk=number)
    try:
        actions.revoke_grant(grant=given, by=access.author)
    except actions.LastManagerError:
        _say_last_manager(request)
    else:
        messages.success(request, _("Taken back: whoever had that page open is out of it now."))
    return redirect("share_text", text)


@require_POST
def freeze_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _managed(request, text)
    actions.freeze_texts(texts=[access.text], by=access.author)
    messages.success(request, _("Pens down. What was written can be read, and is kept."))
    return redirect("share_text", text)


@require_POST
def reopen_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = _managed(request, text)
    try:
        actions.reopen_text(text=access.text, by=access.author)
    except actions.ClosedForGoodError:
        messages.error(request, _("The time of this text is over: it stays as it is in its book."))
    else:
        messages.success(request, _("Pens up: it can be written again."))
    return redirect("share_text", text)


@never_cache
@require_safe
def open_shared_text(request: HttpRequest, secret: str) -> HttpResponse:
    """Opened from a link or a QR code: this browser keeps it as long as it opens."""
    link = queries.shared_link(secret)
    text = queries.text_behind(link) if link else None
    if link is None or text is None:
        return render(request, "writing/link_closed.html", status=GONE)
    hold(request, link.pk)
    return redirect("edit_text", text.pk)


def _say_last_manager(request: HttpRequest) -> None:
    messages.error(
        request, _("Somebody must be able to manage the text: give that right first, then this.")
    )


def _page(
    request: HttpRequest, access: TextAccess, *, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        **_context(access),
        "held": queries.rights_on(access.text),
        "right_form": RightForm(place=access.text.place),
        "link_form": LinkForm(),
        **forms,
    }
    return render(request, "writing/share_text.html", context, status=status)


def _context(access: TextAccess) -> dict[str, Any]:
    text = access.text
    return {
        "access": access,
        "rights": access.rights,
        "text": text,
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "is_frozen": is_frozen(text),
        "may_reopen": text.frozen_at is not None and may_be_reopened(text),
    }

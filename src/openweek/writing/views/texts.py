"""The page on which a text is written or read, and what its editor asks for."""

import math
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from openweek.ground import clock
from openweek.place.rules import who_asks
from openweek.writing import actions, queries
from openweek.writing.forms import MediaForm, PlainForm
from openweek.writing.models import Level, Text
from openweek.writing.passes import ink_for, name_for, pass_for, writer_for
from openweek.writing.queries.branches import branches_for
from openweek.writing.reader import html_of
from openweek.writing.rules import TextAccess, access_text, is_frozen, is_level
from openweek.writing.views.remarks import remarks_context
from openweek.writing.words import commenter_words, editor_words

UNREADABLE, GONE_QUIET = 400, 409


@never_cache
@require_GET
def edit_text(request: HttpRequest, text: UUID) -> HttpResponse:
    access = access_text(who_asks(request), text)
    form = None
    if access.rights.may_write:
        plain = queries.plain_of(access.text)
        form = PlainForm(initial={"body": plain.body, "base": plain.base})
    return _page(request, access, form)


@never_cache
@require_POST
def write_plain(request: HttpRequest, text: UUID) -> HttpResponse:
    access = access_text(who_asks(request), text)
    if not is_level(access.level, Level.WRITE):
        raise PermissionDenied
    form = PlainForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form, status=UNREADABLE)
    try:
        actions.write_plain(text=access.text, by=writer_for(request, access), **form.cleaned_data)
    except actions.TextIsFullError:
        form.add_error(
            None,
            _(
                "This text holds as much as a text can hold: nothing more is taken in. Go on in "
                "another chapter; what you typed is still below."
            ),
        )
        return _page(request, access, form, status=GONE_QUIET)
    except actions.TextIsFrozenError:
        return _page(request, access, form, status=GONE_QUIET)
    messages.success(request, _("What you wrote is saved."))
    return redirect("edit_text", text)


def _page(
    request: HttpRequest, access: TextAccess, form: PlainForm | None, *, status: int = 200
) -> HttpResponse:
    text = access.text
    author = writer_for(request, access)
    may_hand = is_level(access.level, Level.WRITE)
    context: dict[str, Any] = {
        "access": access,
        "rights": access.rights,
        "place": text.place,
        "place_address": f"/{text.place.slug}/",
        "text": text,
        "form": form,
        "media_form": MediaForm(auto_id="media-%s"),
        "is_frozen": is_frozen(text),
        "seconds_left": _seconds_left(text),
        "branches": branches_for(access, author),
        "may_hand": may_hand,
        # What a browser wrote here and could never send, before the end or before a right went.
        "may_have_leftovers": not access.rights.may_write
        and (may_hand or access.who.person is not None),
        "html": html_of(text, queries.tree_of(text)),
        **remarks_context(access, author, {}),
        "words": editor_words(text) | ({} if access.rights.may_write else commenter_words()),
        "name": name_for(author),
        "ink": ink_for(author),
    }
    return render(request, "writing/edit_text.html", context, status=status)


def _seconds_left(text: Text) -> int:
    """Until it closes by itself, rounded up; 0 when it does not, or is closed already."""
    if text.closes_at is None or is_frozen(text):
        return 0
    return max(1, math.ceil((text.closes_at - clock.now()).total_seconds()))


@never_cache
@require_GET
def text_ticket(request: HttpRequest, text: UUID) -> JsonResponse:
    access = access_text(who_asks(request), text)
    return JsonResponse(pass_for(access, writer_for(request, access)))
